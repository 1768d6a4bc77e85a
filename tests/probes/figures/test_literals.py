"""Literals in scripts: written-out values are read, expressions are nothing, no script stops the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.figures.literals import literal_at


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a:1,'b':\"x\",c:[1,2,],}", {"a": 1, "b": "x", "c": [1, 2]}),
        ("{n: 1.5, m: -3, f: function(x){ return {y:[1]}; }, z: 4}", {"n": None, "m": None, "f": None, "z": 4}),
        ("[a.b, 1+2, 'x' + y, 7] rest", [None, None, None, 7]),
        ("{/* 1, */ a: // 2,\n 3}", {"a": 3}),
        (r"{a:'\u0110\'úng'}", {"a": "Đ'úng"}),
        ("{a: `x`, b: `${y}`, c: 2}", {"a": "x", "b": None, "c": 2}),
        ("[['Tháng', 'Tiếp nhận'], ['1', 12]]", [["Tháng", "Tiếp nhận"], ["1", 12]]),
        ("{a: [1, 2", None),
        ("{a: 1)", None),
        ("", None),
    ],
)
def test_what_is_written_out_is_read_and_what_has_to_be_run_is_nothing(text: str, value: object) -> None:
    assert literal_at(text, 0) == value


@given(text=st.text(alphabet="{}[](),:'\"`\\$ab1.-/*\n ", max_size=80))
def test_no_script_stops_the_reading(text: str) -> None:
    literal_at("{" + text, 0)
    literal_at("[" + text, 0)
