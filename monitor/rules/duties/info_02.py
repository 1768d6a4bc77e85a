"""INFO-02: the portal's first page leads to the national public-service portal.

Authority: NĐ 224/2026/NĐ-CP Điều 9 khoản 1 điểm a: procedures and online services are published consistently with,
and integrated from, the national portal. The law names no place; a link on the first page is how it shows from outside.
So an entry of the portal's own to procedures or services is a warning to look closer, not a failure.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided, warns
from monitor.rules.links import link_naming
from probes.answer import PageKind
from probes.facts import LandingPage


def judge(case: Case) -> Finding:
    """A link passes; a page with fewer links than a menu has, such as a language chooser, settles nothing."""
    page: LandingPage = case.facts["landing_page"]
    evidence: dict[str, object] = {"link": page.national_portal_link, "links": len(page.links), "sha256": page.sha256}
    if page.national_portal_link is not None:
        return passes(
            "trang đầu có liên kết đến Cổng Dịch vụ công quốc gia",
            "the first page links to the national portal",
            **evidence,
        )
    if page.kind is not PageKind.CONTENT:
        return _unread(evidence)
    entry = link_naming(page.links, case.terms.thresholds["entry_words"])
    if entry is not None:
        return warns(
            "có mục thủ tục, dịch vụ công nhưng không thấy liên kết đến Cổng Dịch vụ công quốc gia",
            "an entry to procedures or services, but no link to the national portal was seen",
            entry=entry.text,
            entry_url=entry.url,
            **evidence,
        )
    if page.national_portal_named:
        return warns(
            "địa chỉ Cổng Dịch vụ công quốc gia có trong mã nguồn trang đầu nhưng không thấy liên kết",
            "the national portal's address stands in the first page's source, but no link was seen",
            **evidence,
        )
    if len(page.links) < case.terms.thresholds["readable_links"]:
        return _unread(evidence)
    return fails(
        case.terms.basis,
        "trang đầu không có liên kết đến Cổng Dịch vụ công quốc gia",
        "the first page has no link to the national portal",
        **evidence,
    )


def _unread(evidence: dict[str, object]) -> Finding:
    unread = undecided(
        "trang đầu không cho đọc trình đơn từ mã nguồn",
        "the first page's menu cannot be read from its source",
        **evidence,
    )
    return because(Cause.UNREADABLE, unread)


RULE = Rule(
    id="INFO-02",
    reads=("landing_page",),
    judge=judge,
    thresholds={"readable_links": Unit.COUNT, "entry_words": Unit.WORDS},
    depends_on=("landing_page",),
)
