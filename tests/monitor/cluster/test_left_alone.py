"""A vantage that a portal asked to wait does not look at it before, and what it had reached stands meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.cluster.left_alone import LeftAlone
from monitor.rounds.gathering import Gathered
from monitor.rounds.seen import Seen
from probes.facts import Reachability
from probes.failures import FailureKind, State, failed
from tests.support.rounds import NOW, recall, subject
from tests.support.vantages import Answer, seen_from

BLOCKED = failed(FailureKind.BLOCKED, "429")
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(minutes=11)


def asking(said: Answer, *, status: int = 429, seconds: int | None = 600) -> Seen:
    seen = seen_from("hn", "vnpt", said)
    (item,) = seen.first.observations
    assert isinstance(item.facts, Reachability)
    facts = replace(item.facts, status=status, retry_after=seconds)
    return replace(seen, first=replace(seen.first, observations=(replace(item, facts=facts),)), second=None)


def after(*looks: Seen) -> LeftAlone:
    waits = LeftAlone()
    for seen in looks:
        waits.learn(Gathered(subject=subject(), recall=recall(), elsewhere=(seen,)), now=NOW)
    return waits


def test_who_was_asked_to_wait_is_not_asked_again_before() -> None:
    waits = after(asking(BLOCKED))
    assert waits.among("a.portal", ("hn", "hcm"), now=SOON) == {"hn"}
    assert waits.among("a.portal", ("hn", "hcm"), now=LATER) == frozenset()
    assert waits.among("b.portal", ("hn", "hcm"), now=SOON) == frozenset()


@pytest.mark.parametrize(("said", "stands"), [(BLOCKED, {"hn"}), (failed(FailureKind.HTTP_SERVER_ERROR, "503"), set())])
def test_what_it_reached_stands_while_it_waits(said: Answer, stands: set[str]) -> None:
    waits = after(asking(said, status=503))
    assert waits.among("a.portal", ("hn",), now=SOON) == {"hn"}
    assert waits.standing("a.portal", now=SOON) == stands
    assert waits.standing("a.portal", now=LATER) == frozenset()
    over = waits.learn(Gathered(subject=subject(), recall=recall()), now=SOON)
    assert over.standing == stands


def test_a_later_look_that_asks_for_nothing_ends_the_wait() -> None:
    assert after(asking(BLOCKED), seen_from("hn", "vnpt", State.UP)).among("a.portal", ("hn",), now=SOON) == frozenset()
