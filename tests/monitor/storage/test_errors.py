"""Each trouble with the store has its sentence, and no sentence tells a password."""

import sqlite3

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from monitor.storage.errors import explain

FILE = make_url("sqlite:////var/lib/emc/store.sqlite3")
SERVER = make_url("postgresql+psycopg://emc:secret@db.test/emc")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("unable to open database file", "is the folder there and writable"),
        ("attempt to write a readonly database", "is read-only"),
        ("database or disk is full", "the disk is full"),
        ("disk I/O error", "disk I/O error"),
        ("database is locked", "locked by another program"),
        ("file is not a database", "not an SQLite database"),
        ("database disk image is malformed", "is damaged"),
        ("something new\nand its details", "cannot be used: something new"),
    ],
)
def test_the_sentence_names_the_file_and_fits_on_one_line(said: str, sentence: str) -> None:
    told = str(explain(FILE, OperationalError("INSERT", {}, sqlite3.OperationalError(said))))
    assert told.startswith("the store /var/lib/emc/store.sqlite3 ")
    assert sentence in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('password authentication failed for user "emc"', "refuses the user name or password"),
        ("connection failed: Connection refused", "refuses the connection"),
        ('database "emc" does not exist', "does not exist on that server"),
        ("canceling statement due to lock timeout", "a month cannot be exchanged; run it again"),
    ],
)
def test_a_server_is_named_without_its_password(said: str, sentence: str) -> None:
    told = str(explain(SERVER, OperationalError("SELECT", {}, Exception(said))))
    assert "db.test" in told
    assert sentence in told
    assert "secret" not in told


def test_a_missing_driver_names_the_extra() -> None:
    assert "emc-monitor[postgres]" in str(explain(SERVER, ModuleNotFoundError("No module named 'psycopg'")))
