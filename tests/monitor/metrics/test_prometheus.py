"""A real Prometheus accepts and scrapes what the daemon exposes."""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.configuration import shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from tests.support.daemon import Running, free_port, running

pytestmark = pytest.mark.xdist_group("prometheus")

PROGRAMS = ("prometheus", "promtool")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]
NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A daemon that watches the simulated estate."""
    if MISSING and not NEEDED:
        pytest.skip(f"not installed: {', '.join(MISSING)} (Debian package prometheus)")
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    with running_estate("2022-08", folder) as estate:
        write_configuration(folder / "config", estate, defaults=shipped_folder(), port=port, data=folder / "data")
        variables = {"EMC_CONFIG": str(folder / "config"), "EMC_SCHEDULE__INTERVAL": "5"}
        with running("run", cwd=folder, port=port, variables=variables) as started:
            started.wait_for("/metrics", "emc_published_services{")
            yield started


def test_promtool_accepts_the_exposition(daemon: Running) -> None:
    exposed = daemon.get("/metrics")[1]
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=exposed, capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_series_of_a_demo_is_marked_simulated(daemon: Running) -> None:
    series = [line for line in daemon.get("/metrics")[1].splitlines() if line and not line.startswith("#")]
    assert series
    assert [line for line in series if 'simulated="true"' not in line] == []


def test_a_real_prometheus_scrapes_it(daemon: Running, tmp_path: Path) -> None:
    configuration = tmp_path / "prometheus.yml"
    configuration.write_text(
        "global: {scrape_interval: 5s, scrape_timeout: 5s}\n"
        f"scrape_configs: [{{job_name: emc, static_configs: [{{targets: ['127.0.0.1:{daemon.port}']}}]}}]\n"
    )
    port = free_port()
    with prometheus(configuration, tmp_path / "tsdb", port):
        assert wait_for(port, 'up{job="emc"}', lambda found: found == [1.0])
        joined = "count(emc_portal_state == 1) and on () (count(emc_portal_info) == 276)"
        assert wait_for(port, joined, lambda found: bool(found))
        assert wait_for(port, "sum(emc_looks_total) > 0", lambda found: bool(found))


def test_a_real_prometheus_scrapes_it_in_shards(daemon: Running, tmp_path: Path) -> None:
    told = (shipped_folder() / "prometheus" / "prometheus.shards.yml").read_text("utf-8")
    told = told.replace("127.0.0.1:8000", f"127.0.0.1:{daemon.port}")
    told = re.sub(r"(?s)rule_files:.*(?=scrape_configs:)", "", told)
    configuration, port = tmp_path / "prometheus.yml", free_port()
    configuration.write_text(re.sub(r"(interval|timeout|interval__|timeout__): \d+s", r"\1: 3s", told))
    with prometheus(configuration, tmp_path / "tsdb", port):
        assert wait_for(port, 'count(up{job="emc-monitor"} == 1)', lambda found: found == [5.0])
        everyone = "count(emc_portal_info) == 276 and count(emc_portal_state == 1) == 276"
        assert wait_for(port, everyone, lambda found: found == [276.0])
        assert wait_for(port, "count(emc_agency_score) > 0 and count(emc_leader) == 1", lambda found: bool(found))
        assert values(port, 'count({part!="", __name__=~"emc_.*"})') == []
        assert values(port, "count by (job, instance, portal, state) (emc_portal_state) > 1") == []


@contextmanager
def prometheus(configuration: Path, data: Path, port: int) -> Iterator[None]:
    """The program for the length of the block."""
    arguments = [f"--config.file={configuration}", f"--storage.tsdb.path={data}"]
    with subprocess.Popen(
        ["prometheus", *arguments, f"--web.listen-address=127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running_one:
        try:
            yield
        finally:
            running_one.terminate()


def wait_for(port: int, query: str, holds: Any) -> bool:
    """Whether the query's values come to hold within a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if holds(values(port, query)):
                return True
        except OSError:
            pass
        time.sleep(0.3)
    return False


def values(port: int, query: str) -> list[float]:
    address = f"http://127.0.0.1:{port}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        result = json.load(answer)["data"]["result"]
    return [float(item["value"][1]) for item in result]
