"""Rounds are found again in the looks that are stored, with what was known when each was taken."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from monitor.replay.rounds import PastRound, rounds_of
from monitor.rules.contract import Span
from monitor.storage.past import Past, PastLook
from probes.failures import Failure, FailureKind, State, failed
from tests.support.judged import AT, TODAY, landing_page, reachability
from tests.support.kept_rounds import counts, figure

REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")


def look(
    minutes: float, probe: str = "reachability", facts: Any = None, *, failure: Failure | None = None, attempt: int = 1
) -> PastLook:
    at = AT + timedelta(minutes=minutes)
    known = facts if facts is not None or probe != "reachability" else reachability(state=_state(failure))
    return PastLook(probe, at, TODAY, attempt, 0.4, known, failure)


def _state(failure: Failure | None) -> State:
    return failure.state if failure is not None else State.UP


def rounds(looks: Sequence[PastLook], *spans: Span, figures: tuple[Any, ...] = ()) -> list[PastRound]:
    return list(rounds_of(Past(portal="p", looks=tuple(looks), spans=spans, figures=figures)))


def span(state: State, starts: float, ends: float) -> Span:
    return Span(state=state, start=AT + timedelta(minutes=starts), end=AT + timedelta(minutes=ends))


def test_the_looks_of_one_visit_are_a_round_and_the_next_visit_is_another() -> None:
    page = landing_page()
    found = rounds([look(0, "landing_page", page), look(0.005), look(5, "landing_page", page), look(5.005)])
    assert [item.since for item in found] == [AT, AT + timedelta(minutes=5)]
    assert [sorted(item.facts) for item in found] == [["landing_page", "reachability"]] * 2


def test_a_visit_with_a_daily_probe_before_the_others_is_not_taken_for_the_end_of_the_one_before() -> None:
    found = rounds([look(0), look(5, "dns", counts()), look(5.01)])
    assert [item.since for item in found] == [AT, AT + timedelta(minutes=5)]


def test_the_confirming_look_belongs_to_the_round_and_its_state_counts() -> None:
    found = rounds([look(0, failure=REFUSED), look(0.4, attempt=2), look(5)])
    assert [(item.state, item.confirmed, dict(item.failures)) for item in found] == [
        (State.UP, True, {}),
        (State.UP, True, {}),
    ]
    found = rounds([look(0, failure=REFUSED), look(0.4, failure=REFUSED, attempt=2)])
    assert [(item.since, item.state, item.confirmed) for item in found] == [(AT, State.DOWN, True)]


def test_a_failed_look_without_a_second_one_is_confirmed_only_where_the_state_was_judged_down() -> None:
    (alone,) = rounds([look(0, failure=REFUSED)])
    assert not alone.confirmed
    (judged,) = rounds([look(0, failure=REFUSED)], span(State.DOWN, 0, 10))
    assert judged.confirmed
    (unknown,) = rounds([look(0, failure=REFUSED)], span(State.UP, -10, 0), span(State.UNKNOWN, 0, 0))
    assert not unknown.confirmed


def test_facts_of_a_daily_probe_count_for_72_hours() -> None:
    read = counts(figure(5))
    found = rounds([look(0, "published_counts", read), look(0.01), look(72 * 60 - 1), look(72 * 60 + 1)])
    assert ["published_counts" in item.facts for item in found] == [True, True, False]


def test_the_figures_of_a_round_are_those_read_before_it() -> None:
    old, new = figure(5), figure(6)
    looks = [look(0, "published_counts", counts(new)), look(0.01), look(5, "published_counts", counts()), look(10)]
    assert [item.history.figures for item in rounds(looks, figures=(old,))] == [(old,), (new,), (new,)]


def test_the_history_ends_with_the_round_and_reaches_back_30_days() -> None:
    long_ago, up, later = span(State.UP, -50_000, -45_000), span(State.UP, -40_000, 60), span(State.DOWN, 60, 90)
    (found,) = rounds([look(30)], long_ago, up, later)
    assert found.history.spans == (span(State.UP, -40_000, 30),)
    (found,) = rounds([look(60)], up, later)
    assert found.history.spans == (up,)


def test_an_outage_is_followed_from_round_to_round() -> None:
    fails = [look(n + (attempt - 1) / 3, failure=REFUSED, attempt=attempt) for n in (0, 5, 10) for attempt in (1, 2)]
    found = rounds([*fails, look(15), look(20), look(25)])
    counted = [item.history.outage and (item.history.outage.failed, item.history.outage.good) for item in found]
    assert counted == [None, (1, 0), (2, 0), (3, 0), (3, 1), None]
