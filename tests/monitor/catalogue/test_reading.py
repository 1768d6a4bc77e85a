"""The catalogue is read strictly, but not pedantically."""

from datetime import date
from pathlib import Path

import pytest

from monitor.catalogue.addresses import read_address, same_address
from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.records import PortalStatus
from monitor.catalogue.selection import on, portal
from probes.mistakes import DataError
from tests.support.bad_config import sound_folder

HEAD = "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound_folder(tmp_path)


def _portals(folder: Path, text: str) -> None:
    (folder / "portals.csv").write_bytes((HEAD + text).encode())


def test_cells_become_records(folder: Path) -> None:
    found = portal(read_catalogue(folder), "p-delta.portal")
    assert found
    assert (found.url, found.status, found.valid_from) == (
        "https://delta.test/",
        PortalStatus.CONFIRMED,
        date(2025, 7, 1),
    )


def test_spreadsheets_may_add_a_mark_line_ends_blank_lines_and_spaces(folder: Path) -> None:
    text = (folder / "portals.csv").read_text("utf-8")
    before = read_catalogue(folder)
    spread = text.replace("\n", "\r\n").replace(",confirmed,", ", confirmed ,") + "\r\n"
    (folder / "portals.csv").write_bytes(b"\xef\xbb\xbf" + spread.encode())
    assert read_catalogue(folder) == before


def test_letters_written_in_two_parts_are_put_together(folder: Path) -> None:
    _portals(folder, "a.portal,p-river,portal,https://a.test/,guess,front_end,,,,Cô\u0309ng\n")
    assert read_catalogue(folder).portals[0].note == "Cổng"


def test_blank_lines_and_quoted_commas_keep_the_line_numbers_right(folder: Path) -> None:
    row = "{},p-river,portal,{},guess,front_end,,,,{}\n"
    _portals(folder, row.format("a", "https://a.test/", '"one, two"') + "\n" + row.format("b", "no", ""))
    with pytest.raises(DataError, match=r"portals\.csv: line 4, url: \"no\""):
        read_catalogue(folder)


def test_one_address_may_stand_twice_for_different_days(folder: Path) -> None:
    """So the lifecycle of one address can change with the law."""
    row = "a.public-service.{},p-river,public_service,https://a.test/,guess,{},{},{},,\n"
    _portals(
        folder,
        row.format("one", "front_end", "", "2024-12-31") + row.format("two", "retired", "2025-01-01", ""),
    )
    catalogue = read_catalogue(folder)
    assert [item.id for item in on(catalogue, date(2024, 12, 31)).portals] == ["a.public-service.one"]
    assert [item.id for item in on(catalogue, date(2025, 1, 1)).portals] == ["a.public-service.two"]


def test_every_mistake_of_a_row_is_told(folder: Path) -> None:
    _portals(folder, "A,nobody,web,x,sure,new,1,2,,\n")
    with pytest.raises(DataError) as error:
        read_catalogue(folder)
    places = [mistake.where.removeprefix("line 2, ") for mistake in error.value.mistakes]
    assert sorted(places) == sorted(
        ["id", "agency_id", "system", "url", "status", "lifecycle", "valid_from", "valid_to"]
    )


def test_a_cell_of_two_lines_is_named_by_its_first(folder: Path) -> None:
    row = "{},p-river,portal,{},guess,front_end,,,,{}\n"
    _portals(folder, row.format("a", "https://a.test/", '"one\ntwo"') + row.format("b", "no", ""))
    with pytest.raises(DataError) as error:
        read_catalogue(folder)
    assert [mistake.where for mistake in error.value.mistakes] == ["line 2, note", "line 4, url"]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('"c\nd,one\n', 4),  # never closed: the end comes first
        ('c,"d",e,"one\ntwo","open\n\n', 5),  # the record begins a line above the quote
        ('c,"open\nd,"one, two"\n', 4),  # the next quote seems to close it
        ('"c ""so called""\n', 4),
    ],
)
def test_an_open_quote_is_told_with_its_line_and_the_mistakes_before_it(folder: Path, broken: str, line: int) -> None:
    row = "{},p-river,portal,{},guess,front_end,,,,\n"
    _portals(folder, row.format("a", "no") + row.format("b", "https://b.test/") + broken)
    with pytest.raises(DataError) as error:
        read_catalogue(folder)
    assert [item.where for item in error.value.mistakes] == [f"line {line}", "line 2, url"]
    assert error.value.mistakes[0].expected == "CSV with quotes closed"


def test_a_file_that_is_one_open_quote_has_one_mistake(folder: Path) -> None:
    (folder / "portals.csv").write_text('"id,agency_id\na,b\n', "utf-8")
    with pytest.raises(DataError) as error:
        read_catalogue(folder)
    assert [item.where for item in error.value.mistakes] == ["line 1"]


def test_an_agency_with_a_mistake_does_not_make_its_portals_homeless(folder: Path) -> None:
    agencies = (folder / "agencies.csv").read_text("utf-8")
    (folder / "agencies.csv").write_text(agencies.replace(",province,", ",region,"), "utf-8")
    with pytest.raises(DataError) as error:
        read_catalogue(folder)
    assert len(error.value.mistakes) == 1


def test_an_ended_portal_is_watched_on_no_day(folder: Path) -> None:
    _portals(folder, "a.portal,p-river,portal,https://a.test/,ended,front_end,,,,\n")
    assert on(read_catalogue(folder), date(2020, 1, 1)).portals == ()


@pytest.mark.parametrize(
    "address",
    ["https://a.test", "http://a.test:8080/x?y=1", "https://203.0.113.9/", "https://[2001:db8::1]:8443/"],
)
def test_addresses_that_can_be_looked_at(address: str) -> None:
    assert read_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "//a.test/",
        "javascript:alert(1)",
        "https://a..test/",
        "https://a.test:0/",
        "https://a.test:port/",
        "https://a.test\\@b.test/",
        "https://cổng.test/",
        "https://[::1/",
        "https://-a.test/",
        "https://a.test/\n",
        f"https://{'a' * 64}.test/",
    ],
)
def test_addresses_that_cannot(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        read_address(address)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.test", "https://A.test:443/", True),
        ("http://a.test:80/x", "http://a.test/x", True),
        ("http://a.test/", "https://a.test/", False),
        ("https://a.test/x", "https://a.test/X", False),
        ("https://a.test/?x=1", "https://a.test/", False),
    ],
)
def test_spellings_of_one_address(one: str, other: str, same: bool) -> None:
    assert (same_address(one) == same_address(other)) is same
