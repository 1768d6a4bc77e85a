"""A spreadsheet costs us much: whoever wants too many waits; a page that shows foreign content is not repeated."""

from pathlib import Path

import pytest
from fastapi import HTTPException, Request

from monitor.reports.exports.finding import find_tables
from monitor.web.api.files import Press
from monitor.web.tokens import Caller
from probes.answer import PageKind
from tests.support.kept_rounds import observation, reachability, round_
from tests.support.reading_api import NOW, SECRET, opened, reading_api, small_configuration


def test_whoever_wants_too_many_spreadsheets_waits() -> None:
    now = [0.0]
    press, request = Press(monotonic=lambda: now[0]), Request({"type": "http", "headers": []})
    table = find_tables()["targets"]

    def make(kind: str, address: str = "192.0.2.1") -> int:
        return press.answer(request, Caller(address=address), table, [], kind=kind, simulated=True).status_code

    assert [make("xlsx") for _ in range(10)] == [200] * 10
    with pytest.raises(HTTPException) as refused:
        make("xlsx")
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "10"})
    assert (make("csv"), make("xlsx", "192.0.2.2")) == (200, 200)
    now[0] = 10.0
    assert make("xlsx") == 200


def test_the_words_of_a_foreign_page_are_only_for_holders_of_a_token(tmp_path: Path) -> None:
    seen = reachability(title="Nhà cái số một", reason="a page of a lapsed name", kind=PageKind.PARKED)
    look = observation(seen, at=NOW, portal="p1.portal")
    with opened(tmp_path) as store:
        store.keep([round_(NOW, portal="p1.portal", agency="p", observations=(look,))])
        with reading_api(store, small_configuration(tmp_path / "config")) as reader:
            public = reader.ask("/api/v1/portals/p1.portal").json["last_look"]["page"]
            private = reader.ask("/api/v1/portals/p1.portal", secret=SECRET).json["last_look"]["page"]
    ours = "a page of a lapsed name"  # our own words about the page, not the page's
    assert public == {"kind": "parked", "reason": ours, "title": "[withheld]", "language": "vi"}
    assert private["title"] == "Nhà cái số một"
