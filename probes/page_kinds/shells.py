"""Pages with hardly any text: those that lead elsewhere, those that scripts fill, and those with nothing on them."""

import re
from itertools import chain
from urllib.parse import urljoin

from lxml import etree

from probes.fingerprints import Fingerprints
from probes.page_kinds.signs import Signs, elements, fold
from probes.visible_text import visible_text

_META = etree.XPath("//meta[@http-equiv]")
_SCRIPTS = etree.XPath("//script")
_SOURCED = etree.XPath("//script[@src]")
_FRAMES = etree.XPath("//frame[@src] | //iframe[@src][not(ancestor::noscript)]")
_WITH_ID = etree.XPath("//*[@id]")
_ALL = etree.XPath("//body//*")
_PICTURES = etree.XPath(
    "//img[@src][not(ancestor::noscript)][not(@width='1')][not(@height='1')][not(@width='0')][not(@height='0')]"
    " | //object | //embed | //canvas | //svg | //video | //input[not(@type='hidden')] | //button"
)
_FILLED = etree.XPath(
    ".//img | .//iframe | .//form | .//input | .//canvas | .//object | .//embed | .//svg | .//video | .//table"
)
_FILLABLE = etree.XPath("//body//*[not(self::script or self::noscript or self::style or self::link or self::br)]")
_HIDDEN_WITH_TEXT = etree.XPath(
    "//body//*[not(self::script or self::noscript or self::style or self::template)]"
    "[not(ancestor::noscript)][text()[normalize-space()]]"
)
_DROPZONE = etree.XPath("descendant-or-self::*[contains(concat(' ', normalize-space(@class), ' '), ' empty ')]")

_REFRESH = re.compile(r"^\s*(\d{0,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\s\"'>]+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"location(?:\.href)?\s*=(?!=)\s*[\"']([^\"'\s]{1,2000})[\"']"
    r"|location\.(?:replace|assign)\s*\(\s*[\"']([^\"'\s]{1,2000})[\"']"
)
_SOMEWHERE = re.compile(r"location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(")
_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[a-z]{2,}")

_REDIRECT_SECONDS = 60  # a later refresh is a page that renews itself
_REDIRECT_TEXT = 250
_SHELL_TEXT = 800
_ROOT_TEXT = 60
_BESIDE_LABELS = 200
_EMPTY_REGION_TEXT = 1500


def redirect_target(signs: Signs) -> str | None:
    """Where a page without text of its own sends its visitor: absolute URL, or empty when a script decides."""
    if signs.document is None or len(signs.visible) > _REDIRECT_TEXT:
        return None
    for meta in elements(_META, signs.document):
        found = _REFRESH.search(meta.get("content") or "")
        if found and (meta.get("http-equiv") or "").lower() == "refresh" and int(found[1] or 0) <= _REDIRECT_SECONDS:
            return _absolute(signs, found[2])
    if shell_root(signs, frozenset({"root", "app", "__next", "__nuxt", "app-root"})) is not None:
        return None
    return _script_target(signs)


def frame_target(signs: Signs) -> str | None:
    """The page shown in the frame of a page that has nothing else on it."""
    if len(signs.visible) > _REDIRECT_TEXT:
        return None
    frame = next(iter(elements(_FRAMES, signs.document)), None)
    return None if frame is None else _absolute(signs, frame.get("src") or "")


def script_shell(signs: Signs, fingerprints: Fingerprints) -> str | None:
    """The sign that scripts have yet to fill this page, or `None`."""
    if signs.document is None or len(signs.visible) > _SHELL_TEXT or not elements(_SCRIPTS, signs.document):
        return None
    root = shell_root(signs, fingerprints.shell_roots)
    if root is not None and len(visible_text(root)) <= _ROOT_TEXT:
        return f"app root “{root.get('id') or root.tag}” without text"
    if len(fold(signs.visible)) < 20 and _scripts_can_fill(signs):
        return "scripts and no text"
    return _unfilled_labels(signs, fingerprints)


def nothing_on_it(signs: Signs) -> str | None:
    """The sign that a page has nothing to show, or `None`; menus and footers around an empty main region count."""
    if not re.search(r"\w", signs.visible):
        seen = elements(_PICTURES, signs.document) or elements(_FRAMES, signs.document) or _hidden_text(signs)
        return None if seen else "no text"
    if signs.main is None or signs.main_text or len(signs.visible) > _EMPTY_REGION_TEXT or _FILLED(signs.main):
        return None
    if _DROPZONE(signs.main) or not elements(_SOURCED, signs.document):
        return "main region without content"
    return None


def shell_root(signs: Signs, roots: frozenset[str]) -> etree._Element | None:
    """The element that scripts fill: by id or by tag name."""
    if signs.document is None:
        return None
    by_id = (item for item in elements(_WITH_ID, signs.document) if item.get("id") in roots)
    by_tag = (item for item in elements(_ALL, signs.document) if item.tag in roots and "-" in str(item.tag))
    return next(chain(by_id, by_tag), None)


def _scripts_can_fill(signs: Signs) -> bool:
    """Scripts from elsewhere, and an element in the body for them to fill; a bare tracker fills nothing."""
    if not elements(_SOURCED, signs.document) or elements(_PICTURES, signs.document):
        return False
    return bool(elements(_FILLABLE, signs.document)) and not _hidden_text(signs)


def _hidden_text(signs: Signs) -> bool:
    """Whether there is text that style or attribute hides: export tables, tabs not yet opened."""
    return bool(elements(_HIDDEN_WITH_TEXT, signs.document))


def _script_target(signs: Signs) -> str | None:
    body = signs.document.tree.find("body") if signs.document else None
    codes = [body.get("onload") or ""] if body is not None else []
    codes += [script.text or "" for script in elements(_SCRIPTS, signs.document) if not script.get("src")]
    for code in codes:
        found = _LOCATION.search(code[:20_000])
        if found:
            return _absolute(signs, found[1] or found[2])
    return "" if len(signs.visible) < 20 and any(_SOMEWHERE.search(code[:20_000]) for code in codes) else None


def _absolute(signs: Signs, address: str) -> str:
    try:
        return urljoin(signs.exchange.final_url, address)
    except ValueError:
        return address


def _unfilled_labels(signs: Signs, fingerprints: Fingerprints) -> str | None:
    text = f" {signs.text} "
    labels = [label for label in fingerprints.count_labels if label in text]
    if len(labels) < 2:
        return None
    numbers = [number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number.strip(".,"))]
    if any(re.search(r"[1-9]", number) for number in numbers):
        return None
    for words in sorted((*fingerprints.count_labels, *fingerprints.neutral_words), key=len, reverse=True):
        text = text.replace(words, " ")
    beside = sum(len(word) for word in _WORD.findall(text))
    return f"count labels without values ({', '.join(labels[:2])})" if beside <= _BESIDE_LABELS else None
