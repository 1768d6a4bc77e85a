"""The daemon as an operator meets it: it ends in order, survives being killed, and says in one line what is wrong."""

import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.configuration import shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from tests.support.daemon import free_port, run, running

pytestmark = pytest.mark.xdist_group("daemon")


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A configuration folder for a running estate."""
    folder = tmp_path_factory.mktemp("estate")
    with running_estate("2022-08", folder) as served:
        write_configuration(folder / "config", served, defaults=shipped_folder(), port=8000, data=Path("data"))
        yield folder / "config"


@pytest.fixture
def port() -> int:
    return free_port()


def variables(config: Path, port: int, *, interval: int = 5) -> dict[str, str]:
    """Rounds every few seconds, so that there is always something on its way."""
    return {"EMC_CONFIG": str(config), "EMC_WEB__PORT": str(port), "EMC_SCHEDULE__INTERVAL": str(interval)}


def test_sigterm_ends_it_within_5_seconds_with_nothing_lost(estate: Path, port: int, tmp_path: Path) -> None:
    chosen = variables(estate, port)
    with running("run", cwd=tmp_path, port=port, variables=chosen) as daemon:
        daemon.wait_for("/metrics", 'outcome="seen"')
        assert daemon.get("/readyz") == (200, "ok\n")
        assert daemon.end(signal.SIGTERM) < 5
        assert daemon.process.returncode == 0
        told = daemon.log.read_text()
        assert not [words for words in ("Traceback", "alembic", "apscheduler") if words in told]
    checked = run("db", "check", cwd=tmp_path, **chosen)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_after_kill_9_the_store_is_sound_and_the_daemon_goes_on(estate: Path, port: int, tmp_path: Path) -> None:
    chosen = variables(estate, port, interval=60)  # states hold for two intervals, so for longer than a restart
    with running("run", cwd=tmp_path, port=port, variables=chosen) as daemon:
        daemon.wait_for("/metrics", "emc_portal_up{")
        daemon.end(signal.SIGKILL)
    checked = run("db", "check", cwd=tmp_path, **chosen)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with running("run", cwd=tmp_path, port=port, variables=chosen) as daemon:
        assert "emc_portal_up{" in daemon.get("/metrics")[1]  # what was kept before is told at once
        daemon.wait_for("/metrics", 'outcome="seen"')


def test_a_sweep_is_refused_while_a_daemon_leads_the_store(estate: Path, port: int, tmp_path: Path) -> None:
    chosen = variables(estate, port)
    with running("run", cwd=tmp_path, port=port, variables=chosen):
        ended = run("sweep", cwd=tmp_path, **chosen)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "leads the store" in ended.stderr


def test_a_port_in_use_gets_one_line(estate: Path, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ended = run("run", cwd=tmp_path, **variables(estate, port))
    assert ended.returncode == 1
    expected = (
        f"cannot listen on 127.0.0.1:{port}, address already in use; choose another with EMC_WEB__PORT or web.port"
    )
    assert ended.stderr.splitlines()[-1] == f"emc-monitor: {expected}"
    assert "Traceback" not in ended.stderr


def test_a_data_folder_that_cannot_be_written_gets_one_line(estate: Path, port: int, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file where the folder should be")
    chosen = {**variables(estate, port), "EMC_DATA__DIR": str(tmp_path / "occupied" / "data")}
    ended = run("run", cwd=tmp_path, **chosen)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "occupied" in ended.stderr.splitlines()[-1]


def test_a_store_of_the_simulated_estate_is_never_mixed_with_the_real_world(
    estate: Path, port: int, tmp_path: Path
) -> None:
    chosen = variables(estate, port)
    assert run("sweep", "--only", "sim-p01-portal", "--json", cwd=tmp_path, **chosen).returncode == 0
    ended = run("sweep", cwd=tmp_path, **{**chosen, "EMC_SIMULATION__SCENARIO": ""})
    assert ended.returncode == 1
    assert "never mixed" in ended.stderr
