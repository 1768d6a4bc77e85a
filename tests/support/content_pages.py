"""Pages of invented portals as the readers of content are given them."""

from functools import cache
from pathlib import Path

from probes.answer import Answer
from probes.content.data import ContentData, load_content
from probes.content.page import Page
from probes.exchange import Exchange
from probes.fingerprints import Fingerprints, load_fingerprints
from probes.page_kind import classifier

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "pages" / "content"
HOME = "https://tinh-mau.test/"
HTML = "text/html; charset=utf-8"


@cache
def content_data() -> ContentData:
    """The words that we ship."""
    return load_content(ROOT / "config")


def answered(body: str | bytes, *, url: str = HOME, status: int = 200, content_type: str = HTML) -> Answer:
    """A page as a portal answers it, with its kind."""
    given = body.encode() if isinstance(body, str) else body
    headers = (("content-type", content_type),)
    exchange = Exchange(url=url, final_url=url, status=status, headers=headers, body=given)
    return classifier(_fingerprints())(exchange)


@cache
def _fingerprints() -> Fingerprints:
    return load_fingerprints(ROOT / "config")


def page_of(body: str) -> Page:
    """Some markup as a page of the invented portal."""
    answer = answered(f"<html><body>{body}</body></html>")
    assert answer.document is not None
    return Page(answer.document)


def page_named(name: str) -> Answer:
    """A page of `tests/pages/content`."""
    return answered((PAGES / f"{name}.html").read_bytes())
