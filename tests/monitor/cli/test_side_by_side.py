"""Replaying in several processes gives what replaying in one gives, in the same order."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from monitor.cli.side_by_side import Work, replay_all
from monitor.cli.stored_looks import Days, stored_looks
from monitor.configuration import load_configuration, shipped_folder
from tests.support.past_month import catalogue, fill, write_catalogue


def test_several_processes_give_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, watched = tmp_path / "config", catalogue(7)
    shutil.copytree(shipped_folder(), folder)
    write_catalogue(folder, watched)
    (tmp_path / "data").mkdir()
    fill(tmp_path / "data" / "emc-monitor.sqlite3", watched, days=2)
    monkeypatch.setenv("EMC_DATA__DIR", str(tmp_path / "data"))
    configuration = load_configuration(folder, {"EMC_DATA__DIR": str(tmp_path / "data")})
    work = Work(folder, None, Days(first=date(2026, 10, 23), last=date(2026, 10, 24)))
    with stored_looks(configuration, agency=None) as looks:
        one = list(replay_all(looks, configuration.rulebook, work, processes=1))
        two = list(replay_all(looks, configuration.rulebook, work, processes=2))
    assert [item.portal.id for item in one] == [item.id for item in watched.portals]
    assert one == two
