"""Incidents page by page: none twice and none left out, whatever opens meanwhile."""

from datetime import timedelta

import pytest

from monitor.rules.contract import Severity
from monitor.storage.engine import reading, writing
from monitor.storage.incident_pages import Mark, Wanted, read_page
from monitor.storage.incidents import put_incidents
from monitor.storage.store import Store
from tests.support.incidents import OPENED, incident

HOUR = timedelta(hours=1)


def keep(store: Store, *hours: int) -> None:
    with writing(store.engine) as connection:
        put_incidents(
            connection, [incident(id=f"i-{hour:02}", portal=f"p{hour}", opened=OPENED + hour * HOUR) for hour in hours]
        )


def page(store: Store, wanted: Wanted | None = None, *, limit: int = 100, after: Mark | None = None) -> list[str]:
    with reading(store.engine) as connection:
        return [item.id for item in read_page(connection, wanted or Wanted(), limit=limit, after=after)]


def test_pages_follow_one_another_although_another_one_opens(store: Store) -> None:
    keep(store, 1, 2, 3, 4, 5)
    assert page(store, limit=2) == ["i-05", "i-04"]
    keep(store, 6)
    assert page(store, limit=2, after=(OPENED + 4 * HOUR, "i-04")) == ["i-03", "i-02"]
    assert page(store, limit=2, after=(OPENED + 2 * HOUR, "i-02")) == ["i-01"]
    assert page(store, limit=2, after=(OPENED + HOUR, "i-01")) == []


def test_those_of_one_moment_are_told_apart_by_their_ids(store: Store) -> None:
    with writing(store.engine) as connection:
        put_incidents(connection, [incident(id=name, portal=name) for name in ("a", "b", "c")])
    assert page(store, limit=1, after=(OPENED, "c")) == ["b"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["c", "b", "a"]),
        (Wanted(open_only=True), ["c", "b"]),
        (Wanted(agency="x-2"), ["b"]),
        (Wanted(portal="p3"), ["c"]),
        (Wanted(rule="TLS-01"), ["c"]),
        (Wanted(severity=Severity.MAJOR), ["b", "a"]),
        (Wanted(since=OPENED + 2 * HOUR), ["c", "b"]),
        (Wanted(since=OPENED + HOUR), ["c", "b", "a"]),
        (Wanted(open_only=True, agency="nobody"), []),
    ],
)
def test_each_wish_narrows_the_list(store: Store, wanted: Wanted, found: list[str]) -> None:
    with writing(store.engine) as connection:
        put_incidents(
            connection,
            [
                incident(id="a", portal="p1", resolved=OPENED + HOUR, ended=OPENED),
                incident(id="b", portal="p2", agency="x-2", severity=Severity.MAJOR),
                incident(id="c", portal="p3", rule="TLS-01", severity=Severity.MINOR),
            ],
        )
    assert page(store, wanted) == found
