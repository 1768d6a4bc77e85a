"""INFO-08: readers can say online how satisfied they are with the portal's information.

Authority: NĐ 224/2026/NĐ-CP Điều 10 khoản 3 điểm b. The law names no place: ratings often stand below an article.
So the first page alone settles nothing; the pages that are read beside it (sections, one article) count too, at least
two of them (our own number).
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import PageContent, Sections


def judge(case: Case) -> Finding:
    """Any page that lets readers rate passes; polls and surveys alone do not say what is rated."""
    page: PageContent = case.facts["page_content"]
    sections: Sections = case.facts["sections"]
    signs = (page.satisfaction, sections.satisfaction)
    told = next((sign for sign in signs if sign.certainty == "seen"), None)
    told = told or next((sign for sign in signs if sign.certainty == "hint"), page.satisfaction)
    evidence: dict[str, object] = {
        "where": told.where,
        "text": told.text,
        "url": told.url,
        "pages_read": sections.pages_read,
        "sha256": page.sha256,
    }
    if told.certainty == "seen":
        return passes("có chức năng đánh giá mức độ hài lòng", "readers can say how satisfied they are", **evidence)
    if told.certainty == "hint":
        return undecided(
            "có khảo sát hoặc bình chọn, chưa rõ có đánh giá mức độ hài lòng về thông tin hay không",
            "there is a poll or survey, whether it asks about satisfaction with the information is not clear",
            **evidence,
        )
    if not has_menu(page, case):
        return unread(page, **evidence)
    if sections.pages_read < case.terms.thresholds["enough_pages"]:
        finding = undecided(
            "chưa xem đủ trang bài viết để kết luận", "too few pages beside the first one were read", **evidence
        )
        return because(Cause.UNREADABLE, finding)
    return fails(
        case.terms.basis,
        "trang đầu và các trang đã xem không có chức năng đánh giá mức độ hài lòng",
        "neither the first page nor the others that were read let readers say how satisfied they are",
        **evidence,
    )


RULE = Rule(
    id="INFO-08",
    reads=("page_content", "sections"),
    judge=judge,
    thresholds={**READABLE, "enough_pages": Unit.COUNT},
    depends_on=("page_content", "sections"),
)
