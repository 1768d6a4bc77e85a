"""A scrape asks for a part of the metrics, gets it in pieces, and hears in one line what it cannot ask for."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from monitor.metrics.selection import Selection
from monitor.web.app import Sources, create_app
from monitor.web.scraping import Scrapes


def client(*pieces: bytes) -> tuple[TestClient, list[Selection]]:
    heard: list[Selection] = []

    def write(asked: Selection) -> Iterator[bytes]:
        heard.append(asked)
        yield from pieces

    scrapes = Scrapes(write=write, agencies=lambda: ("x-vinh-mau",))
    sources = Sources(metrics=bytes, summary=dict, ready=tuple, scrapes=scrapes)
    return TestClient(create_app(sources)), heard


def test_everything_is_given_where_nothing_is_asked_for() -> None:
    asking, heard = client(b"emc_leader", b" 1.0\n")
    answer = asking.get("/metrics")
    assert (answer.text, heard) == ("emc_leader 1.0\n", [Selection()])
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("identity", False),
        ("", False),
        ("gzip;q=0", False),
        ("xgzip", False),
    ],
)
def test_it_is_packed_where_that_is_asked_for(accepted: str, packed: bool) -> None:
    pieces = tuple(f'emc_portal_up{{portal="p{number}"}} 1.0\n'.encode() for number in range(500))
    asking, _ = client(*pieces)
    answer = asking.get("/metrics", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == b"".join(pieces)


def test_a_part_can_be_asked_for() -> None:
    asking, heard = client(b"")
    assert asking.get("/metrics?agency=x-vinh-mau&shard=2/3&aggregates=0").status_code == 200
    assert heard == [Selection(agencies=frozenset({"x-vinh-mau"}), shard=(2, 3), aggregates=False)]


def test_nothing_is_an_answer_too() -> None:
    asking, _ = client()
    assert (asking.get("/metrics?portals=0&aggregates=0").status_code, asking.get("/metrics").text) == (200, "")


@pytest.mark.parametrize(
    "query", ["shard=3/2", "agency=nobody", "portals=no", "shard=", "any=1", "shard=1/2&shard=1/2"]
)
def test_what_is_not_there_is_refused_in_one_line(query: str) -> None:
    asking, heard = client(b"")
    answer = asking.get(f"/metrics?{query}")
    assert answer.status_code == 400
    assert answer.text.count("\n") == 1
    assert heard == []


def test_what_can_be_asked_for_is_written_down() -> None:
    asking, _ = client(b"")
    told = asking.get("/openapi.json").json()["paths"]["/metrics"]["get"]
    assert [item["name"] for item in told["parameters"]] == ["agency", "shard", "portals", "aggregates"]
    assert "400" in told["responses"]
