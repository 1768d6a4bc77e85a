"""The national page shows who stands where, those of whom too little is known apart, and all of it undetermined
where nothing was seen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bs4 import BeautifulSoup

from monitor.catalogue.records import Agency, Portal
from monitor.rules.contract import Cause, Outcome
from probes.contract import System
from tests.support.kept_rounds import DAY, round_, verdict
from tests.support.merged_provinces import day_score
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


def test_a_trend_is_drawn_for_each_agency_and_breaks_with_the_rule_book(tmp_path: Path) -> None:
    scores = [
        day_score("a-mau", DAY - timedelta(days=back), 60.0 + back, rulebook="1" if back > 2 else "2")
        for back in range(5, -1, -1)
    ]
    with serving(tmp_path, [SEEN], scores=scores) as site:
        row = BeautifulSoup(site.get("/").text, "lxml").select("#provinces tbody tr")[0]
    assert (len(row.select("svg.trend polyline")), len(row.select("svg.trend path.break"))) == (2, 1)
    said = row.select("span.change")[0].get_text(" ").split()
    assert said == ["−2,0", "từ", "06/08/2022"]


def test_one_system_alone_has_scores_of_its_own_and_no_trend(tmp_path: Path) -> None:
    other = replace(WATCHED, id="a-mau.dvc", system=System.PUBLIC_SERVICE)
    rounds = [
        SEEN,
        round_(
            portal="a-mau.dvc",
            observations=(),
            verdicts=tuple(verdict(Outcome.FAIL, f"TLS-0{number}", weight=1.0) for number in range(5)),
        ),
    ]
    with serving(tmp_path, rounds, portals=(WATCHED, other)) as site:
        whole, alone, portal = (
            BeautifulSoup(site.get(path).text, "lxml") for path in ("/", "/?system=public_service", "/?system=portal")
        )
        assert [site.get("/?system=one_stop").text.count(name) for name in ('id="provinces"', "Không có cơ quan")] == [
            0,
            2,
        ]
    assert scores_of(whole) == ["50.0"]
    assert scores_of(alone) == ["0.0"]
    assert scores_of(portal) == []  # one verdict is no band
    assert rows(portal, "provinces-untold") == ["Tỉnh Mẫu"]
    assert not alone.select("svg.trend, #provinces th:-soup-contains('Xu hướng')")
    files = [str(link["href"]) for link in alone.select(".downloads a") if "system_scores" in str(link["href"])]
    assert files[0] == "/api/v1/export/system_scores.csv?level=provinces&system=public_service"


def scores_of(page: BeautifulSoup) -> list[str]:
    return [str(row.select("td")[1]["data-value"]) for row in page.select("#provinces tbody tr")]


def test_a_search_is_a_lasting_address_and_needs_no_marks(tmp_path: Path) -> None:
    with serving(tmp_path, [SEEN]) as site:
        found, lost = (BeautifulSoup(site.get(f"/?q={words}").text, "lxml") for words in ("tinh+mau", "khong"))
    assert rows(found, "provinces") == ["Tỉnh Mẫu"]
    assert not found.select("#ministries-untold")
    assert not lost.select("#provinces")
    assert "Không có cơ quan nào khớp" in lost.get_text()


def test_many_portals_of_one_agency_are_counted_by_state_instead_of_marked_one_by_one(tmp_path: Path) -> None:
    portals = tuple(replace(WATCHED, id=f"p-mau.{number}") for number in range(13))
    rounds = [replace(SEEN, portal=portals[0].id)]
    with serving(tmp_path, rounds, portals=portals) as site:
        marks = BeautifulSoup(site.get("/").text, "lxml").select("tr[data-kind=province] .mark[href]")
    assert [mark.get_text() for mark in marks] == ["12: Chưa xác định", "1: Truy cập được"]
    assert {str(mark["href"]) for mark in marks} == {f"/agencies/{AGENCY.id}"}
