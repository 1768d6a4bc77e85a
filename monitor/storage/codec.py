"""Facts as JSON and back, by the types that the probes name; long fields stand apart, as they seldom change."""

import logging
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from monitor.storage.texts import dump, load_object

LONG = 1000  # characters of JSON from which a field is kept once by its hash
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Facts ready to be kept: short fields as JSON, the hashes of the long ones by field, and their JSON by hash."""

    facts: str
    parts: Mapping[str, str]
    bodies: Mapping[str, str]


def encode(facts: Any) -> Written:
    """Any facts record as JSON; raises `TypeError` or a pydantic error for what is none."""
    kind: type = type(facts)
    fields = {name: dump(value) for name, value in _adapter(kind).dump_python(facts, mode="json").items()}
    long = {name: text for name, text in fields.items() if len(text) > LONG}
    parts = {name: sha256(text.encode()).hexdigest() for name, text in long.items()}
    return Written(
        facts=_object((name, text) for name, text in fields.items() if name not in long),
        parts=parts,
        bodies={parts[name]: text for name, text in long.items()},
    )


class Decoder:
    """Reads facts of the probes it was given; others, and what no longer fits its type, are read as `None`."""

    def __init__(self, facts_types: Mapping[str, type]) -> None:
        """`facts_types` is by probe name."""
        self._types = dict(facts_types)

    def decode(self, probe: str, facts: str | None, *, parts: str, bodies: Mapping[str, str]) -> Any | None:
        """The typed facts; `bodies` holds the long fields by hash."""
        kind = self._types.get(probe)
        if kind is None or facts is None:
            return None
        try:
            return _adapter(kind).validate_json(_whole(facts, load_object(parts), bodies))
        except (ValidationError, KeyError) as error:
            _LOG.warning("facts of probe %s cannot be read any more: %s", probe, error)
            return None


def pack(text: str) -> bytes:
    """JSON compressed for the store."""
    return zlib.compress(text.encode())


def unpack(body: bytes) -> str:
    """What `pack` made."""
    return zlib.decompress(body).decode()


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _whole(facts: str, parts: Mapping[str, str], bodies: Mapping[str, str]) -> str:
    long = _object((name, bodies[digest]) for name, digest in parts.items())
    if "{}" in (facts, long):
        return facts if long == "{}" else long
    return f"{facts[:-1]},{long[1:]}"


def _object(fields: Iterator[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{dump(name)}:{text}" for name, text in fields) + "}"
