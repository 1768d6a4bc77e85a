"""Pages with hardly any text: those that scripts fill, and those with nothing on them."""

import re
from itertools import chain

from lxml import etree

from probes.fingerprints import Fingerprints
from probes.page_kinds.signs import Signs, elements, fold
from probes.visible_text import visible_text

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

_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[a-z]{2,}")
_WORDS = re.compile(r"\w")
_DATA = re.compile(
    r"^(?:application/(?:ld\+)?json|text/(?:plain|html|template|x-[\w-]+)|importmap|speculationrules)$", re.IGNORECASE
)
_TRACKER_WITHIN = 4000  # characters of an inline script

_APP_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "app-root"})
_SHELL_TEXT = 800
_ROOT_TEXT = 60
_BESIDE_LABELS = 200
_EMPTY_REGION_TEXT = 1500


def has_app_root(signs: Signs) -> bool:
    """Whether an application's own root is there."""
    return shell_root(signs, _APP_ROOTS) is not None


def script_shell(signs: Signs, fingerprints: Fingerprints) -> str | None:
    """The sign that scripts have yet to fill this page, or `None`."""
    if signs.document is None or len(signs.visible) > _SHELL_TEXT or not elements(_SCRIPTS, signs.document):
        return None
    root = shell_root(signs, fingerprints.shell_roots)
    if root is not None and len(visible_text(root)) <= _ROOT_TEXT:
        return f"app root “{root.get('id') or root.tag}” without text"
    if len(fold(signs.visible)) < 20 and _scripts_can_fill(signs):
        return "scripts and no text"
    if not _WORDS.search(signs.visible) and _scripts_act(signs, fingerprints):
        return "no text, and a script to write it"
    return _unfilled_labels(signs, fingerprints)


def nothing_on_it(signs: Signs) -> str | None:
    """The sign that a page has nothing to show, or `None`; menus and footers around an empty main region count."""
    if not _WORDS.search(signs.visible):
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


def _scripts_act(signs: Signs, fingerprints: Fingerprints) -> bool:
    """A script that may write the page, submit a form or ask for a proof; trackers and data do not."""
    if elements(_PICTURES, signs.document) or elements(_FRAMES, signs.document) or _hidden_text(signs):
        return False
    for script in elements(_SCRIPTS, signs.document):
        said = (script.get("src") or script.text or "").strip()
        known = any(tracker in said[:_TRACKER_WITHIN] for tracker in fingerprints.trackers)
        if said and not known and not _DATA.match((script.get("type") or "").strip()):
            return True
    return False


def _hidden_text(signs: Signs) -> bool:
    """Whether there is text that style or attribute hides: export tables, tabs not yet opened."""
    return bool(elements(_HIDDEN_WITH_TEXT, signs.document))


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
