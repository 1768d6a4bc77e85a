"""Incidents of a period: those that opened within it, and those that were open at its end."""

from pathlib import Path

from monitor.storage.engine import reading
from monitor.storage.incidents import put_incidents
from monitor.storage.period_incidents import read_incident_counts
from monitor.storage.store import Store
from tests.support.incidents import incident
from tests.support.kept_rounds import FACTS_TYPES, PORTAL, after


def test_openings_are_counted_within_and_open_ones_at_the_end(tmp_path: Path) -> None:
    found = [
        incident(id="early", rule="A", portal=PORTAL, since=after(-9), opened=after(-9), resolved=after(20)),
        incident(id="within", rule="B", portal=PORTAL, since=after(1), opened=after(1), resolved=after(5)),
        incident(id="edge", rule="C", portal=PORTAL, since=after(0), opened=after(0)),
        incident(id="late", rule="D", portal=PORTAL, since=after(10), opened=after(10)),
        incident(id="other", rule="A", portal="q.portal", since=after(2), opened=after(2)),
    ]
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        with store.transaction() as connection:
            put_incidents(connection, found)
        with reading(store.engine) as connection:
            counts = read_incident_counts(connection, [PORTAL], start=after(0), end=after(10))
    assert counts.opened == {PORTAL: 2}
    assert counts.open_at_end == {PORTAL: 2}
