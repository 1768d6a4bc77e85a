"""What starts everything with one command is careful, pinned, and names only files that are there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.part_of_lock import main, part

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
PROVISIONED = sorted((ROOT / "grafana" / "provisioning").rglob("*.yml"))
LOCK = """# How this was made.
alpha==1 \\
    --hash=sha256:01
    # via emc-monitor (pyproject.toml)
beta-two==2 \\
    --hash=sha256:02
    # via
    #   alpha
    #   gamma
gamma==3 \\
    --hash=sha256:03
    # via emc-monitor (pyproject.toml:dev)
delta==4 \\
    --hash=sha256:04
    # via beta-two
"""


def test_one_command_starts_all_four() -> None:
    assert set(SERVICES) == {"monitor", "prometheus", "alertmanager", "grafana"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_read_only_without_capabilities_and_on_loopback(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["network_mode"] == "host"
    assert "ports" not in service
    assert "privileged" not in service
    listening = re.findall(r"listen-address=(\S*?)['\",]", str(service.get("command", "")) + ",")
    assert all(address == "" or address.startswith("127.0.0.1:") for address in listening)


def test_images_are_pinned() -> None:
    images = [service["image"] for service in SERVICES.values()]
    assert all(re.fullmatch(r"[\w/.-]+:(v?\d+\.\d+\.\d+|local)", image) for image in images)
    bases = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert set(bases) == {"python:3.11-slim"}


def test_what_is_mounted_is_there_and_read_only() -> None:
    mounts = [volume for service in SERVICES.values() for volume in service["volumes"]]
    for mount in mounts:
        source, _, rest = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", mount).partition(":")
        if source.startswith("."):
            assert (DEPLOY / source).exists(), mount
            assert rest.endswith(":ro"), mount
        else:
            assert source in COMPOSE["volumes"], mount


def test_no_secret_stands_in_the_files() -> None:
    for path in (DEPLOY / "compose.yml", DEPLOY / "Dockerfile", *PROVISIONED):
        assert not re.search(r"(?i)(password|token|secret)\w*\s*[:=]\s*\S", path.read_text("utf-8")), path


def test_the_image_is_built_from_files_that_are_there_and_does_not_run_as_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY") and "--from" not in line]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []
    let_in = re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE)
    assert sorted(let_in) == sorted(name for names in copied for name in names)
    final = text[text.rindex("\nFROM") :]
    assert re.search(r"^USER [1-9]\d*$", final, re.MULTILINE)
    assert "pip install" not in final


def test_the_dashboards_are_provided_out_of_the_folder_that_is_mounted() -> None:
    source, board = (yaml.safe_load(path.read_text("utf-8")) for path in reversed(PROVISIONED))
    provider = board["providers"][0]
    assert provider["options"]["path"] == "${EMC_DASHBOARDS}"
    assert provider["allowUiUpdates"] is False
    assert source["datasources"][0]["url"] == "${PROMETHEUS_URL}"
    told = SERVICES["grafana"]["environment"]
    assert told["EMC_DASHBOARDS"] + ":ro" in [volume.partition(":")[2] for volume in SERVICES["grafana"]["volumes"]]
    assert told["PROMETHEUS_URL"].endswith(SERVICES["prometheus"]["command"][-1].partition("=127.0.0.1")[2])


def test_grafana_is_of_the_line_that_the_dashboards_are_written_for() -> None:
    line = re.search(r"grafana-foundation-sdk==\d+!(\d+\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert line is not None
    assert SERVICES["grafana"]["image"].startswith(f"grafana/grafana:{line[1]}.")


def test_a_part_of_the_lock_has_what_is_needed_and_what_that_needs_with_hashes() -> None:
    kept = part(LOCK, ["alpha"])
    assert re.findall(r"^[\w-]+==\d", kept, re.MULTILINE) == ["alpha==1", "beta-two==2", "delta==4"]
    assert "--hash=sha256:02" in kept
    assert "How this was made" not in kept


def test_a_package_that_the_lock_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        part(LOCK, ["epsilon"])


def test_what_the_image_installs_has_no_development_tool(capsys: pytest.CaptureFixture[str]) -> None:
    main("emc-monitor[cluster,postgres,compression]")
    names = set(re.findall(r"^([\w-]+)==", capsys.readouterr().out, re.MULTILINE))
    assert {"requests", "sqlmodel", "prometheus-client", "psycopg-binary", "brotli"} <= names
    assert not names & {"pytest", "mypy", "ruff", "hatchling", "grafana-foundation-sdk", "playwright", "schemathesis"}
