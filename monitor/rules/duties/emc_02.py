"""EMC-02: the label "Đã kết nối EMC" stands on the page.

Authority: TT 22/2023/TT-BTTTT (read through summaries only, so `criterion`); since 01/7/2026 its decree is gone and
the successor platform's label is not known, so `product`. Advisory all along.
The tracking script puts the label in, so the page's source never shows it: without a browser this is undecidable.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, passes, undecided
from probes.facts import RenderedPage


def judge(case: Case) -> Finding:
    """By the page as a browser shows it; one that did not settle decides nothing."""
    page: RenderedPage = case.facts["rendered_page"]
    evidence: dict[str, object] = {"label": page.label, "sha256": page.sha256}
    if page.problems:
        evidence["problems"] = list(page.problems)
    if page.label_seen is None:
        vietnamese, english = _open(page)
        return because(Cause.UNREADABLE, undecided(vietnamese, english, **evidence))
    if page.label_seen:
        return passes("thấy nhãn kết nối EMC trên trang", "the EMC label stands on the page", **evidence)
    return fails(
        case.terms.basis, "không thấy nhãn kết nối EMC trên trang", "no EMC label on the page as shown", **evidence
    )


def _open(page: RenderedPage) -> tuple[str, str]:
    """Why a browser did not settle it. The tracker's call is never sent, since it would count a visit: a label that
    waits for its answer cannot come."""
    if page.label is not None:
        return "nhãn có trên trang nhưng bị ẩn", "the label is on the page, but hidden"
    if page.tag_seen and page.loads:
        return (
            "mã đo EMC chạy trên trang, nhãn có thể chờ lời gọi mà hệ thống giám sát không gửi",
            "the EMC tag is at work, its label may wait for a call that the monitor does not send",
        )
    return "trang chưa hiển thị xong nên không kết luận được", "the page did not settle"


RULE = Rule(
    id="EMC-02",
    reads=("rendered_page",),
    judge=judge,
    needs=("browser",),
    depends_on=("rendered_page",),
)
