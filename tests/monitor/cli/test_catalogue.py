"""The catalogue's commands: who is watched on a day, bringing portals in, vouching for an address."""

import json
from pathlib import Path

import pytest

from monitor.configuration import shipped_folder
from tests.support.bad_config import sound_folder
from tests.support.command import said

HEAD = "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note\n"
NEW = "p-delta.one-stop,p-delta,one_stop,https://inside.delta.test/,guess,back_end,,,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound_folder(tmp_path / "config")


def test_the_list_of_a_day_begins_with_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "catalogue", "list", "--on", "2025-07-01", "--config", shipped_folder())
    lines = told.out.splitlines()
    assert told.status == 0
    assert lines[0] == "Danh mục ngày / catalogue on 2025-07-01"
    assert [line.split("  ")[-1].strip() for line in lines[1:7]] == ["14", "3", "5", "28", "6", "56"]
    assert "p-01-ha-noi  Thành phố Hà Nội / Hanoi City" in lines


def test_the_json_has_counts_agencies_and_their_portals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "catalogue", "list", "--on", "2025-06-30", "--json", "--config", folder)
    assert json.loads(told.out) == {
        "on": "2025-06-30",
        "counts": {"ministry": 0, "ministerial_agency": 0, "government_agency": 0, "province": 1, "city": 0},
        "agencies": [
            {
                "id": "p-river",
                "kind": "province",
                "name_vi": "Tỉnh Sông",
                "name_en": "River Province",
                "valid_from": "2008-08-01",
                "valid_to": "2025-06-30",
                "portals": [
                    {
                        "id": "p-river.portal",
                        "system": "portal",
                        "url": "https://river.test/",
                        "status": "proposed",
                        "lifecycle": "front_end",
                        "valid_from": None,
                        "valid_to": None,
                        "confidence": "seen in source",
                        "note": None,
                    }
                ],
            }
        ],
    }


def test_without_a_day_the_legal_day_is_listed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_LAW__DAY", "2020-02-02")
    assert "catalogue on 2020-02-02" in said(capsys, "catalogue", "list", "--config", folder).out


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", ""])
def test_what_is_no_day_is_wrong_usage(folder: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "catalogue", "list", "--on", day, "--config", folder).status == 2


def test_an_import_shows_the_difference_and_writes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new.csv").write_text(HEAD + NEW, "utf-8")
    told = said(capsys, "catalogue", "import", tmp_path / "new.csv", "--config", folder)
    assert told.status == 0
    assert told.out.splitlines()[:2] == ["added    p-delta.one-stop", "         id: p-delta.one-stop"]
    assert "1 added, 0 changed, 0 ended, 3 portals in all" in told.out
    assert (folder / "portals.csv").read_text("utf-8").endswith(NEW)


def test_a_dry_run_shows_the_same_and_writes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "portals.csv").read_bytes()
    (tmp_path / "new.csv").write_text(HEAD + NEW, "utf-8")
    told = said(capsys, "catalogue", "import", tmp_path / "new.csv", "--dry-run", "--config", folder)
    assert told.status == 0
    assert "1 added" in told.out
    assert (folder / "portals.csv").read_bytes() == before


def test_an_import_with_a_mistake_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "portals.csv").read_bytes()
    (tmp_path / "new.csv").write_text(HEAD + NEW.replace("guess", "sure"), "utf-8")
    told = said(capsys, "catalogue", "import", tmp_path / "new.csv", "--config", folder)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(f'{tmp_path}/new.csv: line 2, status: "sure"; expected one of: guess, ')
    assert (folder / "portals.csv").read_bytes() == before


def test_a_confirmation_writes_status_paper_and_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(
        capsys,
        *("catalogue", "confirm", "p-river.portal", "--document", "CV 12", "--on", "2025-08-01", "--config", folder),
    )
    assert told.status == 0
    assert "status: proposed -> confirmed" in told.out
    assert "confirmed,front_end,,,seen in source,Xác nhận 2025-08-01: CV 12\n" in (folder / "portals.csv").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("document", ["", "  ", "two\nlines", "\x1b[2J"])
def test_a_document_is_one_line_of_text(folder: Path, document: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "catalogue", "confirm", "p-river.portal", "--document", document, "--config", folder)
    assert told.status == 2


def test_a_portal_that_is_not_there_cannot_be_confirmed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "catalogue", "confirm", "p-rivr.portal", "--document", "CV", "--config", folder)
    assert told.status == 2
    assert "such as p-river.portal" in told.err
