"""Killed at any statement, a monitor goes on: no letter is lost, and none repeated but the one under way."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import find_programs, new_database, running_server
from tests.support.receivers import HttpReceiver, http_receiver

ROOT = Path(__file__).parents[3]
PROGRAMS = find_programs()
NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them
pytestmark = pytest.mark.xdist_group("killed at any statement")


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    """Takes every letter."""
    with http_receiver() as opened:
        yield opened


def stories(url: str, receiver: HttpReceiver, *, first: int, step: int) -> dict[int, list[dict[str, str]]]:
    """What was received, by the number of the statement that somebody died of; the last story has no death."""
    words = [sys.executable, "-m", "tests.support.telling_child", url, receiver.url, str(first), str(step)]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    came: dict[int, list[dict[str, str]]] = defaultdict(list)
    for item in receiver.received:
        came[int(item.path.strip("/"))].append(json.loads(item.body))
    assert sorted(came) == [int(line) for line in ended.stdout.split()]
    return came


def judge(came: dict[int, list[dict[str, str]]]) -> int:
    """How many stories had a letter twice, after all are found to be in order."""
    twice = 0
    for number, letters in came.items():
        ids = list(dict.fromkeys(letter["id"] for letter in letters))
        occasions = [next(item["occasion"] for item in letters if item["id"] == name) for name in ids]
        assert occasions == ["opened", "recovered"], (number, letters)
        assert len(letters) <= len(ids) + 1, (number, letters)
        twice += len(letters) > len(ids)
    return twice


def test_on_a_file_at_every_statement(tmp_path: Path, receiver: HttpReceiver) -> None:
    came = stories(f"sqlite:///{tmp_path / 'store.sqlite3'}", receiver, first=1, step=1)
    assert len(came) > 50
    assert judge(came) >= 2  # for each of two letters: before the statement that ticks it, and before its commit
    assert len(came[max(came)]) == 2


@pytest.mark.skipif(PROGRAMS is None and not NEEDED, reason="PostgreSQL is not installed")
def test_on_a_server_at_every_seventh_statement(receiver: HttpReceiver) -> None:
    assert PROGRAMS is not None, "PostgreSQL is not installed, and TEST_NEEDS_SERVERS is set"
    with running_server(PROGRAMS) as folder:
        came = stories(new_database(folder), receiver, first=3, step=7)
    assert len(came) > 8
    judge(came)
