"""Stores to test with: SQLite always, PostgreSQL as well where its programs are installed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.storage.store import Store
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.postgres import find_programs, new_database, running_server

_PROGRAMS = find_programs()
_NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them: a missing server is a failure there


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The socket folder of a PostgreSQL server that lives as long as the tests."""
    assert _PROGRAMS is not None, "PostgreSQL is not installed, and TEST_NEEDS_SERVERS is set"
    with running_server(_PROGRAMS) as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"] if _PROGRAMS or _NEEDED else ["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return new_database(request.getfixturevalue("server"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    with Store.open(url, facts_types=FACTS_TYPES) as opened:
        yield opened
