"""`db` as an operator uses it."""

from pathlib import Path

import pytest
from sqlalchemy import update

from monitor.storage.engine import writing
from monitor.storage.schema import newest
from monitor.storage.store import Store
from monitor.storage.tables import EVIDENCE
from tests.support.command import said
from tests.support.kept_rounds import evidence, observation, reachability, round_


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the store that the commands work with; it does not exist yet."""
    monkeypatch.setenv("EMC_DATA__DIR", str(tmp_path / "data"))
    return f"sqlite:///{tmp_path / 'data' / 'emc-monitor.sqlite3'}"


def fill(url: str) -> None:
    page = evidence()
    with Store.open(url) as store:
        store.keep([round_(observations=(observation(reachability(), pages=(page,)),), evidence=(page,))])


def test_upgrade_makes_the_store_and_says_from_where_to_where(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"- -> {newest()}" in said(capsys, "db", "upgrade").out
    again = said(capsys, "db", "upgrade")
    assert (again.status, "no change" in again.out) == (0, True)


def test_check_passes_a_sound_store(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    fill(url)
    checked = said(capsys, "db", "check")
    assert (checked.status, checked.err) == (0, "")


def test_check_ends_with_1_and_a_line_for_each_fault(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    fill(url)
    with Store.open(url) as store, writing(store.engine) as connection:
        connection.execute(update(EVIDENCE).values(body=b"spoiled"))
    checked = said(capsys, "db", "check")
    assert (checked.status, checked.out) == (1, "")
    assert len(checked.err.splitlines()) == 1


@pytest.mark.parametrize("words", [("check",), ("prune",), ("backup", "copy.sqlite3")], ids=lambda words: words[0])
def test_without_a_store_the_command_says_so(
    url: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "db", *words)
    assert told.status == 1
    assert "there is no store" in told.err
    assert len(told.err.splitlines()) == 1


def test_backup_writes_a_sound_copy_once(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(url)
    copy = tmp_path / "copy.sqlite3"
    assert said(capsys, "db", "backup", copy).status == 0
    assert copy.is_file()
    again = said(capsys, "db", "backup", copy)
    assert (again.status, "exists already" in again.err) == (1, True)


def test_backup_of_a_store_on_postgresql_ends_with_2_and_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMC_STORAGE__URL", "postgresql+psycopg://emc:geheim@db.test/emc")
    told = said(capsys, "db", "backup", tmp_path / "copy")
    assert (told.status, told.out) == (2, "")
    assert len(told.err.splitlines()) == 1
    assert "pg_dump" in told.err
    assert "geheim" not in told.err


def test_prune_says_what_went(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    fill(url)
    told = said(capsys, "db", "prune", "--days", 1)
    assert told.status == 0
    assert "0 observations" in told.out


def test_a_store_set_by_address_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMC_STORAGE__URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    assert said(capsys, "db", "upgrade").status == 0
    assert (tmp_path / "elsewhere.db").is_file()
