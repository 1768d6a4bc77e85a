"""Pages that lead elsewhere instead of showing something: refresh, script, frame, a form that sends itself."""

import re
from urllib.parse import urljoin

from lxml import etree

from probes.page_kinds.signs import Signs, elements
from probes.visible_text import is_hidden, visible_text

_META = etree.XPath("//meta[@http-equiv]")
_SCRIPTS = etree.XPath("//script")
_FRAMES = etree.XPath("//frame[@src] | //iframe[@src][not(ancestor::noscript)]")
_ANCHORS = etree.XPath("//a[@href]")
_FORMS = etree.XPath("//form[not(ancestor::noscript)]")
_ASKED = etree.XPath(
    ".//input[not(ancestor::noscript)][not(translate(@type,'HIDENSUBMTO','hidensubmto')='hidden')]"
    "[not(translate(@type,'HIDENSUBMTO','hidensubmto')='submit')]"
    "[not(translate(@type,'HIDENSUBMTO','hidensubmto')='button')] | .//textarea | .//select | .//a[@href] | .//img"
)

_REFRESH = re.compile(r"^\s*(\d{0,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\s\"'>]+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"location(?:\.href)?\s*=(?!=)\s*[\"']([^\"'\s]{1,2000})[\"']"
    r"|location\.(?:replace|assign)\s*\(\s*[\"']([^\"'\s]{1,2000})[\"']"
)
_SOMEWHERE = re.compile(r"location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(")
_SUBMITS = re.compile(r"\bsubmit(?:\.call)?\s*\(|\.click\s*\(\s*\)|requestSubmit\s*\(")
_POSTBACK = "__doPostBack"  # ASP.NET's own function, which waits for a click
_FILLING = re.compile(
    r"(?:^|[;\s])(?:min-)?height\s*:\s*(?:100\s*(?:%|vh)|calc|[5-9]\d\d|\d{4})|position\s*:\s*(?:fixed|absolute)"
)
_LARGE = 500  # pixels; lower frames show a map or a counter

_REDIRECT_SECONDS = 60  # a later refresh is a page that renews itself
_REDIRECT_TEXT = 250
_NO_TEXT = 20
_FORM_TEXT = 80
_CODE = 20_000


def redirect_target(signs: Signs, *, app_root: bool) -> str | None:
    """Where a page without text of its own sends its visitor: absolute URL, or empty when a script decides.

    `app_root`: an application's root is there, so its scripts fill the page first.
    """
    if signs.document is None or len(signs.visible) > _REDIRECT_TEXT:
        return None
    for meta in elements(_META, signs.document):
        found = _REFRESH.search(meta.get("content") or "")
        if found and (meta.get("http-equiv") or "").lower() == "refresh" and int(found[1] or 0) <= _REDIRECT_SECONDS:
            return _absolute(signs, found[2])
    return None if app_root else _script_target(signs)


def frame_target(signs: Signs) -> str | None:
    """The page shown in the frame that fills this one: nothing else on it, or little text around a large frame."""
    if len(signs.visible) > _REDIRECT_TEXT or signs.has_menu:
        return None
    bare = len(signs.visible) < _NO_TEXT
    alone = len(signs.visible) < _REDIRECT_TEXT // 2 and not elements(_ANCHORS, signs.document)
    frames = [frame for frame in elements(_FRAMES, signs.document) if not _is_invisible(frame)]
    frame = next((frame for frame in frames if bare or _fills(frame, alone=alone)), None)
    return None if frame is None else _absolute(signs, frame.get("src") or "")


def _is_invisible(frame: etree._Element) -> bool:
    return is_hidden(frame) or any(frame.get(side) in {"0", "1", "0px", "1px"} for side in ("width", "height"))


def _fills(frame: etree._Element, *, alone: bool) -> bool:
    """Whether a frame takes the page; without a size of its own a style sheet gives it one, if it stands alone."""
    height = (frame.get("height") or "").strip().removesuffix("px")
    if frame.tag == "frame" or height in {"100%", "100vh"} or (height.isdecimal() and int(height[:6]) >= _LARGE):
        return True
    style = (frame.get("style") or "").lower()
    return _FILLING.search(style) is not None or (alone and not height and "height" not in style)


def _script_target(signs: Signs) -> str | None:
    codes = _codes(signs)
    for code in codes:
        found = _LOCATION.search(code)
        if found:
            return _absolute(signs, found[1] or found[2])
    form = _sent_form(signs, codes)
    if form is not None:
        return _absolute(signs, form.get("action") or "")
    return "" if len(signs.visible) < _NO_TEXT and any(_SOMEWHERE.search(code) for code in codes) else None


def _codes(signs: Signs) -> list[str]:
    body = signs.document.tree.find("body") if signs.document else None
    codes = [body.get("onload") or ""] if body is not None else []
    codes += [script.text or "" for script in elements(_SCRIPTS, signs.document) if not script.get("src")]
    return [code[:_CODE] for code in codes]


def _sent_form(signs: Signs, codes: list[str]) -> etree._Element | None:
    """The form that a script sends by itself: it asks nothing, and nothing is said around it."""
    if not any(_SUBMITS.search(code) and _POSTBACK not in code for code in codes):
        return None
    forms = (form for form in elements(_FORMS, signs.document) if not _ASKED(form))
    return next((form for form in forms if len(visible_text(form)) <= _FORM_TEXT and not signs.has_menu), None)


def _absolute(signs: Signs, address: str) -> str:
    try:
        return urljoin(signs.exchange.final_url, address)
    except ValueError:
        return address
