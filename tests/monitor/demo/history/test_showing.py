"""What a portal showed then: the pages of today, a failure in their place, or only that it answered."""

import pytest

from monitor.demo.history.chapters import Chapter, Mood
from monitor.demo.history.showing import Shown, confirming, shown
from monitor.demo.history.today import Today
from probes.failures import FailureKind, State, failed
from tests.support.first_rounds import counts, first_round, total
from tests.support.rounds import NOW

SOUND = first_round(published_counts=counts(total(9)))
REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")
DOWN = first_round(State.DOWN, failure=REFUSED)


def then(mood: Mood, failure: FailureKind | None = None, *, today: Today = SOUND) -> Shown:
    chapter = Chapter(starts=NOW, ends=NOW, mood=mood, failure=failure)
    return shown(chapter, facts=today.facts, failures=today.failures, state=today.taken.state)


def test_as_now_is_today() -> None:
    assert then(Mood.AS_NOW) == Shown(state=State.UP, facts=SOUND.facts, failures={})


@pytest.mark.parametrize(
    ("mood", "state", "status"),
    [(Mood.DOWN, State.DOWN, None), (Mood.MAINTENANCE, State.MAINTENANCE, 503), (Mood.BLOCKED, State.BLOCKED, 403)],
)
def test_an_interruption_fails_what_every_round_asks_and_leaves_the_nightly_readings(
    mood: Mood, state: State, status: int | None
) -> None:
    found = then(mood, FailureKind.READ_TIMEOUT if mood is Mood.DOWN else None)
    assert found.state is state
    assert set(found.failures) == {"reachability", "landing_page"}
    assert (found.facts["reachability"].status, found.facts["reachability"].title) == (status, None)
    assert "landing_page" not in found.facts
    assert found.facts["published_counts"] is SOUND.facts["published_counts"]


def test_of_a_portal_that_is_down_today_only_that_it_answered_is_told() -> None:
    found = then(Mood.ANSWERED, today=DOWN)
    assert found.state is State.UP
    assert (set(found.facts), found.failures) == ({"reachability"}, {})
    assert found.facts["reachability"].status == 200


def test_a_portal_that_is_down_is_looked_at_twice() -> None:
    assert [attempt for attempt, _ in confirming(State.DOWN, NOW)] == [1, 2]
    assert [attempt for attempt, _ in confirming(State.BLOCKED, NOW)] == [1]
