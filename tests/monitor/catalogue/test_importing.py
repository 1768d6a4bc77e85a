"""An import is planned and checked whole, and written in one step or not at all."""

from datetime import date
from pathlib import Path

import pytest

from monitor.catalogue.importing import carry_out, plan_confirmation, plan_import
from monitor.catalogue.reading import read_catalogue
from probes.mistakes import DataError
from tests.support.bad_config import sound_folder

HEAD = "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note\n"
RIVER = "p-river.portal,p-river,portal,https://river.test/,proposed,front_end,,,seen in source,\n"
DELTA = "p-delta.portal,p-delta,portal,https://delta.test/,confirmed,front_end,2025-07-01,,seen in source,\n"
NEW = 'p-delta.one-stop,p-delta,one_stop,https://inside.delta.test/,guess,back_end,,,,"Bộ phận một cửa, tầng 2"\n'
DAY = date(2025, 8, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound_folder(tmp_path / "config")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new.csv"


def _text(folder: Path) -> str:
    return (folder / "portals.csv").read_bytes().decode()


def test_new_portals_come_last_and_the_others_keep_their_place(folder: Path, file: Path) -> None:
    file.write_text(HEAD + NEW + RIVER.replace("river.test", "www.river.test"), "utf-8")
    plan = plan_import(folder, file, day=DAY)
    assert [(change.kind, change.id) for change in plan.changes] == [
        ("added", "p-delta.one-stop"),
        ("changed", "p-river.portal"),
    ]
    assert plan.changes[1].cells == (("url", "https://river.test/", "https://www.river.test/"),)
    carry_out(plan)
    assert _text(folder) == HEAD + RIVER.replace("river.test", "www.river.test") + DELTA + NEW


def test_planning_writes_nothing(folder: Path, file: Path) -> None:
    file.write_text(HEAD + NEW, "utf-8")
    plan_import(folder, file, day=DAY)
    assert _text(folder) == HEAD + RIVER + DELTA


@pytest.mark.parametrize(
    "row", [DELTA.replace(",confirmed,", ",ended,"), DELTA.replace("2025-07-01,,", "2025-07-01,2025-07-31,")]
)
def test_a_portal_is_ended_by_its_status_or_its_last_day(folder: Path, file: Path, row: str) -> None:
    file.write_text(HEAD + row + NEW, "utf-8")
    assert [change.kind for change in plan_import(folder, file, day=DAY).changes] == ["ended", "added"]


def test_the_same_rows_change_nothing(folder: Path, file: Path) -> None:
    file.write_text(HEAD + DELTA, "utf-8")
    plan = plan_import(folder, file, day=DAY)
    assert plan.changes == ()
    carry_out(plan)
    assert _text(folder) == HEAD + RIVER + DELTA


def test_an_import_that_ends_everybody_is_refused(folder: Path, file: Path) -> None:
    file.write_text(HEAD + RIVER.replace("proposed", "ended") + DELTA.replace("confirmed", "ended"), "utf-8")
    with pytest.raises(DataError, match=r"new\.csv: would end every portal; expected at least one that goes on"):
        plan_import(folder, file, day=DAY)


def test_an_import_without_rows_is_refused(folder: Path, file: Path) -> None:
    file.write_text(HEAD, "utf-8")
    with pytest.raises(DataError, match=r"new\.csv: no rows"):
        plan_import(folder, file, day=DAY)


def test_mistakes_are_named_by_the_lines_of_the_imported_file(folder: Path, file: Path) -> None:
    file.write_text(HEAD + NEW + NEW.replace("one_stop,", "one_stop,ftp:"), "utf-8")
    with pytest.raises(DataError, match=r"new\.csv: line 3, id: .* line 2 already"):
        plan_import(folder, file, day=DAY)
    file.write_text(HEAD + NEW.replace(",p-delta,", ",p-detla,") + RIVER.replace("https", "ftp"), "utf-8")
    with pytest.raises(DataError) as error:
        plan_import(folder, file, day=DAY)
    assert [mistake.where for mistake in error.value.mistakes] == ["line 3, url", "line 2, agency_id"]
    assert {mistake.file for mistake in error.value.mistakes} == {str(file)}


def test_a_new_portal_may_not_repeat_an_address_of_the_catalogue(folder: Path, file: Path) -> None:
    file.write_text(HEAD + DELTA.replace("p-delta.portal,", "p-delta.portal.two,"), "utf-8")
    with pytest.raises(DataError, match=r"new\.csv: line 2, url: .* another address than line 3 has"):
        plan_import(folder, file, day=DAY)


def test_line_ends_of_the_file_are_kept(folder: Path, file: Path) -> None:
    (folder / "portals.csv").write_bytes(_text(folder).replace("\n", "\r\n").encode())
    file.write_text(HEAD + NEW, "utf-8")
    carry_out(plan_import(folder, file, day=DAY))
    assert _text(folder) == (HEAD + RIVER + DELTA + NEW).replace("\n", "\r\n")


def test_writing_leaves_no_other_file_and_keeps_the_mode_and_the_link(folder: Path, file: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    (folder / "portals.csv").rename(real)
    (folder / "portals.csv").symlink_to(real)
    real.chmod(0o640)
    before = sorted(path.name for path in folder.iterdir())
    carry_out(plan_confirmation(folder, "p-river.portal", document="CV 1", day=DAY))
    assert sorted(path.name for path in folder.iterdir()) == before
    assert (folder / "portals.csv").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_confirmation_says_on_what_paper_and_since_when(folder: Path) -> None:
    carry_out(plan_confirmation(folder, "p-river.portal", document="CV 12/UBND", day=DAY))
    portal = read_catalogue(folder).portals[0]
    assert (portal.status.value, portal.note) == ("confirmed", "Xác nhận 2025-08-01: CV 12/UBND")
    carry_out(plan_confirmation(folder, "p-river.portal", document="CV 13", day=date(2026, 1, 1)))
    assert read_catalogue(folder).portals[0].note == "Xác nhận 2025-08-01: CV 12/UBND; Xác nhận 2026-01-01: CV 13"


def test_only_a_portal_that_is_there_and_goes_on_can_be_confirmed(folder: Path) -> None:
    with pytest.raises(DataError, match=r"p-rivr\.portal: no such portal; .* such as p-river\.portal"):
        plan_confirmation(folder, "p-rivr.portal", document="x", day=DAY)
    (folder / "portals.csv").write_text(HEAD + RIVER.replace("proposed", "ended") + DELTA, "utf-8")
    with pytest.raises(DataError, match=r"p-river\.portal: has ended"):
        plan_confirmation(folder, "p-river.portal", document="x", day=DAY)
