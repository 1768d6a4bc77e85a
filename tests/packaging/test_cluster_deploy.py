"""What starts a cluster with one command is as careful as what starts one daemon; passwords are made where it runs."""

import os
import re
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import kombu
import pytest
import yaml
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.support.daemon import free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
ONE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))["services"]
COMPOSE = yaml.safe_load((DEPLOY / "compose.cluster.yml").read_text("utf-8"))


def extended(service: dict[str, Any]) -> dict[str, Any]:
    """A service that extends one of `compose.yml` is that one, changed."""
    return {**ONE[service["extends"]["service"]], **service} if "extends" in service else service


SERVICES: dict[str, dict[str, Any]] = {name: extended(service) for name, service in COMPOSE["services"].items()}
WORKERS = [name for name in SERVICES if name.startswith("worker-")]


def test_everything_that_a_cluster_needs_is_there() -> None:
    assert set(SERVICES) - set(WORKERS) == {"postgres", "redis", "monitor", "prometheus", "alertmanager", "grafana"}
    assert len(WORKERS) == 2


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_read_only_without_capabilities_and_on_loopback(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["network_mode"] == "host"
    assert not {"ports", "privileged", "cap_add", "pid", "ipc", "devices"} & service.keys()
    said = str(service.get("command", ""))
    listening = re.findall(r"(?:listen.address\w*=|--bind )([^'\", ]*)", said)
    assert all(re.fullmatch(r"(127\.0\.0\.1(:\d+)?)?", address) for address in listening)
    assert listening or name not in ("postgres", "redis", "prometheus", "alertmanager")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_tells_whether_it_is_well(name: str) -> None:
    told = SERVICES[name]["healthcheck"]
    assert told == {"disable": True} if name in WORKERS else told["test"][0] in ("CMD", "CMD-SHELL")


def test_images_are_pinned_and_no_one_of_other_people_runs_as_root_where_it_need_not() -> None:
    images = {name: service["image"] for name, service in SERVICES.items()}
    assert all(re.fullmatch(r"[\w/.-]+:(v?\d+\.\d+(\.\d+)?|local)", image) for image in images.values())
    assert all(re.fullmatch(r"[1-9]\d*:[1-9]\d*", SERVICES[name]["user"]) for name in ("postgres", "redis"))
    assert {images[name] for name in ("prometheus", "alertmanager", "grafana")} <= {
        one["image"] for one in ONE.values()
    }


def test_a_worker_hears_of_no_database() -> None:
    for name in WORKERS:
        service = SERVICES[name]
        assert service["command"] == ["worker", "--vantage", name.removeprefix("worker-")]
        assert [Path(path).name for path in service["env_file"]] == ["worker.env"]
        assert "secrets" not in service
        assert set(service["depends_on"]) == {"redis"}


def test_the_daemon_knows_the_places_that_look() -> None:
    places = re.findall(r"([a-z]+)=", SERVICES["monitor"]["environment"]["EMC_CLUSTER__VANTAGES"].partition(":-")[2])
    assert [f"worker-{place}" for place in places] == WORKERS


def test_what_is_mounted_is_there_and_read_only() -> None:
    for service in SERVICES.values():
        for mount in service["volumes"]:
            source, _, rest = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", mount).partition(":")
            if source.startswith("."):
                assert (DEPLOY / source).exists(), mount
                assert rest.endswith(":ro"), mount
            else:
                assert source in COMPOSE["volumes"], mount


def test_no_password_stands_in_the_files() -> None:
    for name in ("compose.cluster.yml", "make_secrets.sh", "emc-monitor.service", "emc-worker@.service"):
        text = (DEPLOY / name).read_text("utf-8")
        assert not re.search(r"(?i)(password|token|secret)\w*\s*[:=]\s*[\w/]*[a-z0-9]{12,}", text), name
        assert not re.search(r"://\w+:[^$@]+@", text), name
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "secrets"
    made = subprocess.run(["sh", DEPLOY / "make_secrets.sh", folder], capture_output=True, text=True, check=True)
    assert made.stdout == ""
    return folder


def test_the_secrets_are_all_that_the_services_ask_for_and_the_folder_is_its_owners(secrets: Path) -> None:
    asked = {Path(path).name for service in SERVICES.values() for path in service.get("env_file", ())}
    asked |= {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert {path.name for path in secrets.iterdir()} == asked
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700


def test_passwords_are_new_each_time_and_a_folder_is_never_written_over(secrets: Path, tmp_path: Path) -> None:
    before = (secrets / "worker.env").read_bytes()
    again = subprocess.run(["sh", DEPLOY / "make_secrets.sh", secrets], capture_output=True, text=True, check=False)
    assert (again.returncode, "nothing was changed" in again.stderr) == (1, True)
    assert (secrets / "worker.env").read_bytes() == before
    subprocess.run(["sh", DEPLOY / "make_secrets.sh", tmp_path / "other"], capture_output=True, check=True)
    assert (tmp_path / "other" / "worker.env").read_bytes() != before


def passwords(secrets: Path) -> dict[str, str]:
    """By account of the broker."""
    text = "".join((secrets / name).read_text("utf-8") for name in ("monitor.env", "worker.env"))
    return dict(re.findall(r"redis://(\w+):(\w+)@", text))


def test_the_accounts_of_the_broker_are_those_of_the_addresses(secrets: Path) -> None:
    granted = dict(re.findall(r"^user (\w+) on >(\w+) ", (secrets / "redis").read_text("utf-8"), re.MULTILINE))
    assert granted == passwords(secrets)
    assert len({*granted.values(), (secrets / "postgres").read_text("utf-8")}) == 3
    assert all(len(word) == 48 for word in granted.values())


def test_shell_accepts_what_makes_them() -> None:
    assert subprocess.run(["sh", "-n", DEPLOY / "make_secrets.sh"], check=False).returncode == 0
    assert shutil.which("sh") is not None


@pytest.fixture
def broker(secrets: Path, tmp_path: Path) -> Iterator[int]:
    """A real Redis as the service starts it, on a port of its own."""
    if shutil.which("redis-server") is None and not os.environ.get("TEST_NEEDS_SERVERS"):
        pytest.skip("not installed: redis-server")
    port = free_port()
    words = [part for word in SERVICES["redis"]["command"] for part in word.split()]
    words = [{"/run/secrets/redis": str(secrets / "redis"), "/data": str(tmp_path)}.get(word, word) for word in words]
    with subprocess.Popen(
        [*words, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_until(lambda: answers(port))
            yield port
        finally:
            server.terminate()


def answers(port: int) -> bool:
    """Whether the service's own health check would be content."""
    try:
        with closing(Redis(port=port)) as line:
            line.ping()
    except AuthenticationError:
        return True
    except RedisConnectionError:
        return False
    return False


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("account", ["monitor", "worker"])
def test_an_account_may_use_queues_and_signs_of_life_and_nothing_that_harms(
    broker: int, secrets: Path, account: str
) -> None:
    url = f"redis://{account}:{passwords(secrets)[account]}@127.0.0.1:{broker}/0"
    with kombu.Connection(url) as line:
        exchange = kombu.Exchange("signs", type="fanout")
        with closing(line.SimpleQueue("looks")) as queue, line.channel() as channel:
            queue.put({"portal": "a"})
            taken = queue.get(timeout=10)
            assert taken.payload == {"portal": "a"}
            taken.ack()
            kombu.Producer(channel, exchange=exchange).publish({"alive": True}, declare=[exchange])
    with closing(Redis.from_url(url)) as direct:
        for command in ("FLUSHALL", "SHUTDOWN", "CONFIG GET *", "ACL LIST"):
            with pytest.raises(NoPermissionError):
                direct.execute_command(*command.split())
