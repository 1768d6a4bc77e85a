"""A page's bytes made readable: character set, limits, and one parse that all readers share."""

from functools import cached_property

from bs4 import BeautifulSoup


class Document:
    """One HTML page, decoded and parsed once.

    Build it with `parse_document`, which refuses what is too large to be parsed whole.
    """

    def __init__(self, source: str, *, url: str, charset: str, problems: tuple[str, ...] = ()) -> None:
        """Keep the decoded source; parsing waits until somebody reads."""
        self.source = source
        self.url = url
        self.charset = charset
        self.problems = problems

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The tree, built by lxml on first use."""
        return BeautifulSoup(self.source, "lxml")
