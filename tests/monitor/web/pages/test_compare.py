"""Periods stand side by side at lasting addresses; what is missing says so and is never 0."""

from collections.abc import Iterator
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.support.merged_provinces import CATALOGUE, FIRST_OF_NEW, LAST_OF_OLD, NOW, day_score, month_of
from tests.support.page_site import Site, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two provinces in June, one of them without figures; the merged one in July."""
    rounds = [
        *month_of("a", date(2025, 6, 1), services=1000),
        *month_of("b", date(2025, 6, 1), services=500),
        *month_of("ab", date(2025, 7, 1), services=1700),
        *month_of("same", date(2025, 6, 1), services=None),
        *month_of("same", date(2025, 7, 1), services=20),
    ]
    scores = [
        day_score("ab", FIRST_OF_NEW),
        day_score("a", LAST_OF_OLD),
        day_score("same", LAST_OF_OLD, 70.0),
        day_score("same", FIRST_OF_NEW, 72.5),
    ]
    with serving(
        tmp_path_factory.mktemp("compare"),
        rounds,
        agencies=CATALOGUE.agencies,
        portals=CATALOGUE.portals,
        at=NOW,
        law_day=date(2025, 7, 31),
        scores=scores,
        scenario="",
    ) as served:
        yield served


def rows(site: Site, path: str) -> dict[str, list[str]]:
    page = BeautifulSoup(site.get(path).text, "lxml")
    return {
        " ".join(row.select("th")[0].get_text(" ").split()): [
            " ".join(cell.get_text(" ").replace("\N{NO-BREAK SPACE}", " ").split()) for cell in row("td")
        ]
        for row in page.select("table.compare tbody tr")
    }


def test_counts_of_predecessors_are_added_up_and_say_from_how_many(site: Site) -> None:
    found = rows(site, "/agencies/ab/compare?period=month&on=2025-07-15")
    assert found["Tổng số dịch vụ công không ghi kỳ"] == [
        "1.700",
        "1.500 từ 2/2",
        "+200",
        "chưa có số liệu: thiếu cơ quan trước sáp nhập (từ 0/2)",
        "–",
    ]


def test_the_page_names_the_predecessors(site: Site) -> None:
    text = site.get("/agencies/ab/compare").text
    assert "Tỉnh A, Tỉnh B" in " ".join(BeautifulSoup(text, "lxml").get_text(" ").replace(" ,", ",").split())


def test_scores_are_not_compared_over_the_merger_and_are_within_one_agency(site: Site) -> None:
    merged = rows(site, "/agencies/ab/compare?on=2025-07-15")["Điểm cuối kỳ"]
    assert merged[:3] == [
        "80,0",
        "không so sánh: điểm của cơ quan trước sáp nhập",
        "–",
    ]
    assert rows(site, "/agencies/same/compare?on=2025-07-15")["Điểm cuối kỳ"][:3] == ["72,5", "70,0", "+2,5"]


def test_what_is_missing_is_told_and_never_nought(site: Site) -> None:
    found = rows(site, "/agencies/same/compare?on=2025-07-15")
    assert found["Tổng số dịch vụ công không ghi kỳ"][1:3] == ["chưa có số liệu: không đọc được số công bố", "–"]
    assert found["Sự cố mở trong kỳ"][3] == "chưa có số liệu (từ 0/1)"
    assert found["Sự cố mở trong kỳ"][:3] == ["0 quan sát 97 %", "0", "±0"]


def test_the_nation_has_no_score(site: Site) -> None:
    found = rows(site, "/compare?period=quarter&lang=en")
    assert "Availability (of what was decided)" in found
    assert not [name for name in found if "core" in name]


@pytest.mark.parametrize("query", ["period=day", "on=soon", "on=2025-08-01", "on=0001-01-01", "on=9999-12-31"])
@pytest.mark.parametrize("place", ["/compare", "/agencies/ab/compare"])
def test_a_question_that_is_none_is_told_on_a_page(site: Site, query: str, place: str) -> None:
    answer = site.get(f"{place}?{query}")
    assert (answer.status, "Yêu cầu không hợp lệ" in answer.text) == (400, True)
    assert "phải" in answer.text
    assert "must be" in site.get(f"{place}?{query}&lang=en").text


def test_an_agency_that_never_was_is_not_found(site: Site) -> None:
    assert site.get("/agencies/nobody/compare").status == 404


def test_links_lead_to_the_periods_beside_it_and_keep_the_language(site: Site) -> None:
    page = BeautifulSoup(site.get("/compare?period=month&on=2025-06-30&lang=en").text, "lxml")
    assert [str(link["href"]) for link in page.select(".pager a")] == [
        "/compare?period=month&on=2025-05-01&lang=en",
        "/compare?period=month&on=2025-07-01&lang=en",
    ]
    other = page.select_one("nav a.other")
    assert other is not None
    assert other["href"] == "/compare?period=month&on=2025-06-30"
