"""`init` writes a configuration that is valid as it is, and never over something."""

from pathlib import Path

import pytest

from monitor.configuration import shipped_folder
from tests.support.command import said


def test_what_it_writes_is_the_shipped_configuration_and_valid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "deep" / "config"
    told = said(capsys, "init", folder)
    assert told.status == 0
    assert f"check-config {folder}" in told.out
    shipped = {path.relative_to(shipped_folder()) for path in shipped_folder().rglob("*.*") if path.is_file()}
    assert {path.relative_to(folder) for path in folder.rglob("*.*") if path.is_file()} == shipped
    assert said(capsys, "check-config", folder).status == 0


def test_an_empty_folder_will_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "init", tmp_path).status == 0


def test_a_folder_with_anything_in_it_is_refused_untouched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    told = said(capsys, "init", tmp_path)
    assert (told.status, told.err) == (2, f"{tmp_path}: holds files already; expected a new or empty folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert said(capsys, "init", tmp_path / "file").status == 2


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    told = said(capsys, "init", tmp_path / "file" / "config")
    assert told.status == 1
    assert told.err == f"emc-monitor: Not a directory: {tmp_path}/file/config\n"
