"""INFO-07: the page carries metadata ("dữ liệu đặc tả").

Authority: NĐ 224/2026/NĐ-CP Điều 11 khoản 5; before, NĐ 43/2011/NĐ-CP Điều 14, to 14/8/2022. The law names no
elements: a description or Dublin Core passes, keywords and share cards alone are a note. What scripts put in later is
not seen here.
"""

from monitor.rules.contract import Case, Finding, Rule, Unit
from monitor.rules.findings import fails, passes, warns
from monitor.rules.first_page import unread
from probes.answer import PageKind
from probes.facts import LandingPage
from probes.remembering import ByIdentity

_UNREADABLE = "unreadable:"


def judge(case: Case) -> Finding:
    """By the names of `<meta>` elements whose content is not empty."""
    page: LandingPage = case.facts["landing_page"]
    names = _names(page.meta)
    enough = _of(names, case.terms.thresholds["enough"])
    some = _of(names, case.terms.thresholds["some"])
    evidence: dict[str, object] = {"meta": sorted(names)[:50], "links": len(page.links), "sha256": page.sha256}
    if enough:
        return passes(
            f"trang có dữ liệu đặc tả ({', '.join(enough[:3])})",
            f"metadata are there ({', '.join(enough[:3])})",
            **evidence,
        )
    readable = page.kind is PageKind.CONTENT and len(page.links) >= case.terms.thresholds["readable_links"]
    if not readable or any(problem.startswith(_UNREADABLE) for problem in page.problems):
        return unread(_Shown(page), meta=evidence["meta"], sha256=page.sha256)
    if some:
        return warns(
            f"chỉ có {', '.join(some[:3])}, chưa có mô tả trang",
            f"only {', '.join(some[:3])}, no description of the page",
            **evidence,
        )
    return fails(case.terms.basis, "trang không có dữ liệu đặc tả", "the page has no metadata", **evidence)


class _Shown:
    """The first page as its landing page facts show it: menu words are not among them."""

    entries = 0
    scripted_menu = False

    def __init__(self, page: LandingPage) -> None:
        """Keep what is needed."""
        self.kind: PageKind | None = page.kind
        self.links = len(page.links)


def _names(meta: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Links of an unchanged page are the very same tuple, and so are its metadata."""
    return _NAMES.find(meta) or _NAMES.put(meta, frozenset(name for name, content in meta if content.strip()))


def _of(names: frozenset[str], wanted: tuple[str, ...]) -> list[str]:
    """Names that are wanted; a wanted one that ends in a stop or colon is the beginning of a name."""
    return sorted(
        name
        for name in names
        if any(name == want or (want.endswith((".", ":")) and name.startswith(want)) for want in wanted)
    )


_NAMES: ByIdentity[frozenset[str]] = ByIdentity(16_384)

RULE = Rule(
    id="INFO-07",
    reads=("landing_page",),
    judge=judge,
    thresholds={"enough": Unit.WORDS, "some": Unit.WORDS, "readable_links": Unit.COUNT},
    depends_on=("landing_page",),
)
