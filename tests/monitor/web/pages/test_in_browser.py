"""The pages in a real Chromium: accessible, within 320 pixels, light and dark, sorted and searched, asking nobody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from monitor.rules.contract import Basis, Cause, Outcome
from tests.support.browser_site import CHROMIUM, need_chromium
from tests.support.incidents import incident
from tests.support.kept_rounds import (
    DAY,
    PORTAL,
    START,
    after,
    counted,
    evidence,
    figure,
    observation,
    reachability,
    round_,
    verdict,
)
from tests.support.merged_provinces import day_score
from tests.support.page_site import Site, serving

pytestmark = pytest.mark.xdist_group("chromium")

PLACES = (
    "/",
    "/agencies/a-mau",
    f"/portals/{PORTAL}",
    "/compare",
    "/agencies/a-mau/compare?period=year",
    "/incidents",
    "/incidents/i-1",
    "/rules",
    "/about",
    "/token",
    "/nowhere",
)
LONG = "https://mau.test/" + "mot-dia-chi-rat-dai" * 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small estate with something of everything."""
    page = evidence("<p>Xin chào</p>".encode())
    verdicts = (
        verdict(Outcome.FAIL, "TLS-01", basis=Basis.LAW, evidence={"url": LONG, "thresholds": {"days": 20}}),
        verdict(Outcome.UNKNOWN, "AV-01", cause=Cause.NOT_OBSERVED_ENOUGH),
        verdict(),
    )
    look = observation(reachability(final_url=LONG, title=LONG), at=after(10), pages=(page,))
    figures = tuple(figure(number, f"key-{number}", raw=str(number)) for number in (9, 100, 20))
    read = counted(after(10), *figures).observations
    rounds = [
        counted(START, figure(1, "key-9"), figure(5, "key-100")),
        round_(after(10), observations=(look, *read), verdicts=verdicts, evidence=(page,)),
    ]
    opened = incident(portal=PORTAL, agency="a-mau", since=START, opened=after(1))
    scores = [
        day_score("a-mau", DAY - timedelta(days=back), 60.0 + back, rulebook="1" if back > 3 else "2")
        for back in range(9, -1, -1)
    ]
    folder = tmp_path_factory.mktemp("browser")
    with serving(folder, rounds, incidents=[opened], at=after(15), scores=scores) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of them."""
    need_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opened(browser: Browser, *, scheme: Literal["light", "dark"], width: int) -> tuple[Page, list[str]]:
    """A page with all that went wrong on it, and every address that it asked for."""
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith("http://127.0.0.1:") else None)
    return page, said


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
@pytest.mark.parametrize("language", ["", "lang=en"])
def test_every_page_is_accessible_fits_and_asks_nobody_else(
    site: Site, browser: Browser, scheme: Literal["light", "dark"], width: int, language: str
) -> None:
    page, said = opened(browser, scheme=scheme, width=width)
    for path in PLACES:
        page.goto(f"http://127.0.0.1:{site.port}{path}{'&' if '?' in path else '?'}{language}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"]) for one in found if one["impact"] in ("serious", "critical")] == []
    assert [text for text in said if "404" not in text] == []
    page.close()


def test_tables_are_sorted_by_their_numbers_and_narrowed_by_words(site: Site, browser: Browser) -> None:
    page, _said = opened(browser, scheme="light", width=1280)
    page.goto(f"http://127.0.0.1:{site.port}/portals/{PORTAL}")
    values = page.locator("table.sortable td[data-value]:nth-child(2)")
    heading = page.locator("table.sortable th button").nth(1)
    heading.press("Enter")
    assert values.all_inner_texts() == ["9", "20", "100"]
    heading.press("Enter")
    assert values.all_inner_texts() == ["100", "20", "9"]
    page.goto(f"http://127.0.0.1:{site.port}/rules")
    page.locator(".tools input").fill("chung thu so")
    assert page.locator("#rules tbody tr:visible th").all_inner_texts() == ["TLS-02"]
    page.close()


def test_the_first_tab_leads_to_the_content(site: Site, browser: Browser) -> None:
    page, _said = opened(browser, scheme="light", width=1280)
    page.goto(f"http://127.0.0.1:{site.port}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


INKED = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let blue = 0, red = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 100) continue;
    if (data[at + 2] > data[at] + 60) blue += 1;
    if (data[at] > data[at + 2] + 60) red += 1;
  }
  return [blue, red];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_scores_are_drawn_with_a_mark_where_the_rule_book_changed(
    site: Site, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    page, said = opened(browser, scheme=scheme, width=1280)
    page.goto(f"http://127.0.0.1:{site.port}/agencies/a-mau")
    page.wait_for_selector("figure[data-chart=scores].drawn")
    blue, red = page.locator("figure[data-chart=scores] canvas").evaluate(INKED)
    assert blue > 200
    assert red > 20
    page.set_viewport_size({"width": 400, "height": 900})
    page.wait_for_function("document.querySelector('figure[data-chart=scores] canvas').clientWidth < 400")
    assert page.locator("figure[data-chart=scores] details tbody tr").count() == 10
    assert said == []
    page.close()


def test_histories_of_figures_and_phases_are_drawn(site: Site, browser: Browser) -> None:
    page, said = opened(browser, scheme="light", width=1280)
    page.goto(f"http://127.0.0.1:{site.port}/portals/{PORTAL}")
    page.wait_for_selector("figure[data-chart=steps].drawn")
    assert page.locator("figure[data-chart=steps] canvas").first.evaluate(INKED)[0] > 200
    assert said == []
    page.close()


def test_on_paper_the_drawing_of_the_server_stands_in_place_of_the_canvas(site: Site, browser: Browser) -> None:
    page, _said = opened(browser, scheme="dark", width=1280)
    page.goto(f"http://127.0.0.1:{site.port}/agencies/a-mau")
    page.wait_for_selector("figure[data-chart=scores].drawn")
    page.emulate_media(media="print")
    assert not page.locator("figure[data-chart=scores] .drawing").is_visible()
    drawing = page.locator("figure[data-chart=scores] > svg").bounding_box()
    assert drawing is not None
    assert drawing["height"] > 40
    page.close()


def test_without_scripts_tables_filters_and_drawings_are_there(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site.port}/")
    page.select_option("select[name=kind]", "ministry")
    page.locator("#leagues button").click()
    assert "kind=ministry" in page.url
    assert page.locator("#ministries-untold tbody th").all_inner_texts() == ["Bộ Mẫu"]
    assert page.locator("#provinces, #provinces-untold").count() == 0
    page.goto(f"http://127.0.0.1:{site.port}/agencies/a-mau")
    drawing = page.locator("figure[data-chart=scores] > svg").bounding_box()
    assert drawing is not None
    assert drawing["height"] > 40
    context.close()


def test_on_a_narrow_screen_the_map_is_a_list_that_can_be_read(site: Site, browser: Browser) -> None:
    page, _said = opened(browser, scheme="light", width=320)
    page.goto(f"http://127.0.0.1:{site.port}/")
    assert not page.locator("svg.map").is_visible()
    link = page.locator(".map-list a").first
    assert link.is_visible()
    assert link.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 14
    assert "Quần đảo Hoàng Sa (Đà Nẵng)" in page.locator(".map-list").inner_text()
    page.close()
