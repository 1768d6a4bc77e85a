"""The configuration that is written for a running estate: complete, readable by the ordinary reader, repeatable."""

import csv
import tomllib
from pathlib import Path

import pytest

from monitor.catalogue.reading import read_catalogue
from monitor.configuration import shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from monitor.demo.scenario import SCENARIOS
from monitor.setting_sources import read_settings
from probes.fingerprints import load_fingerprints


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_written_folder_is_read_as_the_scenario(name: str, tmp_path: Path):
    folder = tmp_path / "config"
    with running_estate(name, tmp_path / "estate") as estate:
        write_configuration(folder, estate, defaults=shipped_folder(), port=0, data=tmp_path / 'da"ta')
        settings, catalogue = read_settings(folder, {}), read_catalogue(folder)
        assert catalogue.agencies == estate.scenario.agencies
        assert catalogue.portals == estate.scenario.portals
        assert settings.simulation.scenario == name
        assert settings.law.day == estate.scenario.law_day
        assert settings.data.dir == tmp_path / 'da"ta'
        assert settings.transport.ca_file == folder / "simulated-authority.pem"
        assert len(settings.transport.resolve) == 2 * (len(estate.scenario.portals) + 1)
        assert estate.scenario.national_portal in load_fingerprints(folder).national_hosts


def test_writing_twice_replaces_what_an_earlier_run_left(tmp_path: Path):
    folder = tmp_path / "config"
    with running_estate("2026-11", tmp_path / "estate") as estate:
        for _ in range(2):
            write_configuration(folder, estate, defaults=shipped_folder(), port=8123, data=tmp_path)
        (folder / "rules" / "stray.toml").write_text("")
        write_configuration(folder, estate, defaults=shipped_folder(), port=8123, data=tmp_path)
    assert not (folder / "rules" / "stray.toml").exists()
    assert tomllib.loads((folder / "settings.toml").read_text("utf-8"))["web"]["port"] == 8123
    hosts = (folder / "pages" / "national_portal.toml").read_text("utf-8").count("quocgia.test")
    assert hosts == 1


def test_the_shipped_configuration_stays_as_it_was(tmp_path: Path):
    before = {path: path.read_bytes() for path in shipped_folder().rglob("*") if path.is_file()}
    with running_estate("2026-11", tmp_path / "estate") as estate:
        write_configuration(tmp_path / "config", estate, defaults=shipped_folder(), port=0, data=tmp_path)
    assert before == {path: path.read_bytes() for path in before}
    with (tmp_path / "config" / "agencies.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 56
