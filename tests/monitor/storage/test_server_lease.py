"""On a server one process leads; who was overtaken writes nothing any more, and who only lost its line goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import make_url

from monitor.storage.server_lease import Deposed, ServerLease
from monitor.storage.store import Store
from tests.support.kept_rounds import FACTS_TYPES, round_
from tests.support.postgres import administering, end_session_of_leader, new_database
from tests.support.receivers import soon

LEADER = 0x454D434C


@pytest.fixture
def url(server: str) -> str:
    """A store on a server."""
    return new_database(server)


@contextmanager
def office(url: str, store: Store, *, check_every: float = 0.2) -> Iterator[ServerLease]:
    """A leader with its term."""
    lease = ServerLease(make_url(url), check_every=check_every)
    try:
        assert lease.acquire()
        lease.begin(store.engine)
        yield lease
    finally:
        lease.close()


def test_a_leader_whose_line_is_cut_leads_again_where_nobody_else_has(url: str, server: str) -> None:
    with Store.open(url) as store, office(url, store) as lease:
        store.fence = lease.fence
        assert end_session_of_leader(server, key=LEADER) == 1
        with store.transaction():
            pass  # nobody has begun to lead: what is written now harms nobody
        assert soon(lambda: led(server) == 1)
        assert soon(lambda: lease.holds)
        assert not lease.lost.is_set()


def test_who_was_overtaken_writes_nothing_any_more(url: str, server: str) -> None:
    with (
        Store.open(url, facts_types=FACTS_TYPES) as store,
        Store.open(url) as other,
        office(url, store, check_every=600) as first,
    ):
        store.fence = first.fence
        assert not ServerLease(make_url(url)).acquire()
        end_session_of_leader(server, key=LEADER)
        with office(url, other) as second:
            with pytest.raises(Deposed):
                store.keep([round_()])
            assert first.lost.is_set()
            assert (first.holds, second.holds) == (False, True)
            with store.transaction(fenced=False) as connection:
                connection.exec_driver_sql("SELECT 1")
        assert store.standings() == ()


def test_a_leader_that_was_overtaken_notices_it_by_itself(url: str, server: str) -> None:
    with Store.open(url) as store, office(url, store) as first:
        with store.transaction() as connection:  # another one has begun, and ended, while the line was cut
            connection.exec_driver_sql("UPDATE meta SET value = '7' WHERE key = 'leader_term'")
        end_session_of_leader(server, key=LEADER)
        assert first.lost.wait(20)
        assert not first.holds
        assert soon(lambda: led(server) == 0)


def test_a_term_follows_the_one_before(url: str) -> None:
    with Store.open(url) as store:
        for _ in range(3):
            with office(url, store) as lease, store.transaction() as connection:
                lease.fence(connection)


def led(folder: str) -> int:
    with administering(folder) as connection:
        asked = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {LEADER}"
        return int(connection.exec_driver_sql(asked).scalar() or 0)
