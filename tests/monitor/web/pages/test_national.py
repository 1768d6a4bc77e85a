"""The national page shows who stands where, those of whom too little is known apart, and all of it undetermined
where nothing was seen."""

from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup

from monitor.catalogue.records import Agency, Portal
from monitor.rules.contract import Cause, Outcome
from tests.support.kept_rounds import round_, verdict
from tests.support.page_site import AGENCY, WATCHED, serving

SEEN = round_(verdicts=(verdict(weight=5.0),))


def rows(page: BeautifulSoup, table: str) -> list[str]:
    return [cell.get_text() for cell in page.select(f"#{table} tbody th")]


def test_agencies_with_a_band_stand_apart_from_those_of_whom_too_little_is_known(tmp_path: Path) -> None:
    with serving(tmp_path, [SEEN]) as site:
        page = BeautifulSoup(site.get("/").text, "lxml")
    assert rows(page, "provinces") == ["Tỉnh Mẫu"]
    assert rows(page, "ministries-untold") == ["Bộ Mẫu"]
    assert not page.select("#ministries, #provinces-untold")


def test_half_seen_agencies_are_grey_on_the_map_and_have_no_band(tmp_path: Path) -> None:
    half = round_(
        verdicts=(verdict(weight=1.0), verdict(Outcome.UNKNOWN, "AV-01", weight=5.0, cause=Cause.NOT_OBSERVED_ENOUGH))
    )
    with serving(tmp_path, [half]) as site:
        page = BeautifulSoup(site.get("/").text, "lxml")
    assert rows(page, "provinces-untold") == ["Tỉnh Mẫu"]
    assert [str(tile["class"][0]) for tile in page.select(".tiles a rect")] == ["b-none"]
    assert "100,0" in page.select("#provinces-untold tbody tr")[0].get_text()


def test_both_archipelagos_stand_on_the_map(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        page = BeautifulSoup(site.get("/").text, "lxml")
    boxes = [" ".join(group.get_text(" ").split()) for group in page.select(".tiles g")]
    assert boxes == ["Quần đảo Hoàng Sa (Đà Nẵng)", "Quần đảo Trường Sa (Khánh Hòa)"]


def test_a_figure_that_nobody_published_is_a_dash_and_never_zero(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        page = BeautifulSoup(site.get("/").text, "lxml")
    target = next(row for row in page.select("tr") if row.get_text().startswith("TGT-01"))
    assert next(cell.get_text() for cell in target.select("td.n")) == "–"


def test_rows_carry_what_they_are_filtered_and_sorted_by(tmp_path: Path) -> None:
    with serving(tmp_path, [SEEN]) as site:
        row = BeautifulSoup(site.get("/").text, "lxml").select("#provinces tbody tr")[0]
    assert (row["data-kind"], row["data-states"], row["data-connected"]) == ("province", "up", "unknown")
    assert [cell["data-value"] for cell in row.select("td[data-value]")][1:] == ["100.0", "100.0", "1.0", ""]


def test_agencies_of_one_band_are_ordered_by_name_never_by_points(tmp_path: Path) -> None:
    names = {"b": "Tỉnh Đông", "c": "Tỉnh An", "d": "Tỉnh Ếch"}
    agencies: list[Agency] = [replace(AGENCY, id=key, name_vi=name) for key, name in names.items()]
    portals: list[Portal] = [replace(WATCHED, id=f"{key}.portal", agency_id=key) for key in names]
    lower = verdict(Outcome.WARN, "TLS-01", weight=0.5)
    rounds = [
        round_(portal=f"{key}.portal", agency=key, verdicts=(verdict(weight=5.0), *extra), observations=())
        for key, extra in (("b", ()), ("c", (lower,)), ("d", ()))
    ]
    with serving(tmp_path, rounds, agencies=tuple(agencies), portals=tuple(portals)) as site:
        page = BeautifulSoup(site.get("/").text, "lxml")
    assert rows(page, "provinces") == ["Tỉnh An", "Tỉnh Đông", "Tỉnh Ếch"]
