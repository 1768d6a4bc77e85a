"""The check finds what is wrong, and nothing in a sound store."""

from pathlib import Path

import pytest
from sqlalchemy import Table, update

from monitor.storage.check import check
from monitor.storage.engine import writing
from monitor.storage.errors import StoreError
from monitor.storage.store import Store
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_ROUND, STATE_SPAN
from probes.failures import State
from tests.support.kept_rounds import after, evidence, landing_page, observation, round_


def fill(url: str) -> None:
    page = evidence()
    seen = observation(landing_page(links=100), probe="landing_page", pages=(page,))
    with Store.open(url) as store:
        store.keep([round_(observations=(seen,), evidence=(page,)), round_(after(5), State.DOWN)])


def said_of(url: str) -> tuple[str, ...]:
    """The faults, or the sentence for a store that cannot be read so far."""
    try:
        return check(url)
    except StoreError as error:
        return (str(error),)


def spoil(url: str, table: Table, **values: object) -> None:
    with Store.open(url) as store, writing(store.engine) as connection:
        connection.execute(update(table).values(**values))


def test_a_sound_store_has_no_faults(url: str) -> None:
    fill(url)
    assert check(url) == ()


@pytest.mark.parametrize("table", [EVIDENCE, FACTS_PART], ids=lambda table: table.name)
@pytest.mark.parametrize("body", [b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_bytes_that_are_not_those_of_their_hash_are_found(url: str, table: Table, body: bytes) -> None:
    fill(url)
    spoil(url, table, body=body)
    faults = check(url)
    assert len(faults) == 1
    assert faults[0].startswith(f"{table.name}: ")


def test_overlapping_and_backward_spans_are_found(url: str) -> None:
    fill(url)
    spoil(url, STATE_SPAN, ends=after(20))
    assert any("while the one before lasts" in fault for fault in check(url))
    spoil(url, STATE_SPAN, ends=after(-20))
    assert any("before it starts" in fault for fault in check(url))


def test_a_present_state_without_its_span_is_found(url: str) -> None:
    fill(url)
    spoil(url, LAST_ROUND, state_since=after(99))
    assert any("has no span" in fault for fault in check(url))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite3"
    fill(f"sqlite:///{file}")
    whole = bytearray(file.read_bytes())
    whole[4096 * 2 : 4096 * 6] = b"\xff" * 4096 * 4
    file.write_bytes(whole)
    assert said_of(f"sqlite:///{file}")


def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        check(f"sqlite:///{tmp_path / 's.sqlite3'}")
    assert not list(tmp_path.iterdir())
