"""Facts as JSON and back, by the types that the probes name; long fields stand apart, as they seldom change."""

import logging
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from monitor.storage.texts import dump, load_object
from probes.remembering import ByIdentity

LONG = 1000  # characters of JSON from which a field is kept once by its hash
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Facts ready to be kept: short fields as JSON, the hashes of the long ones by field, and these packed by hash."""

    facts: str
    parts: Mapping[str, str]
    packed: Mapping[str, bytes]

    @property
    def bodies(self) -> Mapping[str, str]:
        """The JSON of the long fields by hash."""
        return {digest: unpack(body) for digest, body in self.packed.items()}


@dataclass(frozen=True, slots=True)
class _Long:
    """A long field, written."""

    digest: str
    packed: bytes


# Facts of an unchanged page carry the very same tuple, which cannot change.
_LONG_FIELDS: ByIdentity[_Long] = ByIdentity(16_384)


def encode(facts: Any) -> Written:
    """Any facts record as JSON; raises `TypeError` or a pydantic error for what is none."""
    kind: type = type(facts)
    names = _names(kind)
    known = {name: found for name in names if (found := _known(getattr(facts, name))) is not None}
    plain = _adapter(kind).dump_python(facts, mode="json", exclude=set(known))
    text = dump(plain)
    if len(text) > LONG:
        fields = {name: dump(value) for name, value in plain.items()}
        long = {name: field for name, field in fields.items() if len(field) > LONG}
        known |= {name: _write_long(getattr(facts, name), field) for name, field in long.items()}
        text = _object((name, field) for name, field in fields.items() if name not in long)
    return Written(
        facts=text,
        parts={name: found.digest for name, found in known.items()},
        packed={found.digest: found.packed for found in known.values()},
    )


def _known(value: object) -> _Long | None:
    return _LONG_FIELDS.find(value) if isinstance(value, tuple) and value else None


def _write_long(value: object, text: str) -> _Long:
    made = _Long(sha256(text.encode()).hexdigest(), pack(text))
    return _LONG_FIELDS.put(value, made) if isinstance(value, tuple) else made


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


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a record that can be long and stay the same object."""
    return tuple(field.name for field in fields_of(kind)) if is_dataclass(kind) else ()


def _whole(facts: str, parts: Mapping[str, str], bodies: Mapping[str, str]) -> str:
    long = _object((name, bodies[digest]) for name, digest in parts.items())
    if "{}" in (facts, long):
        return facts if long == "{}" else long
    return f"{facts[:-1]},{long[1:]}"


def _object(fields: Iterator[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{dump(name)}:{text}" for name, text in fields) + "}"
