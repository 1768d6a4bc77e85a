"""Cursors: where the next page begins, in a form that nobody needs to understand."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from monitor.storage.incident_pages import Mark


def cursor_of(mark: Mark) -> str:
    """A mark as text."""
    at, name = mark
    return urlsafe_b64encode(f"{at.isoformat()} {name}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> Mark:
    """The mark again; raises `ValueError` for what is no cursor."""
    moment, space, name = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
    at = datetime.fromisoformat(moment)
    if not space or not name or at.utcoffset() is None:
        raise ValueError("no cursor")
    try:
        return at.astimezone(UTC), name
    except OverflowError as error:  # a time before the first year, by its offset
        raise ValueError("no cursor") from error
