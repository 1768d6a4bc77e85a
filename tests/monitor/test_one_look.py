"""One look confirms a failure after a pause, and leaves alone who asks for that."""

from dataclasses import replace

import pytest

from monitor.one_look import LONGEST_PAUSE, address, look_at
from probes.contract import Look, Memory, Session, System, Target
from probes.failures import FailureKind, State, failed
from probes.figures.figure import PublishedCounts
from tests.support.rounds import reachability, watch

ASKED = address("https://a.test/", System.PORTAL)


def no_counts(target: Target, session: Session, memory: Memory) -> Look[PublishedCounts]:
    return Look(facts=PublishedCounts(), remember=memory)


def looked(status: int | None, retry_after: float | None, *, pause: bool = True) -> tuple[list[float], int, str]:
    """The pauses made, the looks taken, and what `REACH-01` says of a portal that fails so each time."""
    looks, pauses = [], []

    def look(target: Target, session: Session, memory: Memory) -> Look[object]:
        looks.append(target.url)
        facts = replace(reachability(State.DOWN), status=status, retry_after=retry_after)
        return Look(facts=facts, failure=failed(FailureKind.HTTP_SERVER_ERROR, "busy"), remember=memory)

    failing = watch(look, confirm_after=20, more={"published_counts": no_counts})
    report = look_at(failing, ASKED, pause=pauses.append if pause else None)
    outcome = next(verdict.outcome.value for verdict in report.verdicts if verdict.rule == "REACH-01")
    return pauses, len(looks), outcome


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [(None, None, 20), (503, None, 20), (503, 5, 20), (503, 90, 90), (503, LONGEST_PAUSE, 300), (500, 90, 20)],
)
def test_a_failure_is_confirmed_after_the_longer_of_both_pauses(status, retry_after, seconds) -> None:
    assert looked(status, retry_after) == ([seconds], 2, "fail")


def test_who_wants_to_be_left_alone_for_long_is_and_stays_unconfirmed() -> None:
    assert looked(503, LONGEST_PAUSE + 1) == ([], 1, "unknown")


def test_without_a_pause_nothing_is_confirmed() -> None:
    assert looked(503, 5, pause=False) == ([], 1, "unknown")
