"""What is written of each portal, kept until something of it changes: a scrape joins texts instead of making them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.metrics.families import PortalFamily
from monitor.metrics.judgement import VERDICTS
from monitor.metrics.lines import Lines, header
from monitor.metrics.portals import PORTAL_FAMILIES
from monitor.metrics.published import PUBLISHED_FAMILIES
from monitor.rollup.picture import PortalPicture

FAMILIES: tuple[PortalFamily, ...] = (*PORTAL_FAMILIES, *PUBLISHED_FAMILIES, VERDICTS)
_PIECE = 1 << 20  # bytes handed on at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One portal's lines, one text for each of `FAMILIES`, as they hold from `since` until before `until`; `rests` is
    what each of them was made of."""

    item: PortalPicture
    since: datetime
    until: datetime | None
    texts: tuple[bytes, ...]
    rests: tuple[object, ...]

    def holds(self, item: PortalPicture, at: datetime) -> bool:
        """Whether nothing has changed, and no time has come at which something changes by itself."""
        return self.item is item and self.in_time(at)

    def in_time(self, at: datetime) -> bool:
        """Whether nothing has changed by the passing of time."""
        return at == self.since or (self.since < at and (self.until is None or at < self.until))


class WrittenPortals:
    """For one thread at a time; what it gives may be read by others."""

    def __init__(self, *, simulated: bool) -> None:
        """Nothing is written yet."""
        self._lines = tuple(Lines(family.name, family.labels, simulated=simulated) for family in FAMILIES)
        self._written: dict[str, Written] = {}

    def of(self, portals: Iterable[PortalPicture], *, at: datetime) -> dict[str, Written]:
        """The lines of all these portals at a time (aware UTC), by portal; others are forgotten."""
        kept = self._written
        self._written = {item.portal.id: self._one(kept.get(item.portal.id), item, at) for item in portals}
        return self._written

    def _one(self, last: Written | None, item: PortalPicture, at: datetime) -> Written:
        if last is not None and last.holds(item, at):
            return last
        ends = (end for family in FAMILIES for end in family.ends(item) if end >= at)
        rests = tuple(family.rests_on(item) if family.rests_on else None for family in FAMILIES)
        if last is None or not last.in_time(at):
            texts = tuple(
                lines.of(family.samples(item, at)) for family, lines in zip(FAMILIES, self._lines, strict=True)
            )
        else:
            every = zip(FAMILIES, self._lines, rests, last.rests, last.texts, strict=True)
            texts = tuple(
                text if family.rests_on and new == old else lines.of(family.samples(item, at))
                for family, lines, new, old, text in every
            )
        return Written(item=item, since=at, until=min(ends, default=None), texts=texts, rests=rests)


def joined(family: int, written: Iterable[Written]) -> Iterator[bytes]:
    """One family of `FAMILIES`, by its place, over these portals: its header, then its lines piece by piece."""
    told = FAMILIES[family]
    piece = [header(told.name, told.documentation)]
    size = 0
    for one in written:
        text = one.texts[family]
        piece.append(text)
        size += len(text)
        if size >= _PIECE:
            yield b"".join(piece)
            piece, size = [], 0
    yield b"".join(piece)
