"""Which series a scrape asks for: those of some agencies' portals, of one shard of all portals, or none of portals."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from monitor.rollup.picture import PortalPicture

_MOST_SHARDS = 1000
_EXPECTED = {
    "agency": "an agency of the catalogue",
    "shard": f"K/N with 1 <= K <= N <= {_MOST_SHARDS}",
    "portals": "0 or 1",
    "aggregates": "0 or 1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """`agencies`: of these alone, all where it is empty. `shard`: of one part of all portals, the first of three is
    (1, 3). `portals` and `aggregates`: whether series of portals, and those of agencies, nation and daemon, are wanted
    at all."""

    agencies: frozenset[str] = frozenset()
    shard: tuple[int, int] | None = None
    portals: bool = True
    aggregates: bool = True

    def of(self, portals: Iterable[PortalPicture]) -> list[PortalPicture]:
        """The portals whose series are asked for."""
        return [item for item in portals if self.holds(item.portal.id, item.agency.id)] if self.portals else []

    def holds(self, portal: str, agency: str) -> bool:
        """Whether this portal's series are."""
        return (
            self.portals
            and (not self.agencies or agency in self.agencies)
            and (self.shard is None or _place(portal) % self.shard[1] == self.shard[0] - 1)
        )


EVERYTHING = Selection()


def selection(asked: Mapping[str, Collection[str]], *, agencies: Collection[str]) -> Selection:
    """What a query asks for, its values by name; `agencies` are those of the catalogue.

    Raises `ValueError` with one sentence for the first name or value that cannot be used.
    """
    for name, values in asked.items():
        if name not in _EXPECTED:
            raise ValueError(f"{name}: no such parameter; there are {', '.join(sorted(_EXPECTED))}")
        if name != "agency" and len(values) > 1:
            raise ValueError(f"{name}: given {len(values)} times; expected once")
    for one in asked.get("agency", ()):
        if one not in agencies:
            raise _wrong("agency", one)
    return Selection(
        agencies=frozenset(asked.get("agency", ())),
        shard=_shard(*asked["shard"]) if "shard" in asked else None,
        portals=_flag("portals", asked),
        aggregates=_flag("aggregates", asked),
    )


def _shard(text: str) -> tuple[int, int]:
    first, slash, second = text.partition("/")
    if slash and all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in (first, second)):
        part, of = int(first), int(second)
        if 1 <= part <= of <= _MOST_SHARDS:
            return part, of
    raise _wrong("shard", text)


def _flag(name: str, asked: Mapping[str, Collection[str]]) -> bool:
    for text in asked.get(name, ()):
        if text not in ("0", "1"):
            raise _wrong(name, text)
        return text == "1"
    return True


def _wrong(name: str, value: str) -> ValueError:
    return ValueError(f"{name}={value[:80]!a}: expected {_EXPECTED[name]}")


@lru_cache(200_000)
def _place(portal: str) -> int:
    """The same on every machine and after every restart; adding portals moves no other."""
    return int.from_bytes(sha256(portal.encode()).digest()[8:16], "big")
