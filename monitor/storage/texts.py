"""JSON and texts of hostile origin made fit for any database: no lone surrogates, no NUL."""

import json
import re
from collections.abc import Mapping
from typing import Any

_UNFIT = re.compile("[\ud800-\udfff\x00]")
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: `json.dumps` makes one each time
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with what a database refuses replaced by U+FFFD."""
    return _UNFIT.sub("\ufffd", text)


def dump(value: Any) -> str:
    """Compact JSON; raises `TypeError` for what JSON cannot hold. (NUL stands escaped in it.)"""
    return _SURROGATE.sub("\ufffd", _COMPACT.encode(value))


def load_object(text: str) -> Mapping[str, Any]:
    """A JSON object as it was dumped."""
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def load_names(text: str) -> tuple[str, ...]:
    """A JSON array of texts as it was dumped."""
    return tuple(json.loads(text))


def load_array(text: str) -> tuple[Mapping[str, Any], ...]:
    """A JSON array of objects as it was dumped."""
    return tuple(json.loads(text))


def load_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """A JSON array of pairs of texts as it was dumped."""
    return tuple((name, value) for name, value in json.loads(text))
