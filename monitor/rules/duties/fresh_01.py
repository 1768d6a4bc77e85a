"""FRESH-01: the portal is kept up to date, as far as its newest dated item shows.

Authority: NĐ 224/2026/NĐ-CP Điều 9 khoản 3 ("kịp thời ngay khi có sự thay đổi") gives no number; NĐ 43/2011/NĐ-CP Điều
17 had 2, 10, 15 and 20 working days for single kinds of information. Three and ten working days without anything new
are our own. Where few items carry a date, or none does, the newest of them says nothing about the others.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided, warns
from monitor.rules.words import day
from monitor.working_days.counting import working_days_between
from probes.answer import PageKind
from probes.content.facts import PageContent


def judge(case: Case) -> Finding:
    """The age of the newest item in working days, on the legal day of the look."""
    page: PageContent = case.facts["page_content"]
    news = page.news
    evidence: dict[str, object] = {
        "newest": news.newest.isoformat() if news.newest else None,
        "dated": news.dated,
        "headlines": news.headlines,
        "where": news.where,
        "source": news.source,
        "sha256": page.sha256,
    }
    if news.newest is None or page.kind is not PageKind.CONTENT or news.newest > case.seen_on:
        finding = undecided(
            "trang đầu không có tin nào ghi ngày", "no item of the first page carries a date", **evidence
        )
        return because(Cause.UNREADABLE, finding)
    age = working_days_between(news.newest, case.seen_on, case.holidays)
    evidence["working_days"] = age
    thresholds = case.terms.thresholds
    if age <= thresholds["warn_after"]:
        return passes(f"tin mới nhất ngày {day(news.newest)}", f"the newest item is of {news.newest}", **evidence)
    if not (case.holidays.covers(news.newest) and case.holidays.covers(case.seen_on)) or not _speaks(page, case):
        return undecided(
            "ít tin ghi ngày hoặc thiếu lịch nghỉ nên chưa tính được độ mới",
            "few items carry a date, or the holidays are not known",
            **evidence,
        )
    if age <= thresholds["fail_after"]:
        return warns(
            f"tin mới nhất ngày {day(news.newest)}, cách {age} ngày làm việc",
            f"the newest item is of {news.newest}, {age} working days ago",
            **evidence,
        )
    return fails(
        case.terms.basis,
        f"tin mới nhất ngày {day(news.newest)}, cách {age} ngày làm việc",
        f"the newest item is of {news.newest}, {age} working days ago",
        **evidence,
    )


def _speaks(page: PageContent, case: Case) -> bool:
    """Whether the dated items stand for the page's news: enough of them, and a good part of its headlines."""
    news, thresholds = page.news, case.terms.thresholds
    return bool(news.dated >= max(thresholds["enough_dated"], thresholds["dated_ratio"] * news.headlines))


RULE = Rule(
    id="FRESH-01",
    reads=("page_content",),
    judge=judge,
    thresholds={
        "warn_after": Unit.WORKING_DAYS,
        "fail_after": Unit.WORKING_DAYS,
        "enough_dated": Unit.COUNT,
        "dated_ratio": Unit.RATIO,
    },
    depends_on=("page_content",),
)
