"""TRUST-01: the first page carries the badge of network trust (tín nhiệm mạng).

Authority: none asks for it; information only, beside the security duty of NĐ 224/2026/NĐ-CP Điều 10 khoản 3 điểm c.
A badge that a script puts in is not seen here. What nobody asks for cannot be failed: its absence is a note.
"""

from monitor.rules.contract import Case, Finding, Rule
from monitor.rules.findings import passes, warns
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import PageContent


def judge(case: Case) -> Finding:
    """By the badge's own addresses."""
    page: PageContent = case.facts["page_content"]
    evidence: dict[str, object] = {"where": page.badge.where, "url": page.badge.url, "sha256": page.sha256}
    if page.badge.certainty == "seen":
        return passes("trang đầu có nhãn tín nhiệm mạng", "the first page has the trust badge", **evidence)
    if not has_menu(page, case):
        return unread(page, **evidence)
    return warns(
        "trang đầu không có nhãn tín nhiệm mạng (không bắt buộc)",
        "the first page has no trust badge (none is required)",
        **evidence,
    )


RULE = Rule(
    id="TRUST-01", reads=("page_content",), judge=judge, thresholds=dict(READABLE), depends_on=("page_content",)
)
