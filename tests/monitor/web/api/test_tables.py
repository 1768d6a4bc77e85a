"""Every table answers page by page, filtered, as of a past day, and as a file."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.reports.exports.finding import find_tables
from tests.support.reading_api import Reader, fill, opened, reading_api, small_configuration

TABLES = sorted(table.name for table in find_tables().values() if table.listed)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("api")
    with opened(folder) as store:
        fill(store)
        with reading_api(store, small_configuration(folder / "config")) as running:
            yield running


def paged(reader: Reader, path: str) -> list[dict[str, object]]:
    rows, mark = [], ""
    for _ in range(2000):
        page = reader.ask(f"{path}{mark}").json
        rows += page["rows"]
        if page["next"] is None:
            return rows
        mark = f"&cursor={page['next']}"
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("table", TABLES)
def test_pages_of_one_row_add_up_to_the_whole(reader: Reader, table: str) -> None:
    whole = reader.rows(f"/api/v1/export/{table}.json")
    assert paged(reader, f"/api/v1/{table}?limit={1 if len(whole) < 50 else 40}") == whole


@pytest.mark.parametrize("table", TABLES)
def test_the_csv_holds_the_same_rows(reader: Reader, table: str) -> None:
    answer = reader.ask(f"/api/v1/export/{table}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(reader.rows(f"/api/v1/export/{table}.json"))
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert reader.ask(f"/api/v1/{table}?format=csv").body == answer.body


@pytest.mark.parametrize(
    "path", [f"/api/v1/{table}" for table in TABLES] + ["/api/v1/agencies/p", "/api/v1/portals/p1.portal"]
)
def test_what_a_reader_has_is_not_sent_again(reader: Reader, path: str) -> None:
    first = reader.ask(path)
    again = reader.ask(path, if_none_match=first.headers["etag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "public, no-cache"
    assert reader.ask(path, if_none_match='"another"').status == 200


def test_a_spreadsheet_that_a_reader_has_is_not_made_again(reader: Reader) -> None:
    first = reader.ask("/api/v1/export/verdicts.xlsx")
    assert reader.ask("/api/v1/export/verdicts.xlsx", if_none_match=first.headers["etag"]).status == 304
    assert first.headers["etag"] != reader.ask("/api/v1/export/verdicts.csv").headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/verdicts?outcome=bad",
        "/api/v1/verdicts?colour=red",
        "/api/v1/verdicts?limit=0",
        "/api/v1/verdicts?limit=1001",
        "/api/v1/verdicts?cursor=!!",
        "/api/v1/verdicts?cursor=WzEsMl0",
        "/api/v1/verdicts?on=1659916800",
        "/api/v1/verdicts?on=2022-13-01",
        "/api/v1/verdicts?changed_since=2022-08-08T00:00:00",
        "/api/v1/scores?from=yesterday",
        "/api/v1/agencies?format=pdf",
        "/api/v1/portals/p1.portal/observations?cursor=MDAwMS0wMS0wMVQwMDowMDowMCswNzowMCB4",
    ],
)
def test_what_makes_no_sense_is_refused(reader: Reader, path: str) -> None:
    answer = reader.ask(path)
    assert answer.status == 422
    assert answer.json["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/agencies/nobody",
        "/api/v1/portals/nobody",
        "/api/v1/portals/nobody/observations",
        "/api/v1/portals/nobody/figures",
        "/api/v1/export/secrets.csv",
    ],
)
def test_what_is_not_there_is_404(reader: Reader, path: str) -> None:
    answer = reader.ask(path)
    assert (answer.status, list(answer.json)) == (404, ["detail"])


def test_filters_choose(reader: Reader) -> None:
    assert {row["rule"] for row in reader.rows("/api/v1/verdicts?rule=TLS-01")} == {"TLS-01"}
    assert [row["portal"] for row in reader.rows("/api/v1/verdicts?outcome=pass")] == ["p1.portal"]
    assert [row["id"] for row in reader.rows("/api/v1/agencies?kind=ministry")] == ["m"]
    assert reader.rows("/api/v1/figures?agency=m") == []


def test_what_nobody_looked_at_for_long_is_unknown(reader: Reader) -> None:
    (row,) = reader.rows("/api/v1/verdicts?portal=p2.portal&rule=REACH-01")
    assert (row["outcome"], row["cause"]) == ("unknown", "stale")
    states = {row["id"]: row["state"] for row in reader.rows("/api/v1/portals")}
    assert states == {"p1.portal": "up", "p2.portal": "unknown", "p3.portal": "unknown"}


def test_a_past_day_shows_what_stood_at_its_end(reader: Reader) -> None:
    path = "/api/v1/verdicts?rule=REACH-01&on="
    outcomes = {
        day: {row["portal"]: row["outcome"] for row in reader.rows(f"{path}{day}")}
        for day in ("2022-08-08", "2022-08-09", "2022-08-10", "2022-08-11")
    }
    assert outcomes["2022-08-08"] == {"p1.portal": "pass", "p2.portal": "pass"}
    assert outcomes["2022-08-09"] == {"p1.portal": "fail", "p2.portal": "unknown"}  # p2 was seen for 30 hours
    assert outcomes["2022-08-10"] == {"p1.portal": "pass", "p2.portal": "unknown"}
    assert outcomes["2022-08-11"] == {"p1.portal": "pass", "p2.portal": "unknown"}


@pytest.mark.parametrize("day", ["2022-08-07", "2022-08-12", "9999-12-31", "0001-01-01"])
def test_before_the_first_look_and_in_days_to_come_nothing_stands(reader: Reader, day: str) -> None:
    assert reader.rows(f"/api/v1/verdicts?on={day}") == []
    assert {row["state"] for row in reader.rows(f"/api/v1/portals?on={day}")} == {"unknown"}
    assert {row["score"] for row in reader.rows(f"/api/v1/agencies?on={day}")} == {None}


def test_changes_since_a_moment(reader: Reader) -> None:
    found = reader.rows("/api/v1/verdicts?changed_since=2022-08-10T00:00:00Z")
    assert [(row["portal"], row["rule"], row["since"]) for row in found] == [
        ("p1.portal", "REACH-01", "2022-08-10T01:00:00Z")
    ]


def test_a_line_of_scores_breaks_where_the_rule_book_changed(reader: Reader) -> None:
    found = reader.rows("/api/v1/scores?agency=p&from=2022-08-08&to=2022-08-11")
    assert [(row["day"], row["line"]) for row in found] == [
        ("2022-08-08", 0),
        ("2022-08-09", 0),
        ("2022-08-10", 1),
        ("2022-08-11", 1),
    ]
    assert [row["score"] for row in reader.rows("/api/v1/agencies?on=2022-08-09")] == [None, 81.0]


def test_missing_is_null(reader: Reader) -> None:
    ministry, province = reader.rows("/api/v1/agencies")
    assert (ministry["score"], ministry["coverage"], ministry["band"]) == (None, None, None)
    assert province["score"] is not None


def test_windows_are_accounted_for(reader: Reader) -> None:
    (row,) = reader.rows("/api/v1/availability?portal=p1.portal&window=7d")
    assert row["availability"] == 1.0
    assert 0 < row["observed"] < 1
    assert row["up"] + row["unobserved"] == 7 * 86400
