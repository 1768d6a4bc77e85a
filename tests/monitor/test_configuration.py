"""The configuration folder is found, read whole, and refused with every mistake at once."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import trustme

from monitor.configuration import Configuration, find_folder, load_configuration, refuse_shipped, shipped_folder
from monitor.probing import find_probes
from probes.mistakes import DataError
from tests.support.bad_config import case_names, expected, lay_over, sound_folder


def _mistakes(folder: Path, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(DataError) as error:
        load_configuration(folder, environ or {})
    return [str(mistake).replace(f"{folder}/", "") for mistake in error.value.mistakes]


def _load(folder: Path, environ: dict[str, str] | None = None) -> Configuration:
    return load_configuration(folder, environ or {}, today=lambda: date(2026, 5, 1))


@pytest.mark.parametrize("case", case_names())
def test_one_mistake_gives_exactly_its_message(case: str, tmp_path: Path) -> None:
    environ = lay_over(sound_folder(tmp_path / "config"), case)
    assert _mistakes(tmp_path / "config", environ) == expected(case)


def test_there_are_many_kinds_of_mistakes() -> None:
    assert len(case_names()) >= 35


def test_no_message_shows_a_password() -> None:
    assert not [case for case in case_names() if "hunter2" in "".join(expected(case))]


def test_mistakes_in_several_files_are_listed_together(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "config")
    cases = ("setting-port", "agency-kind", "portal-status", "channel-entry")
    for case in cases:
        lay_over(folder, case)
    assert _mistakes(folder, {"EMC_WEB__PROT": "1"}) == [
        "environment: EMC_WEB__PROT: unknown variable; expected EMC_WEB__PORT",
        *(line for case in cases for line in expected(case)),
    ]


def test_mistakes_of_rules_are_listed_with_the_others(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "config")
    lay_over(folder, "setting-port")
    (folder / "rules" / "REACH-01.toml").write_text("id = 1\n", "utf-8")
    said = _mistakes(folder)
    assert said[0] == expected("setting-port")[0]
    assert any(line.startswith("rules/REACH-01.toml: id: ") for line in said)


@pytest.mark.parametrize("name", ["agencies.csv", "portals.csv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = sound_folder(tmp_path / "config")
    (folder / name).unlink()
    assert _mistakes(folder) == [f"{name}: no such file or directory; expected a readable file"]


WITHOUT_A_BROWSER = [probe for probe in find_probes() if probe.name != "rendered_page"]


def test_the_shipped_configuration_is_sound_and_takes_every_probe_that_needs_no_browser() -> None:
    configuration = _load(shipped_folder())
    assert set(configuration.lookers) == {probe.name for probe in WITHOUT_A_BROWSER}
    assert configuration.rulebook.rules


def test_a_sound_folder_says_who_is_watched_on_the_legal_day(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "config")
    assert [agency.id for agency in _load(folder).in_force().agencies] == ["p-delta"]
    earlier = _load(folder, {"EMC_LAW__DAY": "2025-06-30"})
    assert earlier.law_day() == date(2025, 6, 30)
    assert [portal.id for portal in earlier.in_force().portals] == ["p-river.portal"]


def test_daily_probes_are_named(tmp_path: Path) -> None:
    configuration = _load(sound_folder(tmp_path / "config"))
    assert configuration.daily == {probe.name for probe in WITHOUT_A_BROWSER if probe.cadence == "daily"}


def test_certificates_that_are_there_are_taken(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "config")
    trustme.CA().cert_pem.write_to_path(str(folder / "ca.pem"))
    (folder / "settings.toml").write_text("[transport]\nca_file = 'ca.pem'\n", "utf-8")
    assert _load(folder).settings.transport.ca_file == folder / "ca.pem"


def test_the_folder_asked_for_comes_first(tmp_path: Path) -> None:
    asked, variable = sound_folder(tmp_path / "asked"), sound_folder(tmp_path / "variable")
    here = sound_folder(tmp_path / "config")
    assert find_folder(asked, environ={"EMC_CONFIG": str(variable)}, at=tmp_path) == asked
    assert find_folder(None, environ={"EMC_CONFIG": str(variable)}, at=tmp_path) == variable
    assert find_folder(None, environ={"EMC_CONFIG": ""}, at=tmp_path) == here
    shutil.rmtree(here)
    assert find_folder(None, environ={}, at=tmp_path) == shipped_folder()


def test_a_config_folder_without_settings_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    assert find_folder(None, environ={}, at=tmp_path) == shipped_folder()


def test_a_folder_that_holds_the_configuration_below_it_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()
    assert find_folder(tmp_path, environ={}) == tmp_path / "config"


def test_a_folder_asked_for_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere: no such folder; expected a folder as `emc-monitor init DIR`"):
        find_folder(tmp_path / "nowhere", environ={})
    with pytest.raises(DataError, match=r"no settings\.toml in it"):
        find_folder(None, environ={"EMC_CONFIG": str(tmp_path)})


def test_the_defaults_of_an_installed_package_are_not_to_be_changed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(DataError, match="these are the package's defaults; expected a folder of your own"):
        refuse_shipped(tmp_path / "link", installed=tmp_path)
    refuse_shipped(tmp_path / "other", installed=tmp_path)


def test_probes_are_found_once_each_and_by_name() -> None:
    names = [probe.name for probe in find_probes()]
    assert names == sorted(set(names))
