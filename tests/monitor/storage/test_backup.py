"""A backup is whole, and is a store of its own."""

from pathlib import Path
from threading import Event, Thread

import pytest

from monitor.storage.backup import back_up
from monitor.storage.check import check
from monitor.storage.errors import StoreError
from monitor.storage.store import Store
from tests.support.keeping_child import made


def test_a_copy_taken_while_writing_is_sound_and_complete_up_to_then(tmp_path: Path) -> None:
    url, stop = f"sqlite:///{tmp_path / 's.sqlite3'}", Event()
    with Store.open(url) as store:
        store.keep([made("p-1", n) for n in range(50)])

        def go_on() -> None:
            for number in range(50, 5000):
                if stop.is_set():
                    return
                store.keep([made("p-1", number)])

        thread = Thread(target=go_on)
        thread.start()
        try:
            sizes = [back_up(url, tmp_path / f"copy{n}.sqlite3") for n in range(3)]
        finally:
            stop.set()
            thread.join()
    for n, size in enumerate(sizes):
        copy = tmp_path / f"copy{n}.sqlite3"
        assert copy.stat().st_size == size
        assert check(f"sqlite:///{copy}") == ()
        with Store.open(f"sqlite:///{copy}") as restored:
            assert len(restored.observations("p-1", limit=10_000)) >= 50
    assert not list(tmp_path.glob(".*partial*"))


def test_a_file_that_exists_is_never_replaced(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path / 's.sqlite3'}", tmp_path / "copy"
    Store.open(url).close()
    target.write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        back_up(url, target)
    assert target.read_text() == "precious"


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 's.sqlite3'}"
    Store.open(url).close()
    with pytest.raises(StoreError, match="no backup was written"):
        back_up(url, tmp_path / "nowhere" / "copy")


def test_there_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        back_up(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path / "copy")
    assert not list(tmp_path.iterdir())


def test_for_postgresql_it_names_the_tool_to_use(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        back_up("postgresql+psycopg://db/emc", tmp_path / "copy")
