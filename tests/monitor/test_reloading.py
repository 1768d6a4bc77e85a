"""SIGHUP: a sound folder is used at once, a bad one changes nothing and is told, looks that run are left alone."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.configuration import load_configuration
from monitor.lookout import on_watch
from monitor.reloading import held_back
from monitor.setting_sources import read_settings
from monitor.view import View
from tests.support.daemon import Running, free_port, running
from tests.support.hostile import Visitor, serving
from tests.support.small_config import content, resolve, settings, small_folder, watch_only

pytestmark = pytest.mark.xdist_group("reloading")

NAMES = ("p1", "p2", "p3")
SUCCESSFUL = "emc_config_last_reload_successful"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two portals are watched, a third is not yet in the catalogue."""
    folder = small_folder(tmp_path / "config", NAMES[:2])
    settings(folder, "[schedule]\ninterval = 1\n[transport]\nconfirm_after = 0\n")
    return folder


@pytest.fixture
def daemon(folder: Path, tmp_path: Path) -> Iterator[Running]:
    """A daemon over that folder."""
    port = free_port()
    with serving(content) as served:
        variables = {
            "EMC_CONFIG": str(folder),
            "EMC_DATA__DIR": str(tmp_path / "data"),
            "EMC_WEB__PORT": str(port),
            "EMC_TRANSPORT__RESOLVE": resolve(NAMES, served),
        }
        with running("run", cwd=tmp_path, port=port, variables=variables) as started:
            started.wait_for("/metrics", 'emc_portal_up{portal="p2.portal"}')
            yield started


def reload(daemon: Running, said: str) -> str:
    """Ask for it and wait until the log says so; everything that the log says."""
    before = daemon.log.read_text().count(said)
    daemon.process.send_signal(signal.SIGHUP)
    for _ in range(600):
        if daemon.log.read_text().count(said) > before:
            return daemon.log.read_text()
        daemon.get("/healthz")
        threading.Event().wait(0.05)
    raise AssertionError(f"never said {said!r}: {daemon.log.read_text()[-2000:]}")


def test_a_new_portal_is_looked_at_and_a_removed_one_is_gone_at_the_next_scrape(daemon: Running, folder: Path) -> None:
    assert f"\n{SUCCESSFUL} 1.0\n" in daemon.get("/metrics")[1]
    watch_only(folder, ["p2", "p3"])
    reload(daemon, "configuration read again: 2 portals watched")
    scraped = daemon.get("/metrics")[1]
    assert "p1.portal" not in scraped
    assert 'emc_portal_info{agency="p",agency_kind="province",agency_name="Tỉnh Thử",host="p3.test"' in scraped
    told = daemon.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
    assert f"\n{SUCCESSFUL} 1.0\n" in told
    assert "p1.portal" not in daemon.get("/metrics")[1]
    assert daemon.get("/readyz") == (200, "ok\n")
    assert daemon.end() < 5


def test_a_bad_folder_changes_nothing_and_every_mistake_is_told_until_it_is_repaired(
    daemon: Running, folder: Path
) -> None:
    rule = folder / "rules" / "AV-01.toml"
    sound = rule.read_text("utf-8")
    rule.unlink()
    watch_only(folder, ["p3"], status="sure")
    log = reload(daemon, "the configuration before it holds on; mistakes: 2")
    assert f"configuration not read again: {rule}: missing" in log
    assert f"configuration not read again: {folder / 'portals.csv'}: line 2" in log
    scraped = daemon.get("/metrics")[1]
    assert f"\n{SUCCESSFUL} 0.0\n" in scraped
    assert 'emc_portal_up{portal="p1.portal"} 1.0' in scraped
    rule.write_text(sound, "utf-8")
    watch_only(folder, ["p1"])
    reload(daemon, "configuration read again: 1 portals watched")
    assert f"\n{SUCCESSFUL} 1.0\n" in daemon.get("/metrics")[1]


def test_a_catalogue_that_leaves_nobody_to_look_at_is_refused(daemon: Running, folder: Path) -> None:
    watch_only(folder, NAMES, status="guess")
    log = reload(daemon, "the configuration before it holds on")
    assert f"{folder / 'portals.csv'}: nobody to look at; expected a confirmed or proposed portal in force" in log
    watch_only(folder, ())
    log = reload(daemon, "the configuration before it holds on")
    assert log.count(f"configuration not read again: {folder / 'portals.csv'}") == 2
    scraped = daemon.get("/metrics")[1]
    assert f"\n{SUCCESSFUL} 0.0\n" in scraped
    assert "p1.portal" in scraped


def test_what_needs_a_restart_is_named_and_left_while_the_rest_holds(daemon: Running, folder: Path) -> None:
    changed = (
        "[schedule]\ninterval = 3600\nworkers = 3\n[transport]\nconfirm_after = 0\n"
        '[vantage]\nname = "elsewhere"\n[storage]\nurl = "sqlite:///secret-place.sqlite3"\n[alerts]\nmode = "tell"\n'
    )
    settings(folder, changed)
    log = reload(daemon, "configuration read again")
    for name in ("storage.url", "vantage.name", "schedule.workers"):
        assert f"{name} has changed and needs a restart; until then it stays as it was" in log
    assert "secret-place" not in log
    scraped = daemon.get("/metrics")[1]
    assert 'emc_alerts_mode{mode="tell"} 1.0' in scraped
    assert 'vantage="local"' in scraped
    assert 'vantage="elsewhere"' not in scraped


def test_only_what_needs_a_restart_is_held_back(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "config", NAMES)
    settings(folder, "[web]\nport = 1\n[schedule]\ninterval = 60\nworkers = 4\n")
    before = read_settings(folder, {})
    settings(folder, "[web]\nport = 2\n[schedule]\ninterval = 90\nworkers = 5\n[law]\nday = 2026-11-22\n")
    found, held = held_back(before, read_settings(folder, {}))
    assert held == ("web.port", "schedule.workers")
    assert (found.web.port, found.schedule.workers, found.schedule.interval) == (1, 4, 90)
    assert str(found.law.day) == "2026-11-22"


def test_a_look_that_runs_ends_as_it_began(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(visitor: Visitor) -> None:
        begun.set()
        go_on.wait(20)
        content(visitor)

    folder = small_folder(tmp_path / "config", NAMES)
    with serving(slow) as port:
        variables = {
            "EMC_DATA__DIR": str(tmp_path / "data"),
            "EMC_NETWORK__REFERENCES": "",
            "EMC_TRANSPORT__RESOLVE": resolve(NAMES, port),
        }
        with on_watch(load_configuration(folder, variables)) as lookout:
            view, ended = View(lookout), threading.Event()
            taken = threading.Thread(
                target=lambda: lookout.take_all(lookout.subjects[:1], on_end=lambda _portal: ended.set())
            )
            taken.start()
            assert begun.wait(20)
            watch_only(folder, NAMES[1:])
            lookout.use(load_configuration(folder, variables))
            go_on.set()
            taken.join(60)
            assert ended.is_set()
            kept = lookout.gear.store.observations("p1.portal")
            assert {item.outcome for item in kept if item.probe == "reachability"} == {"seen"}
            view.forget()
            assert "p1.portal" not in view.metrics().decode()  # its last round is kept, and shown no more
