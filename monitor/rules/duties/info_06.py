"""INFO-06: the portal has English pages.

Authority: NĐ 43/2011/NĐ-CP Điều 13, to 14/8/2022; NĐ 42/2022/NĐ-CP (organisation and contact in English), to
30/6/2026, read through summaries only. No text asks for it since.
"""

from monitor.rules.contract import Case, Finding, Rule
from monitor.rules.findings import fails, passes, undecided
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import PageContent


def judge(case: Case) -> Finding:
    """A link by its words, its declared language or its address; one without an address may work by script."""
    page: PageContent = case.facts["page_content"]
    evidence: dict[str, object] = {"where": page.english.where, "url": page.english.url, "sha256": page.sha256}
    if page.english.certainty == "seen":
        return passes("trang đầu dẫn đến trang tiếng Anh", "the first page leads to English pages", **evidence)
    if page.english.certainty == "hint":
        return undecided(
            "có nút tiếng Anh do kịch bản xử lý nên chưa xem được",
            "an English entry works by script and could not be looked at",
            **evidence,
        )
    if not has_menu(page, case):
        return unread(page, **evidence)
    return fails(
        case.terms.basis,
        "trang đầu không có liên kết đến trang tiếng Anh",
        "the first page has no link to English pages",
        **evidence,
    )


RULE = Rule(id="INFO-06", reads=("page_content",), judge=judge, thresholds=dict(READABLE), depends_on=("page_content",))
