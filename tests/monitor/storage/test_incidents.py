"""Incidents, their events and the counting come back as they were kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.incidents.records import Event, Happening, Tally
from monitor.rules.contract import Severity
from monitor.storage.engine import reading, writing
from monitor.storage.incidents import add_events, load_tallies, put_incidents, put_tallies, read_incidents
from monitor.storage.store import Store
from tests.support.incidents import OPENED, incident

HOUR = timedelta(hours=1)


def happened(happening: Happening, at: datetime, **changes: str) -> Event:
    texts = {"incident": "i-1", "reason": "lý do", "reason_en": "reason"} | changes
    return Event(happening=happening, at=at, **texts)


def test_an_incident_comes_back_with_everything_that_happened_in_order(store: Store) -> None:
    kept = incident(cause="address 192.0.2.1", features={"address": "192.0.2.1"}, note="đã rõ")
    events = (happened(Happening.OPENED, OPENED), happened(Happening.ACKNOWLEDGED, OPENED + HOUR, by="trực ban"))
    with writing(store.engine) as connection:
        put_incidents(connection, [kept])
        add_events(connection, events)
    with reading(store.engine) as connection:
        assert read_incidents(connection) == (replace(kept, events=events),)


def test_what_stands_is_written_again_and_what_it_is_stays(store: Store) -> None:
    with writing(store.engine) as connection:
        put_incidents(connection, [incident()])
        put_incidents(connection, [incident(severity=Severity.MAJOR, resolved=OPENED + HOUR, portal="another")])
    with reading(store.engine) as connection:
        (found,) = read_incidents(connection)
    assert (found.severity, found.resolved, found.portal) == (Severity.MAJOR, OPENED + HOUR, "x-vinh-mau-portal")


def test_open_ones_and_those_resolved_lately_can_be_asked_for(store: Store) -> None:
    with writing(store.engine) as connection:
        put_incidents(
            connection,
            [
                incident(id="i-1", resolved=OPENED + HOUR),
                incident(id="i-2", resolved=OPENED + 3 * HOUR, opened=OPENED + HOUR),
                incident(id="i-3", portal="other", opened=OPENED + 2 * HOUR),
            ],
        )
    with reading(store.engine) as connection:
        assert [item.id for item in read_incidents(connection)] == ["i-3", "i-2", "i-1"]
        assert [item.id for item in read_incidents(connection, open_only=True)] == ["i-3"]
        assert [item.id for item in read_incidents(connection, since=OPENED + 2 * HOUR)] == ["i-3", "i-2"]
        assert [item.id for item in read_incidents(connection, portals=["other"])] == ["i-3"]
        assert [item.id for item in read_incidents(connection, ids=["i-1"])] == ["i-1"]
        assert [item.id for item in read_incidents(connection, limit=1)] == ["i-3"]


def test_hostile_text_is_made_fit_for_the_database(store: Store) -> None:
    with writing(store.engine) as connection:
        put_incidents(connection, [incident(reason="a\x00b\ud800")])
        add_events(connection, [happened(Happening.OPENED, OPENED, reason="\x00")])
    with reading(store.engine) as connection:
        (found,) = read_incidents(connection)
    assert (found.reason, found.events[0].reason) == ("a\ufffdb\ufffd", "\ufffd")


def test_counting_goes_on_where_it_was(store: Store) -> None:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    tally = Tally(portal="p", rule="TLS-01", failed=2, since=at, holds_until=at + HOUR, severity=Severity.MAJOR)
    other = replace(tally, rule="REACH-01", incident="i-9", ended=at)
    with writing(store.engine) as connection:
        put_tallies(connection, {("p", "TLS-01"): tally, ("p", "REACH-01"): other})
        put_tallies(connection, {("p", "TLS-01"): replace(tally, failed=3), ("p", "REACH-01"): None})
    with reading(store.engine) as connection:
        assert load_tallies(connection) == {("p", "TLS-01"): replace(tally, failed=3)}
