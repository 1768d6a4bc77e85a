"""Which elements of a page make blocks of text, which are never read, and which people do not see."""

import re

from probes.markup import Element

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "select",
        "textarea",
        "svg",
        "head",
        "iframe",
        "object",
        "embed",
        "noscript",
        "pre",
        "code",
        "math",
        "audio",
        "video",
        "canvas",
        "map",
        "option",
        "datalist",
        "title",
        "del",
        "s",
        "strike",
        "sup",
    ]
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def is_withdrawn(element: Element) -> bool:
    """Whether the element is struck out: its publisher has taken it back."""
    return "line-through" in element.attrs.get("style", "")


def is_hidden(element: Element) -> bool:
    """Whether the element itself is hidden by attribute or style."""
    attributes = element.attrs
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("type") == "hidden":
        return True
    style = attributes.get("style")
    return style is not None and _HIDING.search(style) is not None
