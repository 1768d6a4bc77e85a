"""INFO-03: visitors can search the portal.

Authority: NĐ 43/2011/NĐ-CP Điều 15, to 14/8/2022; NĐ 42/2022/NĐ-CP, to 30/6/2026 (read through summaries only); since
then NĐ 224/2026/NĐ-CP Điều 12 khoản 2 measures navigation, which is a criterion.
An icon without a field may open one by script.
"""

from monitor.rules.contract import Case, Finding, Rule
from monitor.rules.findings import fails, passes, undecided
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import PageContent


def judge(case: Case) -> Finding:
    """A field or a link to a search page; its absence counts where the menu can be read."""
    page: PageContent = case.facts["page_content"]
    evidence: dict[str, object] = {"where": page.search.where, "url": page.search.url, "sha256": page.sha256}
    if page.search.certainty == "seen":
        return passes("trang đầu có chức năng tìm kiếm", "the first page lets visitors search", **evidence)
    if page.search.certainty == "hint":
        return undecided(
            "có dấu hiệu tìm kiếm nhưng ô nhập do kịch bản mở",
            "a sign of search is there, its field is opened by scripts",
            **evidence,
        )
    if not has_menu(page, case):
        return unread(page, **evidence)
    return fails(
        case.terms.basis,
        "trang đầu không có chức năng tìm kiếm",
        "the first page has no way to search",
        **evidence,
    )


RULE = Rule(id="INFO-03", reads=("page_content",), judge=judge, thresholds=dict(READABLE), depends_on=("page_content",))
