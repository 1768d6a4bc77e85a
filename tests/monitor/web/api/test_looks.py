"""One portal's past: looks page by page, figures with every value that they had."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.reading_api import Reader, fill, opened, reading_api, small_configuration


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("looks")
    with opened(folder) as store:
        fill(store)
        with reading_api(store, small_configuration(folder / "config")) as running:
            yield running


def test_looks_come_newest_first_and_each_once(reader: Reader) -> None:
    path = "/api/v1/portals/p1.portal/observations"
    whole = reader.rows(path)
    assert [row["at"] for row in whole] == sorted((row["at"] for row in whole), reverse=True)
    assert len({row["id"] for row in whole}) == len(whole) == 8
    seen, mark = [], ""
    while mark is not None:
        page = reader.ask(f"{path}?limit=3{mark}").json
        seen += page["rows"]
        mark = f"&cursor={page['next']}" if page["next"] else None
    assert seen == whole


def test_looks_of_one_probe(reader: Reader) -> None:
    found = reader.rows("/api/v1/portals/p1.portal/observations?probe=reachability")
    assert {row["probe"] for row in found} == {"reachability"}
    assert len(found) == 4


def test_figures_now_and_as_they_were(reader: Reader) -> None:
    path = "/api/v1/portals/p1.portal/figures"
    assert [row["value"] for row in reader.rows(path)] == [1003]
    assert [row["value"] for row in reader.rows(f"{path}?history=true")] == [1000, 1001, 1002, 1003]
    assert reader.rows(f"{path}?key=services_total&history=true") == []
    first = reader.ask(f"{path}?history=true&limit=2").json
    assert [row["value"] for row in reader.rows(f"{path}?history=true&cursor={first['next']}")] == [1002, 1003]


def test_a_portal_is_told_as_look_tells_it(reader: Reader) -> None:
    told = reader.ask("/api/v1/portals/p1.portal").json
    look = told["last_look"]
    assert (told["id"], told["state"], look["outcome"], look["state"]) == ("p1.portal", "up", "seen", "up")
    assert look["page"]["title"] == "Cổng mẫu"
    assert [item["rule"] for item in look["verdicts"]] == ["REACH-01", "TLS-01"]
    assert look["verdicts"][0]["since"] == "2022-08-10T01:00:00Z"
    assert reader.ask("/api/v1/portals/p3.portal").json["last_look"] is None


def test_an_agency_comes_with_the_parts_of_its_score(reader: Reader) -> None:
    told = reader.ask("/api/v1/agencies/p").json
    decided = [part for part in told["parts"] if part["credit"] is not None]
    earned = sum(part["credit"] * part["weight"] for part in decided)
    assert told["score"] == 100 * earned / told["decided_weight"]
    assert [item["id"] for item in told["systems"]] == ["p1.portal", "p2.portal", "p3.portal"]
