"""What stands at present for each portal of a batch, and how newer rounds move it before anything is written."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select

from monitor.rules.contract import Span
from monitor.storage.engine import among
from monitor.storage.published import Published
from monitor.storage.rows import Prepared, Row, last_round
from monitor.storage.spans import Continued, continue_span
from monitor.storage.stretches import Stretches
from monitor.storage.tables import FIGURE, LAST_ROUND, VERDICT
from probes.failures import State


class Present:
    """One portal's present; `since` of its last round decides what is newer."""

    def __init__(self, last: Row | None, *, verdicts: Iterable[Row]) -> None:
        """Start from the portal's last round and its verdicts that have not ended."""
        self.last = last
        self.stretches = Stretches(verdicts)
        self.published = Published(())
        self.spans: dict[datetime, Row] = {}
        self.looks: dict[str, Row] = {}
        self.memories: dict[str, Row] = {}

    @property
    def kept(self) -> tuple[datetime, datetime] | None:
        """What identifies the last round that the store holds; `None` before the first one."""
        return (self.last["since"], self.last["ended"]) if self.last else None

    def show(self, figures: Iterable[Row]) -> None:
        """The figures that the portal shows, needed where a round brings others."""
        self.published = Published(figures)

    def settle(self) -> None:
        """What was to be written is written."""
        self.stretches.settle()
        self.published = Published(())
        self.spans, self.looks, self.memories = {}, {}, {}

    def advance(self, item: Prepared) -> bool:
        """Let a round move everything, if it is newer than the last one; else nothing. Tells which."""
        round_ = item.round
        if self.last is not None and round_.since <= self.last["since"]:
            return False
        continued = continue_span(
            _span(self.last), state=round_.state, since=round_.since, holds_until=round_.holds_until
        )
        self._take_span(continued, portal=round_.portal, last_look=round_.since)
        if self.stretches.judge(item):
            for row in item.observations:
                row["held"] = True
        self._take_looks(item)
        figures_at = self.last["figures_at"] if self.last else None
        if item.figures:
            self.published.read(item.figures)
            figures_at = item.figures[0]["last_seen"]
        self.last = last_round(item, state_since=continued.present.start, figures_at=figures_at)
        return True

    def _take_span(self, continued: Continued, *, portal: str, last_look: datetime) -> None:
        ended = continued.ended
        if ended is not None and self.last is not None:
            self.spans[ended.start] = _span_row(ended, portal=portal, last_look=self.last["since"])
        self.spans[continued.present.start] = _span_row(continued.present, portal=portal, last_look=last_look)

    def _take_looks(self, item: Prepared) -> None:
        for row in item.observations:
            probe, before = row["probe"], self.looks.get(row["probe"], {})
            seen = row["id"] if row["facts"] is not None else before.get("seen")
            self.looks[probe] = {"portal": row["portal"], "probe": probe, "observation": row["id"], "seen": seen}
        self.memories.update((row["probe"], row) for row in item.memories)


def load_present(connection: Connection, portals: Collection[str]) -> dict[str, Present]:
    """The present of each of the portals, without its figures, in two questions however many they are."""
    if not portals:
        return {}
    names = list(portals)
    last = {
        row["portal"]: dict(row)
        for row in connection.execute(
            select(LAST_ROUND).where(among(connection, LAST_ROUND.c.portal, names))
        ).mappings()
    }
    verdicts = _by_portal(
        connection.execute(
            select(VERDICT).where(among(connection, VERDICT.c.portal, names), VERDICT.c.ended.is_(None))
        ).mappings()
    )
    for name, rows in verdicts.items():
        for row in rows if name in last else ():
            row["last_at"] = last[name]["since"]  # a verdict that stands was given by the last round
    return {name: Present(last.get(name), verdicts=verdicts.get(name, ())) for name in names}


def load_figures(connection: Connection, portals: Collection[str]) -> dict[str, list[Row]]:
    """The figures that these portals show."""
    if not portals:
        return {}
    shown = select(FIGURE).join(LAST_ROUND, SHOWN).where(LAST_ROUND.c.portal.in_(list(portals))).order_by(FIGURE.c.id)
    return _by_portal(connection.execute(shown).mappings())


SHOWN = and_(FIGURE.c.portal == LAST_ROUND.c.portal, FIGURE.c.last_seen == LAST_ROUND.c.figures_at)


def _by_portal(rows: Iterable[RowMapping]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["portal"], []).append(dict(row))
    return grouped


def _span(last: Row | None) -> Span | None:
    if last is None:
        return None
    return Span(state=State(last["state"]), start=last["state_since"], end=last["holds_until"])


def _span_row(span: Span, *, portal: str, last_look: datetime) -> dict[str, Any]:
    return {
        "portal": portal,
        "starts": span.start,
        "state": span.state.value,
        "last_look": last_look,
        "ends": span.end,
    }
