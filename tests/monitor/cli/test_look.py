"""`look`: one look explained, with an exit status for scripts; nothing is stored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.configuration import shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from tests.support.command import said

UP, REFUSED, BLOCKED = "sim-p01-public-service", "sim-p34-one-stop", "sim-p02-one-stop"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The configuration of a running estate."""
    folder = tmp_path_factory.mktemp("looked")
    with running_estate("2022-08", folder) as estate:
        write_configuration(folder / "config", estate, defaults=shipped_folder(), port=0, data=folder / "data")
        yield folder / "config"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMC_TRANSPORT__CONFIRM_AFTER", "0.1")
    monkeypatch.setenv("EMC_TRANSPORT__DEADLINE", "3")


def look(capsys: pytest.CaptureFixture[str], config: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    told = said(capsys, "look", *arguments, "--json", "--config", config)
    return told.status, json.loads(told.out)


def outcome(seen: dict[str, Any], rule: str) -> str:
    return next(item["outcome"] for item in seen["verdicts"] if item["rule"] == rule)


def test_a_portal_of_the_catalogue_is_seen_with_its_figures(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, seen = look(capsys, config, UP)
    assert (status, seen["portal"], seen["outcome"], seen["state"]) == (0, UP, "seen", "up")
    assert (seen["simulated"], seen["law_day"], seen["system"]) == (True, "2022-08-08", "public_service")
    assert "services_full" in {figure["key"] for figure in seen["figures"]}
    assert seen["tls"]["problem"] is None
    assert not (config.parent / "data").exists()


def test_an_address_is_judged_as_the_catalogue_knows_its_host(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, seen = look(capsys, config, "https://dichvucong.lamxuyen.test/")
    assert (status, seen["portal"], seen["outcome"], seen["simulated"]) == (0, None, "seen", True)
    assert seen["system"] == "public_service"


def test_the_kind_of_agency_of_a_stranger_is_not_guessed(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_LAW__DAY", "2025-08-01")  # owed by provinces then, by ministries not yet
    _, seen = look(capsys, config, "https://stranger.test/", "--system", "public_service")
    assert outcome(seen, "LIFE-01") in ("unknown", "not_applicable")


def test_a_url_with_a_broken_host_is_refused_without_a_trace(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, seen = look(capsys, config, "https://[::1/")
    assert seen["outcome"] == "address_refused"


def test_a_firewall_that_answers_200_is_blocked_and_nobody_fails(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, seen = look(capsys, config, BLOCKED, "--fail-on", "info")
    assert (status, seen["outcome"], seen["state"], seen["http"]["status"]) == (0, "blocked", "blocked", 200)
    assert "fail" not in {item["outcome"] for item in seen["verdicts"]}


def test_one_failed_look_is_no_verdict(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, seen = look(capsys, config, REFUSED)
    assert (status, seen["outcome"], outcome(seen, "REACH-01")) == (0, "connection_refused", "unknown")
    assert (seen["http"], seen["tls"], seen["page"]) == (None, None, None)


def test_fail_on_confirms_first_and_then_ends_with_3(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, seen = look(capsys, config, REFUSED, "--fail-on", "critical")
    assert (status, outcome(seen, "REACH-01")) == (3, "fail")


def test_without_a_pause_in_the_settings_one_look_decides(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_TRANSPORT__CONFIRM_AFTER", "0")
    _, seen = look(capsys, config, REFUSED)
    assert outcome(seen, "REACH-01") == "fail"


def test_a_private_address_is_refused_unless_it_is_allowed(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, seen = look(capsys, config, "http://127.0.0.1:9/")
    assert (seen["outcome"], seen["state"]) == ("address_refused", "unknown")


def test_an_id_that_is_not_there_gets_one_line(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "look", "nosuch", "--config", config)
    assert (told.status, told.out) == (2, "")
    assert "no portal has the id 'nosuch'" in told.err
    assert len(told.err.splitlines()) == 1
