"""SVC-01: a public-service portal lists its services with their level, near its first page.

Authority: NĐ 43/2011/NĐ-CP Điều 18 (a section that lists services with their level, to 14/8/2022);
TT 32/2017/TT-BTTTT Điều 6 (the whole list by field and level) and Điều 11 khoản 2 điểm b (found within 03 clicks); its
parent decree ended on 14/8/2022, so advisory after that day.
What is seen is the first page's links, and the levels counted on pages within three clicks of it (we follow no more).
A list that we did not come to may well be there, so this never fails.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, passes, undecided, warns
from monitor.rules.words import names_any
from probes.answer import PageKind
from probes.facts import LandingPage
from probes.figures.figure import PublishedCounts

_LEVELS = frozenset({"services_full", "services_partial"})


def judge(case: Case) -> Finding:
    """A list and a level pass; a list without a level stays open; a page of many links and no list is a note."""
    page: LandingPage = case.facts["landing_page"]
    thresholds = case.terms.thresholds
    lists = [link for link in page.links if names_any(link.text, thresholds["list_words"])]
    level = next((link.text for link in page.links if names_any(link.text, thresholds["level_words"])), None)
    counted = _counted(case)
    evidence: dict[str, object] = {
        "list": lists[0].text if lists else None,
        "list_url": lists[0].url if lists else None,
        "level": level,
        "counted_on": counted,
        "sha256": page.sha256,
    }
    if lists and (level is not None or counted):
        return passes(
            "có danh mục dịch vụ công kèm mức độ, cách trang đầu không quá ba lần bấm",
            "services are listed with their level within three clicks of the first page",
            **evidence,
        )
    if lists or counted:
        return undecided(
            "thấy danh mục hoặc số liệu theo mức độ, chưa thấy đủ cả hai",
            "a list or counts by level were seen, not both",
            **evidence,
        )
    return _without_list(page, case, evidence)


def _without_list(page: LandingPage, case: Case, evidence: dict[str, object]) -> Finding:
    if page.kind is not PageKind.CONTENT or len(page.links) < case.terms.thresholds["readable_links"]:
        return because(
            Cause.UNREADABLE,
            undecided(
                "trang đầu không cho đọc trình đơn từ mã nguồn",
                "the first page's menu cannot be read from its source",
                **evidence,
            ),
        )
    return warns(
        "trang đầu không thấy lối vào danh mục dịch vụ công",
        "no entry to a list of services was seen on the first page",
        **evidence,
    )


def _counted(case: Case) -> list[str]:
    """The pages on which services were counted by level."""
    counts: PublishedCounts | None = case.facts.get("published_counts")
    if counts is None or not _LEVELS & {figure.key for figure in counts.figures}:
        return []
    return list(counts.pages)


RULE = Rule(
    id="SVC-01",
    reads=("landing_page",),
    judge=judge,
    thresholds={"list_words": Unit.WORDS, "level_words": Unit.WORDS, "readable_links": Unit.COUNT},
    depends_on=("landing_page", "published_counts"),
)
