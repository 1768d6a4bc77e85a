"""Cursors come back as they went; what is none is refused, however it was made."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest

from monitor.web.api.paging import cursor_of, read_cursor

MARK = (datetime(2026, 11, 2, 1, 2, 3, 4, tzinfo=UTC), "i-1")


def made(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_cursor_comes_back_as_it_went() -> None:
    assert read_cursor(cursor_of(MARK)) == MARK


@pytest.mark.parametrize(
    "cursor",
    ["", "?", "a", made("x"), made("2026-11-02T01:02:03 i-1"), made("2026-11-02T01:02:03+00:00"),
     made("0001-01-01T00:00+07:00 i-1"), made("9999-12-31T23:59-07:00 i-1")],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_cursor(cursor)
