"""`api_tokens.toml`: who may use the API for what, read with every mistake at once and without showing a secret."""

from pathlib import Path
from typing import Any

from monitor.rules.table import DAY, Form, Table, open_table, shown, some_of
from monitor.tokens.hashing import NAME, is_hash
from monitor.tokens.records import ApiToken, Scope
from probes.mistakes import DataError, Mistake

FILE = "api_tokens.toml"

_HASH_EXPECTED = "the line that `emc-monitor tokens create` prints"
_SCOPES = some_of(Scope)


def _name(value: Any) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError
    return value


_NAME = Form(expected="small letters, digits and hyphens, at most 63", read=_name, blank="")
_ANYTHING: Form[Any] = Form(expected=_HASH_EXPECTED, read=lambda value: value, blank=None)


def read_tokens(folder: Path) -> tuple[ApiToken, ...]:
    """The tokens of the folder; none where there is no file. Raises `DataError` with every mistake."""
    path = folder / FILE
    mistakes: list[Mistake] = []
    table = open_table(path, FILE, mistakes) if path.exists() else None
    tokens = _tokens(table) if table is not None else ()
    if mistakes:
        raise DataError(mistakes)
    return tokens


def _tokens(table: Table) -> tuple[ApiToken, ...]:
    tokens = tuple(_token(below) for below in (table.tables("token") if table.has("token") else ()))
    table.done()
    names = [token.name for token in tokens]
    for number, name in enumerate(names, start=1):
        if name and name in names[: number - 1]:
            table.wrong(f"token[{number}].name", f"{shown(name)} is there twice", "a name of its own")
    return tokens


def _token(table: Table) -> ApiToken:
    hashed = table.need("hash", _ANYTHING)
    if hashed is not None and not is_hash(hashed):
        table.wrong("hash", "no such hash", _HASH_EXPECTED)  # not shown: somebody may have pasted the secret itself
    token = ApiToken(
        name=table.need("name", _NAME),
        hash=str(hashed),
        scopes=table.need("scopes", _SCOPES),
        expires=table.need("expires", DAY),
    )
    table.done()
    return token
