"""What the writing process knows of the store between its transactions, so that a round reads hardly anything.

Nothing is taken on trust: whether somebody else kept a round in between is asked in every transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, select

from monitor.storage.engine import among
from monitor.storage.present import Present, load_figures, load_present
from monitor.storage.rows import Prepared
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_ROUND

USED_AGAIN_AFTER = timedelta(days=1)  # how stale `last_used` may be; pruning allows for it
_MOST_BODIES = 100_000  # hashes remembered as lately used


class Ledger:
    """For one transaction at a time."""

    def __init__(self) -> None:
        """Know nothing."""
        self._presents: dict[str, Present] = {}
        self._used: dict[Table, dict[str, datetime]] = {EVIDENCE: {}, FACTS_PART: {}}
        self._touched: set[str] = set()
        self._drafts: dict[Table, dict[str, datetime]] = {EVIDENCE: {}, FACTS_PART: {}}

    def presents(self, connection: Connection, batch: Iterable[Prepared]) -> Mapping[str, Present]:
        """The present of each portal of the batch, with the figures of those that bring new ones."""
        portals, reading = set(), set()
        for item in batch:
            portals.add(item.round.portal)
            if item.figures:
                reading.add(item.round.portal)
        self._touched |= portals
        self._presents |= load_present(connection, portals - self._current(connection, portals))
        for portal, figures in load_figures(connection, reading).items():
            self._presents[portal].show(figures)
        return {portal: self._presents[portal] for portal in portals}

    def use(self, table: Table, times: Mapping[str, datetime]) -> dict[str, datetime]:
        """Of these uses of bodies by hash, those that the store has to be told; the others are as good as there."""
        known = self._used[table]
        told = {
            digest: at for digest, at in times.items() if digest not in known or at - known[digest] >= USED_AGAIN_AFTER
        }
        self._drafts[table] |= told
        return told

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the block to be true only if it ends well: else nothing was committed, and is forgotten here too."""
        committed = False
        try:
            yield
            committed = True
        finally:
            if committed:
                self._settle()
            for portal in () if committed else self._touched:
                self._presents.pop(portal, None)
            self._touched = set()
            self._drafts = {table: {} for table in self._used}

    def _settle(self) -> None:
        for portal in self._touched:
            self._presents[portal].settle()
        for table, draft in self._drafts.items():
            self._used[table] |= draft
            if len(self._used[table]) > _MOST_BODIES:
                self._used[table] = dict(draft)

    def _current(self, connection: Connection, portals: Collection[str]) -> set[str]:
        """The portals whose last round is the one that is known here."""
        known = {portal for portal in portals if portal in self._presents}
        if not known:
            return set()
        rows = connection.execute(
            select(LAST_ROUND.c.portal, LAST_ROUND.c.since, LAST_ROUND.c.ended).where(
                among(connection, LAST_ROUND.c.portal, sorted(known))
            )
        )
        kept = {row.portal: (row.since, row.ended) for row in rows}
        return {portal for portal in known if kept.get(portal) == self._presents[portal].kept}
