"""Nightly probes rest, and are due, each by itself."""

from dataclasses import replace
from datetime import timedelta

from monitor.rounds.round import ROUND, conclude, look, looked_daily
from probes.failures import FailureKind, State, failed
from tests.support.rounds import NOW, recall, saying, subject, watch


def test_a_probe_that_read_nothing_is_due_again_alone() -> None:
    more = {"letters": saying(State.UP), "statistics": saying(failed(FailureKind.READ_TIMEOUT, ""), State.UP)}
    crew = watch(saying(State.UP), more=more)
    taken = conclude(crew, subject(), recall(), look(crew, subject(), recall()), None)
    assert looked_daily(taken.remember) is None
    again = recall(taken.remember)
    second = look(crew, subject(), again)
    assert {item.probe for item in second.observations} == {"reachability", "statistics"}
    later = conclude(crew, subject(), again, second, None)
    assert later.remember[ROUND]["looked"] == {"letters": NOW.isoformat(), "statistics": NOW.isoformat()}
    assert looked_daily(later.remember) == NOW
    assert {item.probe for item in look(crew, subject(), recall(later.remember)).observations} == {"reachability"}


def test_a_memory_that_knows_only_one_time_for_all_is_still_understood() -> None:
    crew = watch(saying(State.UP), more={"statistics": saying(State.UP)})
    an_hour_ago = NOW - timedelta(hours=1)
    before = replace(recall({ROUND: {"looked_daily": an_hour_ago.isoformat()}}), looked_daily=an_hour_ago)
    sight = look(crew, subject(), before)
    assert {item.probe for item in sight.observations} == {"reachability"}
    assert looked_daily(conclude(crew, subject(), before, sight, None).remember) == an_hour_ago
