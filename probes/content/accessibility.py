"""What shows without a person's judgement whether a page was made with disabled readers in mind; no WCAG audit."""

from lxml import etree

from probes.content.facts import Access
from probes.content.page import Page, elements, is_unshown

_IMAGES = etree.XPath("//img")
_FIELDS = etree.XPath("//input | //select | //textarea")
_LABELS = etree.XPath("//label[@for]")
_VIEWPORT = etree.XPath("//meta[translate(@name,'VIEWPORT','viewport')='viewport'][@content]")
_MOVING = etree.XPath("//blink | //marquee")
_NO_FIELDS = frozenset({"hidden", "submit", "button", "image", "reset"})
_NAMES = ("aria-label", "aria-labelledby", "title", "placeholder")
_MOST = 5000


def read_access(page: Page) -> Access:
    """Counts only; pictures of one pixel and what stands in `noscript` are not counted.

    An empty `alt` marks decoration and counts as a text. A `title` or a text inside the field counts as its label:
    doubtful for screen readers, and nothing to blame a portal for from outside.
    """
    images = [item for item in elements(_IMAGES, page.tree)[:_MOST] if not _is_pixel(item) and not is_unshown(item)]
    fields = [item for item in elements(_FIELDS, page.tree)[:_MOST] if _is_field(item)]
    named = frozenset(item.get("for") for item in elements(_LABELS, page.tree))
    return Access(
        language=page.document.language,
        viewport=bool(elements(_VIEWPORT, page.tree)),
        images=len(images),
        images_with_alt=sum(1 for item in images if _has_text(item)),
        fields=len(fields),
        fields_labelled=sum(1 for item in fields if _is_labelled(item, named)),
        moving=len(elements(_MOVING, page.tree)),
    )


def _is_pixel(item: etree._Element) -> bool:
    return {(item.get(side) or "").removesuffix("px") for side in ("width", "height")} & {"0", "1"} != set()


def _has_text(item: etree._Element) -> bool:
    decorative = item.get("role") in ("presentation", "none") or item.get("aria-hidden") == "true"
    return item.get("alt") is not None or decorative or bool(item.get("aria-label") or item.get("aria-labelledby"))


def _is_field(item: etree._Element) -> bool:
    return (item.get("type") or "").casefold() not in _NO_FIELDS and not is_unshown(item)


def _is_labelled(item: etree._Element, named: frozenset[str | None]) -> bool:
    if any((item.get(name) or "").strip() for name in _NAMES):
        return True
    if item.get("id") and item.get("id") in named:
        return True
    return any(around.tag == "label" for around in item.iterancestors())
