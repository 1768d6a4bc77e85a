"""Cursors of tables: the key of the last row shown."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from fastapi.exceptions import RequestValidationError

from monitor.reports.exports.contract import Key, Kind, Table


def cursor_after(key: Key) -> str:
    """A key as text."""
    return urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def read_row_cursor(text: str, table: Table) -> Key:
    """The key again; raises 422 for what is no cursor of this table."""
    expected = tuple(int if table.column(name).kind is Kind.COUNT else str for name in table.key)
    try:
        key = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError as error:
        raise not_ours(text) from error
    if not isinstance(key, list) or tuple(type(part) for part in key) != expected:
        raise not_ours(text)
    return tuple(key)


def not_ours(text: str) -> RequestValidationError:
    """The 422 of a cursor that this list never gave."""
    wrong = {"type": "value_error", "loc": ("query", "cursor"), "msg": "no cursor of ours", "input": text}
    return RequestValidationError([wrong])
