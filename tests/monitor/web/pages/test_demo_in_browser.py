"""The pages of a demo run with its past in a real Chromium: both languages, filters, files, charts, keyboard."""

import time
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser_site import CHROMIUM, need_chromium
from tests.support.daemon import Running, free_port, running

pytestmark = pytest.mark.xdist_group("chromium")

AGENCY = "sim-p02"  # its one-stop system refuses the monitor, its portal lacks a section
PLACES = (
    "/",
    f"/agencies/{AGENCY}",
    f"/agencies/{AGENCY}/compare",
    "/portals/sim-p34-one-stop",  # nobody answers there
    "/portals/sim-p02-portal",
    "/compare",
    "/incidents",
    "/rules",
    "/about",
    "/token",
)
TESTED = (f"/agencies/{AGENCY}", "/portals/sim-p34-one-stop", "/incidents")  # by axe, slow on pages as long as these
INKED = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, at) => at % 4 === 3 && value > 100 && data[at - 1] > data[at - 3] + 40);
}"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A nation that has been looked at once, and thirty days before that."""
    need_chromium()
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    with running("demo", "--data", str(folder / "data"), "--port", str(port), cwd=folder, port=port) as daemon:
        looked_at(daemon)
        yield daemon


def looked_at(daemon: Running) -> None:
    """Wait for the first round; its scores are kept once it is over, which takes minutes on a busy machine."""
    until = time.monotonic() + 240
    while '"band"' not in daemon.get("/api/v1/scores?limit=1")[1]:
        assert time.monotonic() < until, daemon.log.read_text()[-2000:]
        time.sleep(1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    need_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def said() -> list[str]:
    """What went wrong on the pages of a test, and every address outside that they asked for."""
    return []


def opened(browser: Browser, said: list[str], *, scheme: Literal["light", "dark"] = "light", width: int = 1280) -> Page:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.set_default_timeout(60_000)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith("http://127.0.0.1:") else None)
    return page


def at(demo: Running, path: str, language: str = "vi") -> str:
    return f"http://127.0.0.1:{demo.port}{path}{'?lang=en' if language == 'en' else ''}"


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("vi", "light", 1280), ("en", "dark", 1280), ("vi", "dark", 320), ("en", "light", 320)],
)
def test_every_page_fits_is_accessible_and_asks_nobody_else(
    demo: Running, browser: Browser, said: list[str], language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page = opened(browser, said, scheme=scheme, width=width)
    for path in PLACES:
        page.goto(at(demo, path, language))
        assert page.evaluate("document.documentElement.lang") == language
        assert "MÔ PHỎNG" in page.inner_text("body").upper() or "SIMULATED" in page.inner_text("body").upper()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if path in TESTED and (language, width) == ("vi", 1280):
            found = Axe().run(page).response["violations"]
            assert [(path, one["id"]) for one in found if one["impact"] in ("serious", "critical")] == []
    assert said == []
    page.close()


def test_the_other_language_is_one_link_away_and_leads_back(demo: Running, browser: Browser, said: list[str]) -> None:
    page = opened(browser, said)
    page.goto(at(demo, f"/agencies/{AGENCY}"))
    vietnamese = page.inner_text("h1")
    page.locator("nav a.other").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.inner_text("h1") != vietnamese
    page.locator("nav a.other").click()
    assert page.inner_text("h1") == vietnamese
    assert said == []
    page.close()


def test_every_chart_of_an_agency_and_of_a_portal_is_drawn(demo: Running, browser: Browser, said: list[str]) -> None:
    page = opened(browser, said)
    for path, charts in ((f"/agencies/{AGENCY}", {"scores", "steps"}), ("/portals/sim-p02-portal", {"phases"})):
        page.goto(at(demo, path))
        assert (
            set(page.eval_on_selector_all("figure[data-chart]", "all => all.map(one => one.dataset.chart)")) >= charts
        )
        for chart in charts:
            page.wait_for_selector(f"figure[data-chart={chart}].drawn")
            assert page.locator(f"figure[data-chart={chart}] canvas").first.evaluate(INKED), (path, chart)
    assert said == []
    page.close()


def test_every_file_that_the_national_page_offers_comes_as_its_kind(
    demo: Running, browser: Browser, said: list[str]
) -> None:
    page = opened(browser, said)
    page.goto(at(demo, "/"))
    links = page.eval_on_selector_all("main a[href*='/api/v1/export/']", "all => all.map(one => one.href)")
    kinds = {"csv": b"", "json": b"{", "xlsx": b"PK"}
    for kind, begins in kinds.items():
        mine = sorted({link for link in links if f".{kind}" in link})
        assert mine, kind
        for link in mine[:4]:
            answer = page.request.get(link)
            assert answer.status == 200, link
            assert answer.body().removeprefix(b"\xef\xbb\xbf").startswith(begins)
            assert kind == "json" or f".{kind}" in answer.headers["content-disposition"]
    with page.expect_download() as download:
        page.locator("main a[href*='.csv']").first.click()
    assert download.value.suggested_filename.endswith(".csv")
    assert said == []
    page.close()


def test_a_league_is_filtered_searched_and_sorted_by_keyboard_alone(
    demo: Running, browser: Browser, said: list[str]
) -> None:
    page = opened(browser, said)
    page.goto(at(demo, "/"))
    table = page.locator("#provinces")
    before = table.locator("tbody tr:visible").count()
    reached(page, page.locator(".tools[data-rows='#provinces'] input").element_handle())
    page.keyboard.type("lam")
    assert 0 < table.locator("tbody tr:visible").count() < before
    reached(page, table.locator("th button").first.element_handle())
    page.keyboard.press("Enter")
    sorted_by = table.locator("th[aria-sort]:not([aria-sort=none])").first
    ways = [sorted_by.get_attribute("aria-sort")]
    page.keyboard.press("Enter")
    ways.append(sorted_by.get_attribute("aria-sort"))
    assert set(ways) == {"ascending", "descending"}
    assert said == []
    page.close()


def reached(page: Page, wanted: object) -> None:
    """Come there by Tab alone, from where the focus is; it can be seen there."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            assert page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 }"
            )
            return
    raise AssertionError("never reached by Tab")


def test_the_focus_is_never_trapped_or_lost(demo: Running, browser: Browser, said: list[str]) -> None:
    page = opened(browser, said)
    page.goto(at(demo, "/incidents"))
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
        box = page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect(); return box.width })()"
        )
        assert box > 0, seen[-1]
    assert len(set(seen)) >= min(len(seen), 20)
    assert said == []
    page.close()


def test_an_incident_is_reached_from_the_nation_by_links(demo: Running, browser: Browser, said: list[str]) -> None:
    page = opened(browser, said)
    page.goto(at(demo, "/"))
    page.locator("main a[href^='/incidents/']").first.click()
    assert "/incidents/" in page.url
    page.locator("main a[href^='/portals/']").first.click()
    assert "/portals/" in page.url
    page.locator("main a[href^='/agencies/']").first.click()
    assert "/agencies/" in page.url
    assert said == []
    page.close()
