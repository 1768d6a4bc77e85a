"""`incidents` reads, answers and packs over the store of a daemon that may be running."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.storage.audit import read_audit
from monitor.storage.engine import reading, writing
from monitor.storage.incidents import put_incidents
from monitor.storage.leadership import lead
from monitor.storage.location import store_url
from tests.support.command import Said, said
from tests.support.disputed import HOSTILE, Outage, configuration, disputed, failing, page


@pytest.fixture
def outage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outage]:
    """An outage in the store that the commands work with, which somebody leads meanwhile."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("EMC_DATA__DIR", str(data))
    monkeypatch.setenv("COLUMNS", "200")
    configuration(tmp_path / "config")
    with lead(store_url(None, data)), disputed(data) as found:
        yield found


@pytest.fixture
def asked(outage: Outage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> "Asked":
    return Asked(tmp_path / "config", capsys)


class Asked:
    """`incidents` with the test's configuration."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def __call__(self, *arguments: object) -> Said:
        return said(self._capsys, "incidents", *arguments, "--config", self._folder)


def audit(outage: Outage) -> list[tuple[str, str, str]]:
    with reading(outage.store.engine) as connection:
        return [(item.action, item.subject, item.detail) for item in read_audit(connection)]


def test_incidents_are_shown_while_a_daemon_leads(asked: Asked, outage: Outage) -> None:
    told = asked()
    assert (told.status, told.err) == (0, "")
    for word in (outage.incident.id, "p1.test", "REACH-01", "đang mở", "08:00 02/11/2026"):
        assert word in told.out


def test_only_open_ones_where_that_is_asked(asked: Asked, outage: Outage) -> None:
    outage.heal()
    assert outage.incident.id in asked().out
    assert "Không có sự cố" in asked("--open").out
    assert json.loads(asked("--open", "--json").out)["incidents"] == []


def test_json_stands_alone_on_stdout_with_everything_that_happened(asked: Asked, outage: Outage) -> None:
    asked("acknowledge", outage.incident.id, "--note", "Đang sửa", "--by", "Trực ban")
    (told,) = json.loads(asked("--json").out)["incidents"]
    assert (told["state"], told["note"], told["acknowledged_by"]) == ("acknowledged", "Đang sửa", "Trực ban")
    assert [item["happening"] for item in told["events"]] == ["opened", "acknowledged"]
    assert not told["withheld"]


def test_a_hostile_reason_moves_no_cursor(asked: Asked, outage: Outage) -> None:
    with writing(outage.store.engine) as connection:
        put_incidents(connection, [replace(outage.incident, reason="\x1b[2J[red]" + HOSTILE)])
    out = asked().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[red]" in out


def test_the_desk_of_the_daemon_hears_who_answers(asked: Asked, outage: Outage) -> None:
    told = asked("acknowledge", outage.incident.id, "--note", "Đang sửa")
    assert (told.status, told.err) == (0, "")
    desk = outage.office.desk
    with outage.store.transaction(desk) as connection:
        desk.hear_answers(connection)
    assert desk.incidents[0].acknowledged is not None
    assert audit(outage) == [("acknowledge", outage.incident.id, "")]


def test_who_comes_second_is_told_who_was_first(asked: Asked, outage: Outage) -> None:
    asked("acknowledge", outage.incident.id, "--note", "x", "--by", "Trực ban")
    told = asked("acknowledge", outage.incident.id, "--note", "y")
    assert (told.status, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert "Trực ban answers for it since" in told.err
    outage.heal()
    assert len(audit(outage)) == 1


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001])
def test_an_answer_needs_words(asked: Asked, outage: Outage, note: str) -> None:
    told = asked("acknowledge", outage.incident.id, "--note", note)
    assert (told.status, len(told.err.splitlines())) == (2, 1)
    assert outage.incident.acknowledged is None


def test_what_is_over_is_not_answered_for(asked: Asked, outage: Outage) -> None:
    outage.heal()
    told = asked("acknowledge", outage.incident.id, "--note", "x")
    assert (told.status, "it is over since" in told.err) == (2, True)


def test_an_archive_is_written_once_for_its_owner_and_stands_in_the_audit(
    asked: Asked, outage: Outage, tmp_path: Path
) -> None:
    file = tmp_path / "su-co.zip"
    assert asked("evidence", outage.incident.id, file).status == 0
    first = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert "INDEX.html" in archive.namelist()
    assert file.stat().st_mode & 0o777 == 0o600
    again = asked("evidence", outage.incident.id, file)
    assert (again.status, "exists already" in again.err, file.read_bytes()) == (2, True, first)
    asked("evidence", outage.incident.id, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == first
    assert audit(outage) == [("evidence", outage.incident.id, "")] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.zip", "config", "data", "su-co.zip"]


def test_what_could_harm_is_written_only_where_that_is_asked(asked: Asked, outage: Outage, tmp_path: Path) -> None:
    body = b"<p>SELECT a FROM b WHERE c</p>"
    outage.take(failing(outage.at, page(body)))
    asked("evidence", outage.incident.id, tmp_path / "plain.zip")
    asked("evidence", outage.incident.id, tmp_path / "whole.zip", "--with-content")
    assert page(body).body not in _bodies(tmp_path / "plain.zip")
    assert page(body).body in _bodies(tmp_path / "whole.zip")
    assert audit(outage)[0] == ("evidence", outage.incident.id, "with content")


def _bodies(file: Path) -> list[bytes]:
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize("words", [("acknowledge", "nobody", "--note", "x"), ("evidence", "nobody", "x.zip")])
def test_no_incident_of_that_id_is_one_line(asked: Asked, words: tuple[str, ...]) -> None:
    told = asked(*words)
    assert (told.status, told.out) == (2, "")
    assert told.err == "ID: no incident of that id; expected one that `emc-monitor incidents` shows\n"


def test_without_a_store_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMC_DATA__DIR", str(tmp_path / "nothing"))
    configuration(tmp_path / "config")
    told = said(capsys, "incidents", "--config", tmp_path / "config")
    assert (told.status, "there is no store" in told.err) == (1, True)


def test_where_nothing_can_be_written_no_half_archive_is_left(asked: Asked, outage: Outage, tmp_path: Path) -> None:
    told = asked("evidence", outage.incident.id, tmp_path / "nowhere" / "x.zip")
    assert (told.status, told.out) == (2, "")
    assert told.err == f"FILE: there is no folder {tmp_path / 'nowhere'}; expected a folder that exists\n"
    assert audit(outage) == []
