"""A store that cannot be used says why, in one sentence."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.storage.errors import StoreError
from monitor.storage.location import parse, store_url
from monitor.storage.store import Store


def test_the_store_lies_in_the_data_folder_unless_an_address_is_set(tmp_path: Path) -> None:
    assert store_url(None, Path("data")) == "sqlite:///data/emc-monitor.sqlite3"
    assert store_url(None, tmp_path) == f"sqlite:///{tmp_path}/emc-monitor.sqlite3"
    assert store_url("postgresql+psycopg://db/emc", tmp_path) == "postgresql+psycopg://db/emc"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://db/emc", "cannot be mysql"),
        ("no address", "cannot be read"),
        ("oracle9://x", "cannot be"),
        ("sqlite://", "has no file"),
        ("sqlite:///:memory:", "has no file"),
    ],
)
def test_an_address_of_another_kind_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        parse(url)


def test_folder_and_file_are_created(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/a/b c/100%/store.sqlite3").close()
    assert (tmp_path / "a/b c/100%/store.sqlite3").is_file()


def test_a_folder_that_cannot_be_created_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"the store .*file/data/s\.sqlite3 cannot be"):
        Store.open(f"sqlite:///{tmp_path}/file/data/s.sqlite3")


def test_a_store_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/s.sqlite3").close()
    with pytest.raises(StoreError, match="is read-only"):
        Store.open(f"sqlite:///file:{tmp_path}/s.sqlite3?mode=ro&uri=true")


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite3"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="not an SQLite database"):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"not a database")


def test_a_store_locked_for_long_is_told(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite3"
    Store.open(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked by another program"):
            Store.open(f"sqlite:///{file}?timeout=0.05")


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql+psycopg://emc:secret@127.0.0.1:1/emc?connect_timeout=3")
    assert "refuses the connection" in str(caught.value)
    assert "secret" not in str(caught.value)
