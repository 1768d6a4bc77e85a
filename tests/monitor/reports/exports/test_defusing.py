"""No spreadsheet takes a text for a formula, and no number becomes a text."""

import pytest

from monitor.reports.exports.contract import Column, Kind
from monitor.reports.exports.csv_file import csv_file
from monitor.reports.exports.defusing import defused


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_would_begin_a_formula_gets_an_apostrophe(sign: str) -> None:
    assert defused(f"{sign}1+1") == f"'{sign}1+1"
    assert defused(f"  {sign}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "Tỉnh Thử", "1+1", "a=b", "'đã có'", "12.345"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert defused("a\x00b\ud800c") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"


def test_a_negative_number_stays_a_number_and_missing_is_empty() -> None:
    columns = (
        Column(name="change", vi="Thay đổi", en="Change", kind=Kind.NUMBER),
        Column(name="said", vi="Lời", en="Said"),
        Column(name="yes", vi="Có", en="Yes", kind=Kind.FLAG),
    )
    rows = [{"change": -1.5, "said": "-1.5", "yes": True}, {"change": None, "said": None, "yes": False}]
    assert csv_file(columns, rows, simulated=False).decode("utf-8-sig").splitlines() == [
        "change,said,yes",
        "-1.5,'-1.5,true",
        ",,false",
    ]


def test_an_invented_estate_says_so_in_every_row() -> None:
    columns = (Column(name="id", vi="Mã", en="Id"),)
    assert csv_file(columns, [{"id": "a"}], simulated=True).decode("utf-8-sig").splitlines() == [
        "id,simulated",
        "a,true",
    ]
