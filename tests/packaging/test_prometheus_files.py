"""The files for Prometheus and Alertmanager are accepted by their own programs, and every alert says what to do."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.cli.init import write_defaults
from monitor.metrics.selection import selection
from tests.support.daemon import run

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config" / "prometheus"
RULES = sorted(FOLDER.glob("*.rules.yml"))
CASES = sorted((ROOT / "tests" / "prometheus").glob("*.test.yml"))
NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them


def rules() -> list[dict[str, Any]]:
    return [
        rule for path in RULES for group in yaml.safe_load(path.read_text("utf-8"))["groups"] for rule in group["rules"]
    ]


ALERTS = {rule["alert"]: rule for rule in rules() if "alert" in rule}
RECORDED = {rule["record"] for rule in rules() if "record" in rule}


def accepted(program: str, *arguments: str | Path) -> None:
    """The program ends well; it is left out only where nobody asked for it."""
    if shutil.which(program) is None and not NEEDED:
        pytest.skip(f"not installed: {program}")
    ended = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["prometheus.yml", "prometheus.shards.yml"])
def test_promtool_accepts_the_configuration(name: str) -> None:
    accepted("promtool", "check", "config", FOLDER / name)


def test_the_shards_are_all_there_and_nothing_is_scraped_twice() -> None:
    whole, parts = (
        yaml.safe_load((FOLDER / name).read_text("utf-8")) for name in ("prometheus.yml", "prometheus.shards.yml")
    )
    (job,) = parts["scrape_configs"]
    assert job["job_name"] == whole["scrape_configs"][0]["job_name"]
    assert {key: parts[key] for key in ("rule_files", "alerting")} == {
        key: whole[key] for key in ("rule_files", "alerting")
    }
    national, *shards = (group["labels"] for group in job["static_configs"])
    assert national["__param_portals"] == "0"
    assert [group["__param_shard"] for group in shards] == [f"{part + 1}/{len(shards)}" for part in range(len(shards))]
    assert all(group["__param_aggregates"] == "0" and group["part"] == group["__param_shard"] for group in shards)
    for group in (national, *shards):
        asked = {name.removeprefix("__param_"): [value] for name, value in group.items() if name.startswith("__param_")}
        selection(asked, agencies=())


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_promtool_accepts_the_rules(path: Path) -> None:
    accepted("promtool", "check", "rules", path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_rules_do_what_their_cases_say(path: Path) -> None:
    accepted("promtool", "test", "rules", path)


def test_amtool_accepts_the_routes() -> None:
    accepted("amtool", "check-config", FOLDER / "alertmanager.yml")


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (("about=portal", "agency=x", "severity=critical"), "agencies"),
        (("about=portal", "agency=x", "severity=minor", "simulated=true"), "nobody"),
        (("about=monitor", "alertname=EmcMonitorBlind"), "operator"),
        (("about=monitor", "alertname=EmcMonitorBlind", "simulated=true"), "nobody"),
        (("about=monitor", "alertname=Watchdog"), "dead-man"),
        (("alertname=SomethingElse",), "operator"),
    ],
)
def test_alerts_go_where_they_belong(labels: tuple[str, ...], receiver: str) -> None:
    routes = FOLDER / "alertmanager.yml"
    accepted("amtool", "config", "routes", "test", f"--config.file={routes}", f"--verify.receivers={receiver}", *labels)


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_says_what_it_is_in_vietnamese_and_in_english(name: str) -> None:
    said = ALERTS[name]["annotations"]
    assert all(said[key].strip() for key in ("summary", "summary_en", "description", "description_en"))
    assert re.search("[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", said["summary"] + said["description"])
    assert not re.search("sập|vi phạm|kết nối đầy đủ", said["summary"] + said["description"])
    assert said["summary"] != said["summary_en"]
    assert said["description"] != said["description_en"]


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_leads_to_its_heading_in_the_runbook(name: str) -> None:
    page, anchor = ALERTS[name]["annotations"]["runbook_url"].split("#")
    headings = re.findall(r"^### (\w+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert [heading for heading in headings if heading.lower() == anchor] == [name]


def test_the_runbook_tells_of_no_alert_that_is_not_there() -> None:
    told = re.findall(r"^### (\w+)$", (ROOT / "grafana" / "runbook.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(ALERTS)


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_has_a_severity_and_says_whom_it_is_about(name: str) -> None:
    labels = ALERTS[name]["labels"]
    if name.startswith("EmcPortal"):
        severity = name.removeprefix("EmcPortal").lower()
        assert labels == {"about": "portal"}
        assert ALERTS[name]["expr"] == f'emc:incident_told{{severity="{severity}"}} == 1'
    else:
        assert labels["about"] == "monitor"
        assert labels["severity"] in ("critical", "major", "minor", "none")


def test_every_metric_that_the_rules_name_is_documented() -> None:
    told = set(re.findall(r"emc_[a-z_]+", (ROOT / "docs" / "metrics.md").read_text("utf-8")))
    for rule in rules():
        named = set(re.findall(r"(?<![:\w])emc_[a-z_]+", rule["expr"]))
        assert named <= told, rule
        assert set(re.findall(r"\w+:\w+(?::\w+)?", rule["expr"])) <= RECORDED, rule


def test_no_secret_stands_in_the_files() -> None:
    for path in FOLDER.iterdir():
        lines = [line for line in path.read_text("utf-8").splitlines() if re.search("password|token|secret", line)]
        assert [line for line in lines if not re.search(r"_file:|[Ss]ecret stands", line)] == []


def test_init_writes_them_and_check_config_takes_no_notice(tmp_path: Path) -> None:
    write_defaults(tmp_path / "mine")
    assert sorted(path.name for path in (tmp_path / "mine" / "prometheus").iterdir()) == sorted(
        path.name for path in FOLDER.iterdir()
    )
    (tmp_path / "mine" / "prometheus" / "agencies.rules.yml").write_text("groups: []\n")
    ended = run("check-config", "mine", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "prometheus" not in ended.stdout + ended.stderr
