"""Every table of a page can be taken away with the filters of that page, and holds nothing that could harm."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from monitor.reports.exports.finding import find_tables
from probes.answer import PageKind
from tests.support.incidents import incident
from tests.support.kept_rounds import PORTAL, START, after, counted, figure, observation, reachability, round_, verdict
from tests.support.page_site import serving
from tests.support.reading_api import NOW, Reader, fill, opened, reading_api, small_configuration

PAGES = Path(__file__).parents[4] / "monitor" / "web" / "templates"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Four days of three portals; on the last one p1 leads elsewhere and shows the inside of its system."""
    folder = tmp_path_factory.mktemp("tables")
    with opened(folder) as store:
        fill(store)
        kind = PageKind.APPLICATION_ERROR
        facts = reachability(kind=kind, title="bí mật", reason="status 500", final_url="https://noi-khac.test/")
        looks = (observation(facts, at=NOW, portal="p1.portal"),)
        store.keep([round_(NOW, portal="p1.portal", agency="p", observations=looks, verdicts=(verdict(),))])
        with reading_api(store, small_configuration(folder / "config")) as running:
            yield running


def rows(reader: Reader, path: str) -> list[dict[str, object]]:
    return reader.rows(f"/api/v1/export/{path}")


def test_files_of_pages_are_those_of_tables_that_are_there() -> None:
    named = {
        name
        for page in PAGES.glob("*.html")
        for name in re.findall(r"downloads\(t, root, '([a-z_]+)'", page.read_text("utf-8"))
    }
    assert len(named) > 10
    assert named <= set(find_tables())


def test_every_file_that_a_page_leads_to_is_one_that_can_be_asked_for(tmp_path: Path, reader: Reader) -> None:
    rounds = [counted(START, figure(1)), counted(after(10), figure(2)), round_(after(12), verdicts=(verdict(),))]
    happened = [incident(id="i-1", portal=PORTAL, agency="a-mau", since=START, opened=START)]
    with serving(tmp_path, rounds, incidents=happened, at=after(15)) as site:
        places = ("/", "/?system=portal&kind=province", "/compare", "/agencies/a-mau", "/agencies/a-mau/compare",
                  f"/portals/{PORTAL}", "/incidents", "/incidents/i-1", "/rules", "/about")  # fmt: skip
        files = {
            str(link["href"])
            for place in places
            for link in BeautifulSoup(site.get(place).text, "lxml").select(".downloads a")
        }
    assert {re.split(r"[.?]", file)[1] for file in files} == {"csv", "xlsx", "json"}
    answers = {file: reader.ask(file).status for file in files if ".json" in file}
    assert {file for file, status in answers.items() if status != 200} == set()


def test_what_the_last_look_said_of_itself_is_withheld_where_it_could_harm(reader: Reader) -> None:
    (row,) = rows(reader, "last_looks.json?portal=p1.portal")
    assert (row["status"], row["kind"], row["reason"], row["title"]) == (
        200,
        "application_error",
        "status 500",
        "[withheld]",
    )
    for kind in ("csv", "json"):
        assert "bí mật" not in reader.ask(f"/api/v1/export/last_looks.{kind}").body.decode()
        assert "bí mật" not in reader.ask(f"/api/v1/export/drift.{kind}").body.decode()


def test_drift_names_what_is_another_one(reader: Reader) -> None:
    found = {row["what"]: row["differs"] for row in rows(reader, "drift.json?portal=p1.portal")}
    assert found == {"address": False, "final_url": True, "issuer": False, "title": True}


def test_days_and_stretches_of_a_portal_add_up(reader: Reader) -> None:
    days = rows(reader, "availability_days.json?portal=p1.portal")
    assert len(days) == 30
    assert [day["up"] for day in days[-4:]] == [1.0, 1.0, 1.0, 1.0]
    assert {day["up"] for day in days[:-4]} == {None}
    spans = rows(reader, "state_spans.json?portal=p1.portal")
    assert sum(float(str(span["seconds"])) for span in spans) > 4 * 1700


def test_the_history_of_a_figure_has_every_value_that_stood(reader: Reader) -> None:
    assert rows(reader, "figure_history.json?portal=p1.portal") == []  # theirs are all figures of units


def test_timings_are_of_the_portal_that_is_named(reader: Reader) -> None:
    assert rows(reader, "timings.json") == []
    (row, *_more) = rows(reader, "timings.json?portal=p1.portal")
    assert (row["resolve"], row["transfer"], row["total"]) == (0.01, None, 0.38)


def test_the_parts_of_a_score_are_those_that_count(reader: Reader) -> None:
    found = rows(reader, "score_parts.json?agency=p")
    assert {row["portal"] for row in found} <= {"p1.portal", "p2.portal", "p3.portal"}
    assert all(row["part"] is None or row["credit"] is not None for row in found)


def test_systems_are_told_apart(reader: Reader) -> None:
    assert {row["system"] for row in rows(reader, "system_scores.json")} == {"portal"}
    assert rows(reader, "system_scores.json?system=one_stop") == []


def test_a_comparison_is_the_months_and_the_nations_unless_somebody_asks_otherwise(reader: Reader) -> None:
    found = {row["measure"]: row for row in rows(reader, "comparison.json")}
    assert {(row["subject"], row["period"]) for row in found.values()} == {("nation", "month")}
    assert found["availability"]["before_value"] is None
    assert found["availability"]["before_why"] == "no_data"
    alone = rows(reader, "comparison.json?subject=p&period=week&on=2022-08-11")
    assert {row["subject"] for row in alone} == {"p"}
    assert {row["first"] for row in alone} == {"2022-08-08"}


@pytest.mark.parametrize("query", ["on=2999-01-01", "on=0001-01-01", "subject=nobody"])
def test_of_no_period_and_of_nobody_there_is_no_row(reader: Reader, query: str) -> None:
    assert rows(reader, f"comparison.json?{query}") == []
