"""The audit comes back as it was kept, the newest first, and nobody fills the disk with it."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.storage.audit import Audit, add_audit, read_audit
from monitor.storage.engine import reading, writing
from monitor.storage.store import Store

ENTRY = Audit(
    at=datetime(2026, 11, 2, 1, tzinfo=UTC),
    who="token truc-ban",
    action="acknowledge",
    subject="i-1",
    detail="",
    address="127.0.0.1",
)


def kept(store: Store, *entries: Audit, limit: int = 100) -> tuple[Audit, ...]:
    with writing(store.engine) as connection:
        for entry in entries:
            add_audit(connection, entry)
    with reading(store.engine) as connection:
        return read_audit(connection, limit=limit)


def test_rows_come_back_newest_first(store: Store) -> None:
    later = replace(ENTRY, subject="i-2")
    assert kept(store, ENTRY, later) == (later, ENTRY)
    assert kept(store, limit=1) == (later,)


def test_hostile_texts_are_cut_and_made_fit(store: Store) -> None:
    (found,) = kept(store, replace(ENTRY, subject="\x00" + "a" * 10_000))
    assert (found.subject[0], len(found.subject)) == ("\ufffd", 500)
