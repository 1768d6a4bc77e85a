"""One leader per store, for as long as its process lives."""

import subprocess
import sys
from pathlib import Path

import pytest

from monitor.storage.errors import StoreError
from monitor.storage.leadership import AlreadyLed, lead
from monitor.storage.store import Store

ROOT = Path(__file__).parents[3]
LEADER = """
import sys
from monitor.storage.leadership import lead
with lead(sys.argv[1]):
    print("leads", flush=True)
    sys.stdin.read()
"""


def test_a_second_leader_is_refused_until_the_first_is_done(url: str) -> None:
    with lead(url), pytest.raises(AlreadyLed, match="leads the store"), lead(url):
        pass
    with lead(url):
        pass


def test_a_leader_in_another_process_leads_until_it_dies(url: str) -> None:
    words = [sys.executable, "-c", LEADER, url]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "leads\n"
        with pytest.raises(AlreadyLed), lead(url):
            pass
        process.kill()
        process.wait()
        if "postgresql" not in url:  # the server takes a moment to notice
            with lead(url):
                pass


def test_leading_needs_no_store_and_hinders_no_reader(url: str) -> None:
    with lead(url), Store.open(url) as store:
        assert store.standings() == ()


def test_two_stores_have_two_leaders(tmp_path: Path) -> None:
    with lead(f"sqlite:///{tmp_path}/a.sqlite3"), lead(f"sqlite:///{tmp_path}/b.sqlite3"):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be used"), lead(f"sqlite:///{tmp_path}/file/s.sqlite3"):
        pass
