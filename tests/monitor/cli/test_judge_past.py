"""`judge` over days gone by: every round again, two books and two days side by side, and never an empty success."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.configuration import shipped_folder
from monitor.storage.prune import Retention
from monitor.storage.upkeep import prune_store
from tests.support.command import Said, said
from tests.support.daemon import run
from tests.support.past_month import BEGINS, catalogue, fill, write_catalogue

DAYS = ("--from", "2026-10-24", "--to", "2026-10-28")  # the portals were down from 04:00 to 07:00 of the 27th


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six days of hourly rounds of six portals; availability of 99.9 % is asked for."""
    folder, watched = tmp_path_factory.mktemp("past"), catalogue(6)
    shutil.copytree(shipped_folder(), folder / "config")
    write_catalogue(folder / "config", watched)
    rule = folder / "config" / "rules" / "AV-01.toml"
    rule.write_text(rule.read_text("utf-8").replace("up_ratio = 0.99", "up_ratio = 0.999"), "utf-8")
    (folder / "data").mkdir()
    fill(folder / "data" / "emc-monitor.sqlite3", watched, days=6)
    return folder


@pytest.fixture
def ask(made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """`judge` with these options, on those six days."""
    monkeypatch.setenv("EMC_DATA__DIR", str(made / "data"))
    monkeypatch.setenv("COLUMNS", "200")

    def judge(*options: object) -> Said:
        return said(capsys, "judge", *options, "--config", made / "config")

    return judge


def test_every_round_of_the_days_is_judged_again(ask) -> None:
    told = json.loads(ask(*DAYS, "--json").out)
    assert told["rounds"] == 5 * 24 * 6
    assert [item["day"] for item in told["days"]] == [f"2026-10-{day}" for day in range(24, 29)]
    assert [item["rules"]["AV-01"]["fail"] for item in told["days"]] == [0, 0, 0, 6, 6]
    assert told["days"][0]["rules"]["REACH-01"] == {
        "pass": 6,
        "warn": 0,
        "fail": 0,
        "unknown": 0,
        "not_applicable": 0,
        "exempt": 0,
    }
    (down,) = (x for x in told["portals"][0]["stretches"] if (x["rule"], x["outcome"]) == ("REACH-01", "fail"))
    assert (down["since"], down["ended"]) == ("2026-10-26T21:00:00Z", "2026-10-27T00:00:00Z")
    assert {x["rulebook"] for item in told["portals"] for x in item["stretches"]} == {told["rulebook"]}


def test_people_get_tables(ask) -> None:
    told = ask(*DAYS, "--agency", "x0")
    assert told.status == 0
    for words in ("Cuối ngày 2026-10-24", "1/0/0/0", "Dưới ngưỡng theo dõi", "04:00 27/10/2026", "07:00 27/10/2026"):
        assert words in told.out
    assert "x1-portal" not in told.out


def test_by_the_end_of_a_day_only_what_was_seen_by_then_counts(ask) -> None:
    told = json.loads(ask("--on", "2026-10-26", "--json").out)
    assert told["seen_later"] == 0
    assert told["portals"][0]["looked_at"] == "2026-10-26T16:00:00Z"
    older = ask("--on", "2026-06-30", "--json")
    assert older.err == "no look of 2026-06-30 or before is stored of 6 portals: judged by what was seen last\n"
    assert json.loads(older.out)["portals"][0]["looked_at"] == "2026-10-28T16:00:00Z"


def test_what_the_rules_change_is_told_apart_from_what_the_portals_changed(ask) -> None:
    days = ("--from", "2026-10-26", "--to", "2026-10-28")
    told = json.loads(ask(*days, "--compare", "--rules", shipped_folder(), "--json").out)
    law, portals, rules = told["effects"]
    assert told["rulebook"] != told["other_rulebook"]
    assert [item["effect"] for item in told["effects"]] == ["law", "portals", "rules"]
    assert law["changed"] == 0
    assert outcomes(portals) == {("AV-01", "unknown", "fail")}
    assert outcomes(rules) == {("AV-01", "fail", "unknown")}
    assert (portals["changed"], rules["changed"]) == (6, 6)
    assert portals["before"]["AV-01"]["unknown"] == rules["after"]["AV-01"]["unknown"] == 6


def test_the_law_of_another_day_is_an_effect_of_its_own(ask) -> None:
    told = json.loads(ask("--compare", "--rules", shipped_folder(), "--on", "2020-01-01", "--json").out)
    assert [item["effect"] for item in told["effects"]] == ["rules"]
    assert told["law_day"] == "2020-01-01"


def test_a_comparison_has_tables_for_people(ask) -> None:
    told = ask("--from", "2026-10-26", "--to", "2026-10-28", "--compare", "--rules", shipped_folder())
    for words in ("Do các cổng thay đổi · by the portals: 6", "Do bộ quy tắc thay đổi · by the rule book: 6"):
        assert words in told.out


@pytest.mark.parametrize(
    ("options", "mistake"),
    [
        (("--from", "2026-10-24"), "--from, --to: only one of them; expected both days"),
        (("--from", "2026-10-25", "--to", "2026-10-24"), "--to: 2026-10-24 is before 2026-10-25; "),
        ((*DAYS, "--on", "2026-10-24"), "--on: given beside --from or --to; "),
        (("--compare",), "--compare: nothing to compare with; "),
        (
            ("--from", "2026-01-01", "--to", "2026-01-31"),
            "--from, --to: no look is stored of 2026-01-01 to 2026-01-31; expected days from 2026-10-23 to 2026-10-28",
        ),
    ],
)
def test_what_cannot_be_answered_gets_one_line(ask, options: tuple[str, ...], mistake: str) -> None:
    told = ask(*options)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(mistake)
    assert len(told.err.splitlines()) == 1


def test_days_whose_looks_retention_removed_are_refused(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "pruned")
    store = f"sqlite:///{tmp_path / 'pruned' / 'data' / 'emc-monitor.sqlite3'}"
    now = BEGINS + timedelta(days=2, hours=1)  # one hour into the 25th
    prune_store(store, now=now + timedelta(days=30), retention=Retention())
    options = {"EMC_CONFIG": str(tmp_path / "pruned" / "config"), "EMC_DATA__DIR": str(tmp_path / "pruned" / "data")}
    refused = run("judge", *DAYS, cwd=tmp_path, **options)
    assert (refused.returncode, refused.stdout) == (2, "")
    expected = "looks before 2026-10-25 were removed by retention, so 2026-10-24 cannot be judged again"
    assert refused.stderr == f"--from: {expected}; expected a day from 2026-10-26 on\n"
    rest = run("judge", "--from", "2026-10-26", "--to", "2026-10-28", "--json", cwd=tmp_path, **options)
    assert rest.returncode == 0
    assert rest.stderr.startswith("looks before 2026-10-24T18:00:00Z are gone: ")
    assert json.loads(rest.stdout)["complete_from"] == "2026-10-24T18:00:00Z"


@pytest.mark.parametrize(
    "options",
    [
        (*DAYS, "--json"),
        ("--on", "2026-10-26", "--json"),
        ("--from", "2026-10-26", "--to", "2026-10-28", "--compare", "--json"),
    ],
    ids=["every round", "one day", "two days"],
)
def test_the_same_looks_give_the_same_answer_byte_for_byte_anywhere(
    made: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    places = (
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
    )
    answers = set()
    for number, place in enumerate(places):  # each on a copy of its own, in a folder of its own
        folder = tmp_path / f"machine{number}"
        shutil.copytree(made, folder)
        told = run(
            "judge",
            *options,
            cwd=folder,
            EMC_CONFIG=str(folder / "config"),
            EMC_DATA__DIR=str(folder / "data"),
            **place,
        )
        assert (told.returncode, told.stderr) == (0, "")
        answers.add(told.stdout)
    assert len(answers) == 1


def outcomes(effect: dict) -> set[tuple[str, str, str]]:
    return {(x["rule"], x["before"]["outcome"], x["after"]["outcome"]) for x in effect["changes"]}


def test_days_without_a_look_are_said_in_one_line(ask) -> None:
    told = ask("--from", "2026-10-22", "--to", "2026-10-23")
    assert (told.status, told.err) == (0, "không có lần xem nào / no round is stored of 2026-10-22\n")
    assert told.out.count("Cuối ngày") == 1
    many = ask("--from", "2026-10-01", "--to", "2026-10-24")
    assert many.err.endswith("2026-10-07 and 15 more\n")


def test_how_old_the_newest_looks_are_is_said_for_a_day_long_after_them(ask) -> None:
    told = ask("--on", "2040-01-01", "--json")
    assert told.err.startswith("the newest looks are of 2026-10-28, 4813 days before 2040-01-01: ")
    assert ask("--on", "2026-10-29", "--json").err == ""
