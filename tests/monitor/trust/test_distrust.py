"""What a probe says that misjudged its canary is held against nobody."""

from monitor.rounds.round import conclude, look, needs_confirming, state_of
from monitor.rules.contract import Outcome
from monitor.trust.distrust import without_trust
from probes.facts import Reachability
from probes.failures import State
from tests.support.rounds import DOWN, recall, saying, subject, watch

WRONG = {"reachability": "blocked: seen in place of blocked"}


def test_a_trusted_look_stays_as_it_is() -> None:
    sight = look(watch(saying(DOWN)), subject(), recall())
    assert without_trust(sight, {}) is sight
    assert without_trust(sight, {"landing_page": "good: …"}) == sight


def test_a_failure_seen_by_a_probe_that_is_wrong_is_no_verdict_and_no_observed_time() -> None:
    crew = watch(saying(DOWN))
    sight = without_trust(look(crew, subject(), recall()), WRONG)
    assert state_of(sight) is State.UNKNOWN
    assert not needs_confirming(crew, sight)
    taken = conclude(crew, subject(), recall(), sight, None)
    assert (taken.state, taken.holds_until) == (State.UNKNOWN, taken.since)
    failure = taken.observations[0].failure
    assert failure is not None
    assert (failure.kind.value, failure.party.value) == ("monitor_fault", "monitor")
    assert failure.detail == "canary wrong: blocked: seen in place of blocked"
    assert Outcome.FAIL not in {item.outcome for item in taken.verdicts}


def test_what_it_saw_as_good_is_taken_back_too_and_not_remembered() -> None:
    sight = without_trust(look(watch(saying(State.UP)), subject(), recall({"reachability": {"a": 1}})), WRONG)
    facts = sight.observations[0].facts
    assert isinstance(facts, Reachability)
    assert facts.state is State.UNKNOWN
    assert "reachability" not in sight.remember
