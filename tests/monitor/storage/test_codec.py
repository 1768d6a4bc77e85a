"""Facts as JSON and back, whatever a hostile page put into them."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.storage.codec import LONG, Decoder, encode
from monitor.storage.texts import clean, dump
from probes.figures.figure import Figure, Period, Problem, PublishedCounts, Qualifier
from tests.support.kept_rounds import FACTS_TYPES, landing_page, reachability

DECODER = Decoder(FACTS_TYPES)
TEXTS = st.text(max_size=30)  # without lone surrogates; those are replaced
DAYS = st.none() | st.dates()
FIGURES = st.builds(
    Figure,
    key=TEXTS,
    value=st.integers() | st.floats(allow_nan=False),
    unit=TEXTS,
    raw=TEXTS,
    label=TEXTS,
    where=TEXTS,
    qualifier=st.sampled_from(Qualifier),
    scope=st.none() | TEXTS,
    period=st.none() | st.builds(Period, start=DAYS, end=DAYS),
    as_of=DAYS,
    definition=st.none() | TEXTS,
    derived=st.booleans(),
)
COUNTS = st.builds(
    PublishedCounts,
    figures=st.lists(FIGURES, max_size=8).map(tuple),
    problems=st.lists(st.builds(Problem, kind=TEXTS, detail=TEXTS), max_size=2).map(tuple),
    pages=st.lists(TEXTS, max_size=3).map(tuple),
    platform=st.none() | TEXTS,
)


def through(probe: str, facts: object) -> object:
    written = encode(facts)
    return DECODER.decode(probe, written.facts, parts=dump(dict(written.parts)), bodies=written.bodies)


@given(facts=COUNTS)
def test_published_counts_come_back_equal(facts: PublishedCounts) -> None:
    assert through("published_counts", facts) == facts


@pytest.mark.parametrize(
    ("probe", "facts"),
    [("reachability", reachability()), ("landing_page", landing_page(0)), ("landing_page", landing_page(300))],
)
def test_facts_of_the_first_page_come_back_equal(probe: str, facts: object) -> None:
    assert through(probe, facts) == facts


def test_long_fields_stand_apart_and_are_named_by_their_content() -> None:
    one, other = encode(landing_page(300)), encode(landing_page(300))
    assert set(one.parts) == {"links"}
    assert one.parts == other.parts
    assert len(one.facts) < 2 * LONG


def test_facts_that_consist_of_long_fields_only_come_back() -> None:
    @dataclass(frozen=True)
    class Long:
        text: str

    written = encode(Long("x" * 2 * LONG))
    assert written.facts == "{}"
    decoded = Decoder({"long": Long}).decode("long", "{}", parts=dump(dict(written.parts)), bodies=written.bodies)
    assert decoded == Long("x" * 2 * LONG)


def test_lone_surrogates_are_replaced() -> None:
    assert through("reachability", reachability(title="a\ud800b")) == reachability(title="a\ufffdb")


@pytest.mark.parametrize("facts", ["", "no json", '{"other": 1}', "[]", '{"url": 5}'])
def test_what_no_longer_fits_its_type_is_read_as_none_and_said(facts: str, caplog: pytest.LogCaptureFixture) -> None:
    assert DECODER.decode("reachability", facts, parts="{}", bodies={}) is None
    assert "reachability cannot be read" in caplog.text


def test_a_lost_part_makes_facts_unreadable_not_wrong() -> None:
    written = encode(landing_page(300))
    assert DECODER.decode("landing_page", written.facts, parts=dump(dict(written.parts)), bodies={}) is None


@given(text=st.text(alphabet=st.characters()))
def test_clean_text_can_be_written_anywhere(text: str) -> None:
    assert "\x00" not in clean(text)
    assert clean(text).encode().decode() == clean(text)
    assert dump({"t": text}).encode()
