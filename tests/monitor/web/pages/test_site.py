"""Every page carries our headers, asks nobody else, and shows what portals say as text."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from monitor.exemptions.records import Circumstances, Exemption, Scope
from monitor.incidents.records import Event, Happening
from monitor.rules.contract import Outcome
from probes.exchange import Hop
from probes.failures import FailureKind, State, failed
from tests.support.hostile_texts import HOSTILE_TEXTS
from tests.support.incidents import incident
from tests.support.kept_rounds import (
    DAY,
    PORTAL,
    START,
    after,
    counted,
    counts,
    evidence,
    figure,
    observation,
    reachability,
    round_,
    verdict,
)
from tests.support.page_site import AGENCY, WATCHED, Site, serving

PLACES = (
    "/",
    "/agencies/a-mau",
    f"/portals/{PORTAL}",
    "/compare",
    "/agencies/a-mau/compare",
    "/incidents",
    "/incidents/i-3",
    "/rules",
    "/about",
    "/token",
    "/nowhere",
)
PAGES = tuple(f"{path}{lang}" for path in PLACES for lang in ("", "?lang=en"))
WITH_ALL = ("/agencies/a-mau", f"/portals/{PORTAL}", "/incidents", "/about")  # the pages that show each of the texts
HARMFUL = ["img", "iframe", "object", "embed", "style", "base", "math", "video", "textarea"]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An estate in which every text that comes from elsewhere is hostile."""
    everything = " ".join(HOSTILE_TEXTS)
    page = evidence(f"<html><body><p>{everything.replace('<', '&lt;')}</p></body></html>".encode())
    facts = reachability(
        State.DOWN,
        title=everything,
        reason=everything,
        hops=tuple(Hop(url=text, status=302, address="203.0.113.9") for text in HOSTILE_TEXTS),
    )
    figures = tuple(
        figure(n, f"key-{n}", label=text, raw=text, where=text, scope=text, definition=text)
        for n, text in enumerate(HOSTILE_TEXTS)
    )
    seen = round_(
        state=State.DOWN,
        observations=(
            observation(facts, failure=failed(FailureKind.HTTP_SERVER_ERROR, everything), pages=(page,)),
            observation(counts(*figures, figure(2, "whole", label=everything)), probe="published_counts"),
        ),
        evidence=(page,),
        verdicts=tuple(
            verdict(
                Outcome.FAIL,
                f"HOSTILE-{n}",
                reason=text,
                reason_en=text,
                law=text,
                evidence={text: text, "more": [text]},
            )
            for n, text in enumerate(HOSTILE_TEXTS)
        ),
    )
    before = counted(after(-60), figure(1, "whole", label=everything), law_day=DAY)
    exempt = tuple(
        Exemption(scope=Scope(agency=AGENCY.id), rule=text, ground=text, approver=text, starts=date.min, ends=date.max)
        for text in HOSTILE_TEXTS
    )
    with serving(
        tmp_path_factory.mktemp("hostile"),
        [before, seen],
        incidents=[hostile_incident(n, text) for n, text in enumerate(HOSTILE_TEXTS)],
        agencies=(replace(AGENCY, name_vi=everything, name_en=everything),),
        portals=(replace(WATCHED, url=everything),),
        circumstances=Circumstances(exemptions=exempt),
    ) as site:
        yield site


def hostile_incident(number: int, text: str) -> Any:
    event = Event(incident=f"i-{number}", happening=Happening.OPENED, at=START, reason=text, reason_en=text)
    return incident(
        id=f"i-{number}",
        portal=PORTAL,
        agency=AGENCY.id,
        rule=f"HOSTILE-{number}",
        opened=after(-number - 1),
        since=after(-number - 2),
        reason=text,
        reason_en=text,
        law=text,
        muted=text,
        events=(event,),
    )


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", PAGES)
def test_forty_hostile_texts_are_shown_as_text_and_nothing_of_them_is_markup(hostile: Site, path: str) -> None:
    answer = hostile.get(path)
    page = BeautifulSoup(answer.text, "lxml")
    assert {tag["src"] for tag in page("script")} <= {"/tables.js", "/uplot.js", "/charts.js"}
    assert not [tag for tag in page("script") if tag.get_text()]
    assert [tag["href"] for tag in page("link")] == ["/icon.svg", "/style.css", "/uplot.css"]
    assert not page(HARMFUL)
    assert all(str(form["action"]).startswith("/") for form in page("form"))
    for tag in page(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "srcdoc")]
        assert str(tag.get("href", "/")).startswith(("/", "#"))
        assert str(tag.get("href", "/"))[:2] != "//"
    if path.split("?")[0] in WITH_ALL:
        said = squeezed(page.get_text())
        assert not [text for text in HOSTILE_TEXTS if squeezed(text) not in said]


@pytest.mark.parametrize(
    "path", [*PAGES, "/style.css", "/tables.js", "/charts.js", "/icon.svg", "/uplot.js", "/uplot.css"]
)
def test_every_answer_has_the_strict_policy(hostile: Site, path: str) -> None:
    headers = hostile.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_a_language_a_skip_link_and_named_tables(hostile: Site, path: str) -> None:
    page = BeautifulSoup(hostile.get(path).text, "lxml")
    assert page.html is not None
    assert page.html["lang"] == ("en" if ("lang=en" in path) else "vi")
    assert len(page("h1")) == 1
    skip = page.select_one("a.skip")
    assert skip is not None
    assert page.select_one(str(skip["href"])) is not None
    assert all(cell.get("scope") for cell in page("th"))
    assert all(chart.get("aria-label") or chart.get("aria-hidden") for chart in page("svg"))
    names = [str(tag["id"]) for tag in page(True, id=True)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", PAGES)
def test_links_within_the_site_keep_the_language(hostile: Site, path: str) -> None:
    page = BeautifulSoup(hostile.get(path).text, "lxml")
    ours = [
        str(tag["href"]) for tag in page.select("main a[href^='/']:not([href^='/api/']), nav a:not(.other)")
    ]  # files have no language
    assert ours
    assert all(("lang=en" in link) == ("lang=en" in path) for link in ours)


def test_a_simulated_page_says_so_and_a_real_one_does_not(tmp_path: Path, hostile: Site) -> None:
    assert "MÔ PHỎNG" in hostile.get("/nowhere").text
    with serving(tmp_path, scenario="") as site:
        assert "MÔ PHỎNG" not in site.get("/nowhere").text


def test_what_is_not_there_is_a_page_for_people_and_short_for_scripts(hostile: Site) -> None:
    for path in ("/agencies/nobody", "/portals/nobody", "/nowhere"):
        answer = hostile.get(path)
        assert (answer.status, "Không có trang này" in answer.text) == (404, True)
    answer = hostile.get("/api/v1/nothing")
    assert (answer.status, answer.text) == (404, '{"detail":"Not Found"}')


def test_the_name_of_a_chart_is_text_too(hostile: Site) -> None:
    page = BeautifulSoup(hostile.get(f"/portals/{PORTAL}").text, "lxml")
    chart = page.select_one("figure[data-chart=steps]")
    assert chart is not None
    told = " ".join([chart.get_text(), *(str(tag.get("aria-label")) for tag in chart(True))])
    assert "<script>" in told
    assert not chart(["script", "img", "iframe"])
