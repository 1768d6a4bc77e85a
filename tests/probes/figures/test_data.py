"""The data files of published counts: every mistake of every file at once."""

import shutil
from pathlib import Path

import pytest

from probes.figures.data import load_counts
from probes.mistakes import DataError

SHIPPED = Path(__file__).parents[3] / "config" / "counts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "counts"))


def test_the_shipped_files_have_no_mistake() -> None:
    data = load_counts(SHIPPED)
    assert len(data.adapters) >= 8
    assert {profile.name for profile in data.profiles} >= {"opencps", "bacgiang_php"}


def test_a_platform_is_found_by_its_file_being_there(folder: Path) -> None:
    (folder / "platforms" / "mine.toml").write_text('name = "mine"\nsigns = ["my-portal"]\n', "utf-8")
    assert "mine" in {profile.name for profile in load_counts(folder).profiles}


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "platforms" / "a.toml").write_text('name = "b"\nsings = ["x"]\nlevels = "some"\n', "utf-8")
    (folder / "answers" / "c.toml").write_text(
        'name = "c"\nrequires = ["x"]\n[fields]\nx = { key = "dossier" }\n', "utf-8"
    )
    (folder / "answers" / "d.toml").write_text("name = ", "utf-8")
    labels = folder / "labels.toml"
    labels.write_text(labels.read_text("utf-8").replace("stale_days = 31", 'stale_days = "long"'), "utf-8")
    with pytest.raises(DataError) as caught:
        load_counts(folder)
    places = {(mistake.file, mistake.where) for mistake in caught.value.mistakes}
    assert places >= {
        ("counts/labels.toml", "stale_days"),
        ("counts/answers/c.toml", "fields.x"),
        ("counts/answers/d.toml", ""),
        ("counts/platforms/a.toml", "sings"),
        ("counts/platforms/a.toml", "levels"),
        ("counts/platforms/a.toml", "name"),
    }


def test_one_spelling_stands_for_one_key(folder: Path) -> None:
    labels = folder / "labels.toml"
    text = labels.read_text("utf-8").replace("dossiers_withdrawn = [", 'dossiers_withdrawn = ["đã tiếp nhận", ')
    labels.write_text(text, "utf-8")
    with pytest.raises(DataError, match="stands for dossiers_received too"):
        load_counts(folder)


def test_a_missing_folder_is_one_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load_counts(tmp_path / "counts")
    assert [mistake.file for mistake in caught.value.mistakes] == ["counts/labels.toml"]
