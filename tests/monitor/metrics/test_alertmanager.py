"""From a portal that breaks to the message and back, through a real Prometheus and a real Alertmanager."""

import json
import os
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import MSG_PEEK
from threading import Event
from typing import Any

import pytest

from tests.support.alerting import PROGRAMS, Hearer, alerting, come_true, hearing, managing
from tests.support.daemon import Running, free_port, running
from tests.support.hostile import Behaviour, Visitor, serving
from tests.support.small_config import content, resolve, settings, small_folder

pytestmark = pytest.mark.xdist_group("prometheus")

MISSING = [program for program in PROGRAMS if shutil.which(program) is None]
NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them
NAMES = ("p1", "p2", "p3")
# Rounds of a second or two; only REACH-01, which has numbers of its own, opens incidents within the test.
SETTINGS = """
[schedule]
interval = 2
[transport]
confirm_after = 0.1
[alerts]
mode = "tell"
way = "prometheus"
[incidents]
rounds_down = 100
nights_down = 30
"""
TOLD = {
    "alertname": "EmcPortalCritical",
    "about": "portal",
    "portal": "p1.portal",
    "agency": "p",
    "agency_kind": "province",
    "agency_name": "Tỉnh Thử",
    "system": "portal",
    "host": "p1.test",
    "rule": "REACH-01",
    "severity": "critical",
}


def estate(broken: Event) -> Behaviour:
    """Portals on one port; while it is broken, p1 is cut off before it answers."""

    def behave(visitor: Visitor) -> None:
        asked = visitor.line.recv(65_536, MSG_PEEK)
        if broken.is_set() and b"p1.test" in asked:
            visitor.reset()
        else:
            content(visitor)

    return behave


@contextmanager
def daemon_of(folder: Path, *, port: int, served: int) -> Iterator[Running]:
    variables = {
        "EMC_CONFIG": str(folder / "config"),
        "EMC_DATA__DIR": str(folder / "data"),
        "EMC_WEB__PORT": str(port),
        "EMC_NETWORK__REFERENCES": "",
        "EMC_TRANSPORT__RESOLVE": resolve(NAMES, served),
    }
    with running("run", cwd=folder, port=port, variables=variables) as daemon:
        yield daemon


def heard_of_portals(hearer: Hearer, status: str) -> list[dict[str, str]]:
    """What whoever answers for portals was told."""
    return hearer.alerts("agencies", status)


@pytest.fixture(autouse=True)
def programs() -> None:
    """Left out only where nobody asked for them."""
    if MISSING and not NEEDED:
        pytest.skip(f"not installed: {', '.join(MISSING)} (Debian packages prometheus, prometheus-alertmanager)")


def test_a_portal_breaks_and_heals_and_each_is_told_once_whatever_is_restarted(tmp_path: Path) -> None:
    settings(small_folder(tmp_path / "config", NAMES), SETTINGS)
    broken, port = Event(), free_port()
    with serving(estate(broken)) as served, hearing() as hearer, alerting(tmp_path, daemon=port, hearer=hearer):
        with daemon_of(tmp_path, port=port, served=served) as daemon:
            daemon.wait_for("/metrics", 'emc_portal_up{portal="p1.portal"} 1.0')
            broken.set()
            assert come_true(lambda: heard_of_portals(hearer, "firing")), daemon.log.read_text()[-2000:]
            daemon.end()
        with daemon_of(tmp_path, port=port, served=served) as daemon:
            assert 'emc_incident_open{agency="p",portal="p1.portal"' in daemon.get("/metrics")[1]
            daemon.wait_for("/metrics", 'emc_portal_up{portal="p1.portal"} 0.0')
            daemon.wait_for("/metrics", 'emc_looks_total{outcome="connection_reset",portal="p1.portal"')
            assert heard_of_portals(hearer, "resolved") == []  # nobody was told that it recovered
            broken.clear()
            assert come_true(lambda: heard_of_portals(hearer, "resolved")), daemon.log.read_text()[-2000:]
            assert come_true(lambda: hearer.alerts("dead-man", "firing"))
    assert heard_of_portals(hearer, "firing") == [TOLD]
    assert heard_of_portals(hearer, "resolved") == [TOLD]
    assert {labels["alertname"] for labels in hearer.alerts("dead-man", "firing")} == {"Watchdog"}
    assert hearer.alerts("nobody", "firing") == []


def alert(name: str, **labels: str) -> dict[str, Any]:
    return {"labels": {"alertname": name, **labels}}


def portal(name: str, severity: str, **labels: str) -> dict[str, Any]:
    return alert(
        f"EmcPortal{severity.capitalize()}", about="portal", agency="p", portal=name, severity=severity, **labels
    )


def post(port: int, alerts: list[dict[str, Any]]) -> bool:
    """Whether Alertmanager took them."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v2/alerts",
        data=json.dumps(alerts).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answered:
            return int(answered.status) == 200
    except OSError:
        return False


@pytest.mark.parametrize("trouble", ["EmcMonitorBlind", "EmcMonitorAbsent", "EmcNoLeader"])
def test_while_nobody_sees_nothing_is_told_of_portals(tmp_path: Path, trouble: str) -> None:
    with hearing() as hearer, managing(tmp_path, hearer=hearer) as port:
        assert come_true(lambda: post(port, [alert(trouble, about="monitor"), portal("p1", "critical")]))
        assert come_true(lambda: hearer.alerts("operator", "firing"))
        assert post(port, [alert("Somebody", about="portal-free")])  # a later group, told after that of the portal
        assert come_true(lambda: len(hearer.alerts("operator", "firing")) > 1)
        assert heard_of_portals(hearer, "firing") == []


def test_an_agency_hears_once_of_all_its_portals_and_not_of_minor_things_beside_grave_ones(tmp_path: Path) -> None:
    portals = [portal(f"p{number}", "critical") for number in range(200)]
    small = [portal("p1", "minor"), portal("p2", "major"), portal("q1", "minor")]
    with hearing() as hearer, managing(tmp_path, hearer=hearer) as port:
        assert come_true(lambda: post(port, [*portals, *small, portal("s1", "critical", simulated="true")]))
        assert come_true(lambda: heard_of_portals(hearer, "firing"))
    told = [(labels["portal"], labels["severity"]) for labels in heard_of_portals(hearer, "firing")]
    assert sorted(told) == sorted([*((f"p{n}", "critical") for n in range(200)), ("p2", "major"), ("q1", "minor")])
    assert [name for name, _ in hearer.heard if name == "agencies"] == ["agencies"]
