"""A backup is whole, and is a store of its own."""

import shlex
import subprocess
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy.engine import make_url

from monitor.storage.backup import MadeByServer, back_up, dump_command
from monitor.storage.check import check
from monitor.storage.errors import StoreError
from monitor.storage.store import Store
from tests.support.keeping_child import made
from tests.support.postgres import find_programs, new_database


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


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "postgresql+psycopg://emc:geheim@db.test:5433/e%20c",
            "pg_dump --format=custom '--file=/var/back up' --host=db.test --port=5433 --username=emc '--dbname=e c'",
        ),
        (
            "postgresql+psycopg:///emc?host=/run/pg",
            "pg_dump --format=custom '--file=/var/back up' --host=/run/pg --dbname=emc",
        ),
    ],
)
def test_for_postgresql_it_names_the_command_without_the_password(url: str, words: str) -> None:
    with pytest.raises(MadeByServer) as told:
        back_up(url, Path("/var/back up"))
    assert f"`{words}`" in str(told.value)
    assert "geheim" not in str(told.value)


def test_what_the_named_command_makes_is_a_sound_store(server: str, tmp_path: Path) -> None:
    programs, folder = find_programs(), tmp_path / "copy"
    assert programs is not None
    url, other = new_database(server), new_database(server)
    with Store.open(url) as store:
        store.keep([made("p-1", n) for n in range(3)])
    dump = shlex.split(dump_command(make_url(url), folder))
    restore = [programs / "pg_restore", f"--dbname={make_url(other).database}", f"--host={server}", "--username=emc"]
    subprocess.run([programs / dump[0], *dump[1:]], check=True)
    subprocess.run([*restore, folder], check=True)
    assert check(other) == ()
    with Store.open(other) as restored:
        assert len(restored.observations("p-1")) == 3
