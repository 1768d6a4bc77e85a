"""A11Y-01: signs that a page was made for disabled visitors too. Heuristics over the source, not a WCAG audit.

Authority: TT 26/2020/TT-BTTTT (since 01/01/2021), TT 22/2023/TT-BTTTT (WCAG 2.0, read through summaries), NĐ
224/2026/NĐ-CP Điều 10 khoản 3 điểm c. None gives these numbers: 90 % of the pictures with a text is our own, and so is
how many parts may be missing. An empty `alt` marks decoration and counts; a page of few pictures is not judged by
them.
"""

from monitor.rules.contract import Case, Finding, Rule, Unit
from monitor.rules.findings import fails, passes, warns
from monitor.rules.first_page import unread
from probes.answer import PageKind
from probes.content.facts import Access, PageContent

NOT_AUDIT = ("đây không phải đánh giá WCAG", "not a WCAG audit")


def judge(case: Case) -> Finding:
    """Several missing parts fail, one is a note."""
    page: PageContent = case.facts["page_content"]
    access, thresholds = page.access, case.terms.thresholds
    evidence: dict[str, object] = {
        "language": access.language,
        "viewport": access.viewport,
        "images": access.images,
        "images_with_alt": access.images_with_alt,
        "fields": access.fields,
        "fields_labelled": access.fields_labelled,
        "moving": access.moving,
        "sha256": page.sha256,
    }
    if page.kind is not PageKind.CONTENT or page.links < thresholds["readable_links"]:
        return unread(page, **evidence)
    lacking = _lacking(access, case)
    vietnamese, english = ", ".join(part[0] for part in lacking), ", ".join(part[1] for part in lacking)
    if not lacking:
        return passes(f"không thấy điểm thiếu ({NOT_AUDIT[0]})", f"nothing found missing ({NOT_AUDIT[1]})", **evidence)
    if len(lacking) >= thresholds["most_lacking"]:
        return fails(
            case.terms.basis,
            f"thiếu {vietnamese} ({NOT_AUDIT[0]})",
            f"missing: {english} ({NOT_AUDIT[1]})",
            **evidence,
        )
    return warns(f"thiếu {vietnamese} ({NOT_AUDIT[0]})", f"missing: {english} ({NOT_AUDIT[1]})", **evidence)


def _lacking(access: Access, case: Case) -> list[tuple[str, str]]:
    thresholds = case.terms.thresholds
    few = access.images < thresholds["enough_images"]
    parts = (
        (access.language is None, ("khai báo ngôn ngữ", "language of the page")),
        (not access.viewport, ("khung nhìn cho thiết bị di động", "viewport for mobile devices")),
        (
            not few and access.images_with_alt < thresholds["alt_ratio"] * access.images,
            ("mô tả ảnh", "texts for pictures"),
        ),
        (
            access.fields_labelled < thresholds["label_ratio"] * access.fields,
            ("nhãn ô nhập", "labels of fields"),
        ),
        (access.moving > 0, ("chữ đứng yên (có chữ chạy, nhấp nháy)", "text that stands still")),
    )
    return [words for missing, words in parts if missing]


RULE = Rule(
    id="A11Y-01",
    reads=("page_content",),
    judge=judge,
    thresholds={
        "readable_links": Unit.COUNT,
        "enough_images": Unit.COUNT,
        "alt_ratio": Unit.RATIO,
        "label_ratio": Unit.RATIO,
        "most_lacking": Unit.COUNT,
    },
    depends_on=("page_content",),
)
