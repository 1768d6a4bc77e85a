"""`rules`: the rule book for people, of whatever configuration is asked for."""

from pathlib import Path
from shutil import copytree

import pytest

from tests.support.command import said
from tests.support.judged import CONFIG


def test_it_prints_the_reference_that_we_ship(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "rules", "--config", CONFIG)
    assert (told.status, told.out) == (0, (CONFIG / "rules" / "README.md").read_text(encoding="utf-8"))


def test_it_tells_of_the_rules_that_stand_in_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copytree(CONFIG, tmp_path / "config")
    file = tmp_path / "config" / "rules" / "TLS-02.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("notice_days = 14", "notice_days = 21"), encoding="utf-8")
    assert "`notice_days` = 21 ngày" in said(capsys, "rules", "--config", tmp_path / "config").out
