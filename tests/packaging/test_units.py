"""The units start what there is, under an account that can do nothing else; systemd finds nothing wrong with them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.daemon import run

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = ("emc-monitor.service", "emc-worker@.service")
MOST_EXPOSED = 1.5  # of 10, as systemd counts
HARDENING = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "PrivateIPC": "yes",
    "ProtectProc": "invisible",
    "ProtectClock": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectControlGroups": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "RemoveIPC": "yes",
    "KeyringMode": "private",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service ~@privileged @resources",
    "SystemCallErrorNumber": "EPERM",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
}


def service(name: str) -> dict[str, str]:
    """What stands under [Service]; a key that stands twice has both values."""
    text = (DEPLOY / name).read_text("utf-8").partition("[Service]")[2].partition("\n[")[0]
    found: dict[str, str] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
        found[key] = f"{found[key]} {value}" if key in found else value
    return found


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_can_do_nothing_but_its_work(name: str) -> None:
    told = service(name)
    assert {key: told.get(key) for key in HARDENING} == HARDENING
    assert told["User"] == told["Group"] == "emc-monitor"
    assert "ReadWritePaths" not in told  # its state folder is all that it writes to


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_a_command_that_there_is(name: str, tmp_path: Path) -> None:
    program, command, *_ = service(name)["ExecStart"].split()
    assert program == "/opt/emc-monitor/bin/emc-monitor"
    assert run(command, "--help", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("name", UNITS)
def test_a_wrong_configuration_is_not_tried_again_and_secrets_are_not_in_the_unit(name: str) -> None:
    told = service(name)
    assert (told["Restart"], told["RestartPreventExitStatus"]) == ("on-failure", "2")
    assert told["EnvironmentFile"].startswith("-/etc/emc-")
    assert told["Environment"].split() == [f"EMC_DATA__DIR=/var/lib/{told['StateDirectory']}", "PYTHONUNBUFFERED=1"]


def test_the_daemon_reads_its_configuration_again_and_has_time_to_end() -> None:
    told = service("emc-monitor.service")
    assert told["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert int(told["TimeoutStopSec"]) >= 10


def test_a_worker_sees_neither_the_store_nor_the_secrets_of_the_daemon() -> None:
    hidden = service("emc-worker@.service")["InaccessiblePaths"].split()
    assert hidden == ["-/var/lib/emc-monitor", "-/etc/emc-monitor.secrets"]


def test_the_account_is_made() -> None:
    assert re.search(r"^u emc-monitor - ", (DEPLOY / "emc-monitor.sysusers.conf").read_text("utf-8"), re.MULTILINE)


def by_systemd(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`systemd-analyze` over the units, which start a program that is there on every machine."""
    if shutil.which("systemd-analyze") is None and not os.environ.get("TEST_NEEDS_SERVERS"):
        pytest.skip("not installed: systemd-analyze (Debian package systemd)")
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8").replace("/opt/emc-monitor/bin/emc-monitor", "/bin/true")
        (folder / name.replace("@.", "@hn.")).write_text(text, "utf-8")
    names = [f"./{name.replace('@.', '@hn.')}" for name in UNITS]
    return subprocess.run(
        ["systemd-analyze", *words, *names], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    ended = by_systemd(tmp_path, "verify")
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_systemd_finds_them_little_exposed(tmp_path: Path) -> None:
    ended = by_systemd(tmp_path, "security", "--offline=true", f"--threshold={10 * MOST_EXPOSED:.0f}", "--no-pager")
    levels = re.findall(r"Overall exposure level for \S+: ([\d.]+)", ended.stdout)
    assert len(levels) == len(UNITS), ended.stdout + ended.stderr
    assert max(map(float, levels)) <= MOST_EXPOSED
