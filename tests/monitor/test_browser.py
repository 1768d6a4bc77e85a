"""A browser that is wanted and cannot be had is told before the start; without one nothing changes."""

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.browser import browser_mistakes, build_render
from monitor.configuration import load_configuration, shipped_folder
from monitor.one_look import address, look_at
from monitor.settings import Browser, Settings, Transport
from probes.contract import System
from probes.mistakes import DataError
from probes.rendering.loads import not_rendered
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from tests.support.bad_config import sound_folder
from tests.support.browser_site import browser_site, need_chromium

pytestmark = pytest.mark.xdist_group("chromium")

PYTHON = Path(sys.executable)  # any program


def said(browser: Browser, transport: Transport | None = None) -> list[str]:
    settings = Settings(browser=browser, transport=transport or Transport())
    return [str(mistake) for mistake in browser_mistakes(settings, file="settings.toml")]


def test_nobody_asks_for_chromium_where_no_browser_is_wanted() -> None:
    assert said(Browser(executable=Path("/nowhere/chromium"))) == []


def test_a_browser_that_can_be_had_is_no_mistake() -> None:
    assert said(Browser(enabled=True, executable=PYTHON, sandbox=False)) == []


def test_a_missing_chromium_is_told() -> None:
    wanted = Browser(enabled=True, executable=Path("/nowhere/chromium"), sandbox=False)
    assert said(wanted) == [
        "settings.toml: browser.executable: /nowhere/chromium is no program; expected the path of Chromium"
    ]


def test_root_is_told_that_chromium_has_no_sandbox_for_it() -> None:
    told = said(Browser(enabled=True, executable=PYTHON))
    assert [line.split(";")[0] for line in told] == (
        ["settings.toml: browser.sandbox: Chromium refuses it as root"] if os.geteuid() == 0 else []
    )


def test_authorities_of_the_operator_need_the_tool_that_tells_chromium_of_them(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = said(Browser(enabled=True, executable=PYTHON, sandbox=False), Transport(ca_file=tmp_path / "ca.pem"))
    assert told == [
        "settings.toml: browser.enabled: Chromium is told of transport.ca_file by certutil, which is not installed; "
        "expected certutil (Debian: libnss3-tools)"
    ]


def test_it_is_among_the_mistakes_of_the_folder(tmp_path: Path) -> None:
    wanted = {"EMC_BROWSER__ENABLED": "true", "EMC_BROWSER__EXECUTABLE": "/nowhere/chromium"}
    with pytest.raises(DataError) as error:
        load_configuration(sound_folder(tmp_path / "config"), {**wanted, "EMC_BROWSER__SANDBOX": "false"})
    assert [mistake.where for mistake in error.value.mistakes] == ["browser.executable"]


def test_with_a_browser_the_probe_looks_and_the_rules_know_of_it(tmp_path: Path) -> None:
    wanted = {"EMC_BROWSER__ENABLED": "true", "EMC_BROWSER__EXECUTABLE": str(PYTHON), "EMC_BROWSER__SANDBOX": "false"}
    configuration = load_configuration(sound_folder(tmp_path / "config"), wanted)
    assert "rendered_page" in configuration.lookers
    assert "rendered_page" in configuration.daily
    assert configuration.circumstances.abilities == {"browser"}


def test_without_one_the_rules_cannot_decide_and_nothing_is_shown(tmp_path: Path) -> None:
    configuration = load_configuration(sound_folder(tmp_path / "config"), {})
    assert configuration.circumstances.abilities == set()
    bell = Bell()
    assert build_render(configuration.settings, TransportSettings(), bell) is not_rendered
    bell.ring()


def test_nothing_is_started_before_a_page_is_asked_for() -> None:
    bell = Bell()
    settings = Settings(browser=Browser(enabled=True, executable=Path("/nowhere/chromium")))
    render = build_render(settings, TransportSettings(), bell)
    assert render is not not_rendered
    bell.ring()


PAGE = """<p id=here></p><script>
  const put = (mark, parent) => parent.insertAdjacentHTML('beforeend', mark);
  window._govaq = window._govaq || []; _govaq.push(['trackPageView']);
  _govaq.push(['setTrackerUrl', 'https://f-emc.ngsp.gov.vn/tracking']); _govaq.push(['setSiteId', 4321]);
  fetch('/late').then(() => put('<b id=btnEMC>EMC</b>', document.body))
</script>"""


def test_a_look_with_a_browser_decides_what_the_source_leaves_open(tmp_path: Path) -> None:
    need_chromium()
    with browser_site() as site:
        site.shows("/", PAGE)
        wanted = {
            "EMC_BROWSER__ENABLED": "true",
            "EMC_BROWSER__SANDBOX": str(os.geteuid() != 0).lower(),
            "EMC_DATA__DIR": str(tmp_path / "data"),
            "EMC_LAW__DAY": "2026-05-01",
            "EMC_TRANSPORT__RESOLVE": f"cong.vinh-mau.test=127.0.0.1:{site.port}",
        }
        configuration = load_configuration(shipped_folder(), wanted)
        with closing(build_transport(configuration)) as transport:
            watch = build_watch(configuration, transport, build_gate(configuration))
            report = look_at(watch, address("http://cong.vinh-mau.test/", System.PORTAL), pause=None)
    verdicts = {verdict.rule: verdict for verdict in report.verdicts}
    assert verdicts["EMC-02"].outcome == "pass", verdicts["EMC-02"]
    assert verdicts["EMC-01"].outcome == "pass"
    evidence = verdicts["PERF-01"].evidence
    assert "needs" not in evidence
    assert verdicts["PERF-01"].outcome in ("pass", "unknown", "fail")  # as fast as this machine is today
