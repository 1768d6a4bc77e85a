"""What a kept page said, as plain text: read without rendering, and cut off long before it could be dear. Pure."""

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

_MOST_BYTES = 200_000
_MOST_TAGS = 5_000
_LONGEST = 6_000  # characters shown
_UNSAID = ("script", "style", "noscript", "template", "svg", "head")


def page_text(body: bytes) -> str | None:
    """The text of a page, a line for each piece; `None` where it is too much markup to be read for a glance."""
    markup = body[:_MOST_BYTES]
    if markup.count(b"<") > 2 * _MOST_TAGS:
        return None
    with warnings.catch_warnings():
        for kind in (MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning):
            warnings.simplefilter("ignore", kind)  # that somebody published no HTML is theirs to know
        try:
            soup = BeautifulSoup(markup, "lxml")
        except (ParserRejectedMarkup, RecursionError):
            return None
    for element in soup(_UNSAID):
        element.decompose()
    lines = (" ".join(piece.split()) for piece in soup.stripped_strings)
    text = "\n".join(line for line in lines if line)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
