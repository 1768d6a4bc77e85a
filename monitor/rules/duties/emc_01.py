"""EMC-01: the page carries the EMC tag, with its tracker over HTTPS and a site number.

Authority: TT 22/2023/TT-BTTTT, in force from 05/4/2024 (read through summaries only, so `criterion` and never `law`),
and the grading of QĐ 473/QĐ-BTTTT, which gives the EMC connection 5 of 100 points.
Sites launched since 05/4/2024 had to connect before use; older ones had until 05/4/2025.
Since 01/7/2026 NĐ 224/2026/NĐ-CP Điều 11 khoản 3 asks for the successor platform: advisory until its signature is
known.
An incomplete tag, or one over plain HTTP that browsers block, is a warning: the agency has begun, and a script that we
do not run may complete it. Only a page that shows its content without scripts and has nothing of the tag fails: a
language chooser or a greeting with hardly any links is not yet the portal.
Where a browser looked as well, what it saw decides what the source leaves open, and frees what the source would
accuse: a tag that a script puts in measures as well as one in the source.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided, warns
from probes.answer import PageKind
from probes.facts import EmcTag, LandingPage, RenderedPage


def judge(case: Case) -> Finding:
    """By what stands in the page's source; what scripts put in later counts where a browser saw it."""
    page: LandingPage = case.facts["landing_page"]
    rendered: RenderedPage | None = case.facts.get("rendered_page")
    tag = page.emc
    evidence: dict[str, object] = {
        "seen": tag.seen,
        "site_id": tag.site_id,
        "insecure": tag.insecure,
        "parts": list(tag.parts),
        "note": tag.note,
        "sha256": page.sha256,
    }
    if rendered is not None and rendered.tag_seen and not (tag.seen and tag.site_id is not None):
        return _by_browser(rendered, evidence)
    if tag.seen is None:
        return _undecided_by_source(rendered, case, evidence)
    return _complete(tag, evidence) if tag.seen else _incomplete(page, case, evidence)


def _by_browser(rendered: RenderedPage, evidence: dict[str, object]) -> Finding:
    """A tag that was seen at work, whatever the source says of it."""
    insecure = bool(evidence["insecure"]) or rendered.insecure
    both = {**evidence, "insecure": insecure, "site_id": rendered.site_id, "rendered_sha256": rendered.sha256}
    tag = EmcTag(seen=True, site_id=rendered.site_id, insecure=insecure, parts=(), note="")
    return _complete(tag, both)


def _undecided_by_source(rendered: RenderedPage | None, case: Case, evidence: dict[str, object]) -> Finding:
    if rendered is None or rendered.tag_seen is None:
        unreadable = undecided(
            "trang do kịch bản dựng nên không kết luận được từ mã nguồn",
            "scripts build the page, its source does not settle it",
            **evidence,
        )
        return because(Cause.UNREADABLE, unreadable)
    both = {**evidence, "rendered_sha256": rendered.sha256}
    if (rendered.text_length or 0) < case.terms.thresholds["readable_text"]:
        return undecided(
            "trang đầu chưa có nội dung riêng, kể cả trong trình duyệt",
            "the first page has hardly any content of its own, in a browser neither",
            **both,
        )
    return fails(
        case.terms.basis,
        "không thấy mã đo EMC, cả khi trang đã dựng trong trình duyệt",
        "no EMC tag, neither in the source nor in the page as a browser shows it",
        **both,
    )


def _complete(tag: EmcTag, evidence: dict[str, object]) -> Finding:
    if tag.insecure:
        return warns(
            "có mã đo EMC nhưng gọi qua HTTP, trình duyệt sẽ chặn trên trang HTTPS",
            "the EMC tag calls its tracker over plain HTTP, which browsers block on HTTPS pages",
            **evidence,
        )
    if tag.site_id is None:
        return undecided(
            "có mã đo EMC nhưng mã số trang không đọc được từ mã nguồn",
            "the EMC tag is there, its site number cannot be read from the source",
            **evidence,
        )
    return passes(
        f"thấy mã đo EMC, mã số trang {tag.site_id}",
        f"EMC tag seen, site number {tag.site_id}",
        **evidence,
    )


def _incomplete(page: LandingPage, case: Case, evidence: dict[str, object]) -> Finding:
    if page.emc.parts:
        return warns(
            "mã đo EMC chưa đủ thành phần",
            "the EMC tag is incomplete",
            **evidence,
        )
    if not _has_content(page, case):
        return undecided(
            "trang đầu chưa có nội dung riêng nên không kết luận được từ mã nguồn",
            "the first page has hardly any content of its own, its source does not settle it",
            links=len(page.links),
            **evidence,
        )
    return fails(
        case.terms.basis,
        "không thấy mã đo EMC trong mã nguồn trang",
        "no EMC tag in the page's source",
        **evidence,
    )


def _has_content(page: LandingPage, case: Case) -> bool:
    """Many links or much text: a splash page or a language chooser has neither, and the tag may stand behind it."""
    thresholds = case.terms.thresholds
    enough = len(page.links) >= thresholds["readable_links"] or (page.text_length or 0) >= thresholds["readable_text"]
    return page.kind is PageKind.CONTENT and enough


RULE = Rule(
    id="EMC-01",
    reads=("landing_page",),
    judge=judge,
    thresholds={"readable_links": Unit.COUNT, "readable_text": Unit.COUNT},
    depends_on=("landing_page", "rendered_page"),
)
