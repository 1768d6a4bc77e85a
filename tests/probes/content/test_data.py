"""The words by which content is known are checked like all configuration."""

import shutil
from pathlib import Path

import pytest

from probes.content.data import load_content
from probes.mistakes import DataError
from tests.support.content_pages import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped words."""
    shutil.copytree(ROOT / "config" / "content", tmp_path / "content")
    return tmp_path


def test_the_shipped_words_are_sound_and_their_name_stays(folder: Path) -> None:
    assert load_content(folder).name == load_content(ROOT / "config").name


def test_other_words_make_another_name(folder: Path) -> None:
    path = folder / "content" / "badge.toml"
    path.write_text(path.read_text("utf-8").replace("handle_cert", "handle_seal"), "utf-8")
    assert load_content(folder).name != load_content(ROOT / "config").name


def test_every_mistake_of_every_file_is_told(folder: Path) -> None:
    (folder / "content" / "badge.toml").write_text('hosts = ["a"]\npath = ["b"]\n', "utf-8")
    (folder / "content" / "menu.toml").write_text("entries = [", "utf-8")
    (folder / "content" / "footer.toml").unlink()
    with pytest.raises(DataError) as refused:
        load_content(folder)
    told = [(item.file, item.where) for item in refused.value.mistakes]
    assert told == [
        ("content/menu.toml", ""),
        ("content/footer.toml", ""),
        ("content/badge.toml", "paths"),
        ("content/badge.toml", "path"),
    ]


def test_a_level_that_nobody_has_is_refused(folder: Path) -> None:
    path = folder / "content" / "sections.toml"
    path.write_text(path.read_text("utf-8").replace('["ministries"]', '["ministry"]', 1), "utf-8")
    with pytest.raises(DataError, match="ministries, provinces"):
        load_content(folder)


def test_a_section_has_one_key_for_each_level_and_time() -> None:
    rows = [(item.key, item.since, item.until) for item in load_content(ROOT / "config").sections]
    assert len(set(rows)) == len(rows)
