"""`judge` reads what is stored, under the day or the rule book asked for, and stores nothing."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.__main__ import run
from monitor.configuration import shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from tests.support.command import said

PORTAL = "sim-p01-portal"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A configuration whose store holds one look at one portal."""
    folder = tmp_path_factory.mktemp("judged")
    with running_estate("2022-08", folder) as estate, pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        write_configuration(folder / "config", estate, defaults=shipped_folder(), port=0, data=folder / "data")
        yield folder / "config"


@pytest.fixture(scope="module")
def swept(config: Path) -> Path:
    assert run(["sweep", "--only", PORTAL, "--json", "--config", str(config)]) == 0
    return config


def verdicts(out: str) -> dict[str, str]:
    (only,) = json.loads(out)["portals"]
    assert only["portal"] == PORTAL
    return {item["rule"]: item["outcome"] for item in only["verdicts"]}


def test_a_store_that_is_not_there_is_not_made(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = config.parent / "elsewhere"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("EMC_DATA__DIR", str(empty))
        told = said(capsys, "judge", "--config", config)
    assert (told.status, told.err) == (1, f"emc-monitor: there is no store at {empty / 'emc-monitor.sqlite3'}\n")
    assert not empty.exists()


def test_what_was_seen_is_judged_under_the_law_of_another_day(swept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    then = verdicts(said(capsys, "judge", "--json", "--config", swept).out)
    later = verdicts(said(capsys, "judge", "--on", "2025-04-05", "--json", "--config", swept).out)
    assert then["EMC-01"] == "not_applicable"
    assert later["EMC-01"] == "pass"


def test_what_a_page_dates_grows_no_older_until_the_day_whose_law_is_asked_for(
    swept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    then = verdicts(said(capsys, "judge", "--json", "--config", swept).out)
    later = verdicts(said(capsys, "judge", "--on", "2022-09-30", "--json", "--config", swept).out)
    assert then["FRESH-01"] == later["FRESH-01"] == "pass"


def test_another_rule_book_gives_its_own_verdicts(
    swept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(swept, tmp_path / "other")
    scoring = tmp_path / "other" / "scoring.toml"
    scoring.write_text(scoring.read_text("utf-8") + "\n# another edition\n", "utf-8")
    one = json.loads(said(capsys, "judge", "--json", "--config", swept).out)
    other = json.loads(said(capsys, "judge", "--rules", tmp_path / "other", "--json", "--config", swept).out)
    assert one["rulebook"] != other["rulebook"]
    assert one["portals"] == other["portals"]


def test_the_folder_of_rule_files_itself_is_a_rule_book_too(
    swept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(swept / "rules", tmp_path / "proposed")
    own = said(capsys, "judge", "--json", "--config", swept).out
    for rules in (swept / "rules", tmp_path / "proposed"):  # weights beside it, and none there
        told = said(capsys, "judge", "--rules", rules, "--json", "--config", swept)
        assert (told.status, told.err, told.out) == (0, "", own)


@pytest.mark.parametrize(("name", "wrong"), [("nope", "no such folder"), ("", "no rule files in it")])
def test_a_folder_without_rules_gets_one_line(
    name: str, wrong: str, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "judge", "--rules", tmp_path / name, "--config", config)
    expected = "expected a configuration folder with rules/, or a folder of rule files"
    assert (told.status, told.err) == (2, f"{tmp_path / name}: {wrong}; {expected}\n")


def test_mistakes_in_another_rule_book_name_its_own_files(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(config / "rules", tmp_path / "proposed")
    (tmp_path / "proposed" / "AV-01.toml").unlink()
    told = said(capsys, "judge", "--rules", tmp_path / "proposed", "--config", config)
    missing = tmp_path / "proposed" / "AV-01.toml"
    assert (told.status, told.err) == (2, f"{missing}: missing; expected the terms of AV-01\n")


def test_the_same_observations_give_the_same_answer_byte_for_byte(
    swept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {said(capsys, "judge", "--json", "--config", swept).out for _ in range(3)}
    assert len(answers) == 1


def test_nothing_is_stored(swept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = swept.parent / "data" / "emc-monitor.sqlite3"
    before = sha256(store.read_bytes()).hexdigest()
    said(capsys, "judge", "--config", swept)
    assert sha256(store.read_bytes()).hexdigest() == before


def test_an_agency_that_is_not_there_gets_one_line(swept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "judge", "--agency", "nobody", "--config", swept)
    assert told.status == 2
    assert told.err == f"--agency: no agency 'nobody'; expected an id of {swept / 'agencies.csv'}\n"
