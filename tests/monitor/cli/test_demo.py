"""The demo as a user starts it: one command, a nation watched, every figure of the summary read over HTTPS."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.truth import truth
from monitor.probing import find_probes
from monitor.storage.scores import read_scores
from monitor.storage.store import Store
from probes.failures import State
from tests.support.daemon import free_port, run, running

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The summary of 2022-08; stdout must be JSON and nothing else."""
    ended = run("demo", "--once", "--json", cwd=tmp_path_factory.mktemp("demo"))
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_the_summary_says_what_it_is(summary: dict[str, Any]) -> None:
    assert summary["simulated"] is True
    assert (summary["scenario"], summary["law_day"]) == ("2022-08", "2022-08-08")
    assert len(summary["agencies"]) == 92


def test_every_portal_is_in_the_state_that_the_estate_says(summary: dict[str, Any]) -> None:
    expected = [item.state for item in truth("2022-08")]
    assert summary["portals"]["total"] == 276
    assert {state.value: expected.count(state) for state in State} == {
        name: count for name, count in summary["portals"].items() if name != "total"
    }


def test_the_connection_is_that_of_the_source(summary: dict[str, Any]) -> None:
    connected = summary["connected"]
    assert (connected["ministries"]["full"], connected["ministries"]["total"]) == (27, 29)
    assert (connected["provinces"]["full"], connected["provinces"]["total"]) == (62, 63)


@pytest.mark.parametrize(
    ("ratio", "value"),
    [
        ("services_full_of_eligible_ratio", 0.973),
        ("services_with_dossiers_ratio", 0.457),
        ("dossiers_handled_online_ratio", 0.369),
    ],
)
def test_the_national_ratios_are_those_of_the_source(summary: dict[str, Any], ratio: str, value: float) -> None:
    assert summary["national"][ratio] == pytest.approx(value, abs=0.0005)


def test_each_target_says_over_how_many_agencies_it_was_read(summary: dict[str, Any]) -> None:
    for target in summary["targets"]:
        assert target["of"] == 92
        assert target["agencies"] + len(target["missing"]) == 92
        if target["id"] in ("TGT-01", "TGT-02", "TGT-03"):
            assert target["agencies"] >= 80
            assert target["state"] == "not_due"


def test_nobody_is_failed_for_what_was_not_seen(summary: dict[str, Any]) -> None:
    for agency in summary["agencies"]:
        if agency["coverage"] == 0:
            assert agency["score"] is None


def test_the_other_legal_day_has_every_kind_of_connection(tmp_path: Path) -> None:
    ended = run("demo", "--scenario", "2026-11", "--once", "--json", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout)
    connected = [summary["connected"][level] for level in ("ministries", "provinces")]
    assert [level["total"] for level in connected] == [22, 34]
    for kind in ("full", "partial", "none", "unknown"):
        assert sum(level[kind] for level in connected) > 0, kind
    assert summary["portals"]["retired"] > 20
    assert list(tmp_path.iterdir()) == []  # --once leaves nothing behind


def test_a_scenario_that_is_not_there_gets_one_line(tmp_path: Path) -> None:
    ended = run("demo", "--scenario", "1999-01", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "--scenario: no scenario '1999-01'; expected one of 2022-08, 2026-11\n"


def test_a_second_demo_on_the_same_folder_leaves_the_first_one_alone(tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "data"
    with running("demo", "--data", str(data), "--port", str(port), cwd=tmp_path, port=port):
        settings = (data / "config" / "settings.toml").read_text("utf-8")
        second = run("demo", "--data", str(data), "--port", str(free_port()), cwd=tmp_path)
        assert (second.returncode, len(second.stderr.splitlines())) == (1, 1)
        assert "leads the store" in second.stderr
        assert (data / "config" / "settings.toml").read_text("utf-8") == settings
    other = run("demo", "--data", str(data), "--scenario", "2026-11", "--once", cwd=tmp_path)
    assert (other.returncode, len(other.stderr.splitlines())) == (1, 1)
    assert "never mixed" in other.stderr
    assert (data / "config" / "settings.toml").read_text("utf-8") == settings


@pytest.fixture(scope="module")
def with_a_past(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """The summary and the folder of a demo that tells of 30 days before it."""
    folder = tmp_path_factory.mktemp("past")
    ended = run("demo", "--once", "--json", "--history", "30", "--data", str(folder), cwd=folder)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout), folder


def test_a_past_changes_nothing_of_what_is_seen_today(
    summary: dict[str, Any], with_a_past: tuple[dict[str, Any], Path]
) -> None:
    told, _ = with_a_past
    for key in ("portals", "connected", "national", "targets"):
        assert told[key] == summary[key]


def test_with_a_past_agencies_have_a_band_and_their_rates_are_decided(
    summary: dict[str, Any], with_a_past: tuple[dict[str, Any], Path]
) -> None:
    told, _ = with_a_past
    assert {agency["band"] for agency in summary["agencies"]} == {None}
    assert sum(agency["band"] is not None for agency in told["agencies"]) > 70
    assert not any("not_observed_enough" in agency["undecided"] for agency in told["agencies"][:1])


def test_the_store_holds_thirty_days_of_states_scores_figures_and_incidents(
    with_a_past: tuple[dict[str, Any], Path],
) -> None:
    _, folder = with_a_past
    probes = {probe.name: probe.facts for probe in find_probes()}
    url = f"sqlite:///{folder / 'data' / 'emc-monitor.sqlite3'}"
    with Store.open(url, simulation="2022-08", facts_types=probes) as store:
        now = max(item.looked_at for item in store.standings())
        days = {item.day for item in read_scores(store, start=date.min, end=date.max)}
        incidents = store.incidents()
        spent = store.availability(start=now - timedelta(days=29), end=now)
        figures = store.figure_history("sim-p01-one-stop", "dossiers_received")
    assert len(days) == 31
    assert sum(item.open for item in incidents) >= 20
    assert sum(not item.open for item in incidents) >= 20
    assert len(spent) == 276
    assert max(item["unobserved"] for item in spent.values()) < 3600
    assert len({kept.figure.value for kept in figures}) >= 4


def test_a_store_that_holds_looks_keeps_the_past_that_it_has(with_a_past: tuple[dict[str, Any], Path]) -> None:
    _, folder = with_a_past
    url = f"sqlite:///{folder / 'data' / 'emc-monitor.sqlite3'}"
    with Store.open(url, simulation="2022-08") as store:
        first = store.stored().first
    ended = run("demo", "--once", "--json", "--history", "90", "--data", str(folder), cwd=folder)
    assert ended.returncode == 0, ended.stderr
    with Store.open(url, simulation="2022-08") as store:
        assert store.stored().first == first
