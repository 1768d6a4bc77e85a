"""What a rule asks for is noticed, and what it is given behaves like the real thing."""

from collections.abc import Callable
from typing import Any

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.replay.reads import FIGURES, MOVING, Reads, watched
from monitor.rules.contract import Basis, Case, Finding, History, Outcome, Rule, Severity, Terms
from probes.contract import System
from probes.facts import Reachability
from probes.failures import State
from tests.support.judged import AT, TODAY, reachability

TERMS = Terms(
    effective_from=None,
    effective_to=None,
    systems=frozenset(),
    agency_kinds=frozenset(),
    lifecycles=frozenset(),
    severity=Severity.MINOR,
    weight=1,
    basis=Basis.PRODUCT,
    law=None,
)
SEEN = reachability()


def case() -> Case:
    return Case(
        system=System.PORTAL,
        agency_kind=AgencyKind.PROVINCE,
        lifecycle=Lifecycle.FRONT_END,
        url="https://a.test/",
        state=State.UP,
        confirmed=True,
        facts={"reachability": SEEN, "odd": (1, 2)},
        failures={},
        history=History(),
        at=AT,
        law_day=TODAY,
        seen_on=TODAY,
        terms=TERMS,
    )


def rule(judge: Callable[[Case], Finding], **changes: Any) -> Rule:
    return Rule(**{"id": "X-01", "reads": (), "judge": judge} | changes)


def asked(ask: Any) -> tuple[Any, Reads]:
    """What the asking gave, and what it was seen to ask for."""
    reads: Reads = set()
    given: list[Any] = []

    def judge(looked_at: Case) -> Finding:
        given.append(ask(looked_at))
        return Finding(outcome=Outcome.PASS, reason="", reason_en="")

    watched(rule(judge), reads).judge(case())
    return given[0], reads


def test_a_field_of_facts_is_noticed_by_its_name() -> None:
    assert asked(lambda c: c.facts["reachability"].status) == (200, {("reachability", "status")})
    assert asked(lambda c: c.facts.get("reachability").title) == (SEEN.title, {("reachability", "title")})
    assert asked(lambda c: c.facts.get("dns")) == (None, set())


def test_what_stays_for_the_portal_is_not_noticed() -> None:
    assert asked(lambda c: (c.system, c.url, c.terms.basis, c.state, c.law_day, c.failures))[1] == set()


def test_the_clock_and_the_time_in_states_always_move() -> None:
    assert asked(lambda c: c.at) == (AT, {MOVING})
    assert asked(lambda c: c.history.spans) == ((), {MOVING})
    assert asked(lambda c: c.history.outage) == (None, {MOVING})
    assert asked(lambda c: c.history.figures) == ((), {FIGURES})


def test_facts_compared_printed_or_of_another_shape_are_noticed_as_a_whole() -> None:
    whole = {("reachability", "")}
    assert asked(lambda c: c.facts["reachability"] == SEEN) == (True, whole)
    assert asked(lambda c: f"{c.facts['reachability']}") == (str(SEEN), whole)
    assert asked(lambda c: hash(c.facts["reachability"])) == (hash(SEEN), whole)
    assert asked(lambda c: c.facts["odd"]) == ((1, 2), {("odd", "")})


def test_it_is_taken_for_the_real_thing() -> None:
    assert asked(lambda c: isinstance(c, Case) and isinstance(c.facts["reachability"], Reachability))[0]
    assert asked(lambda c: list(c.facts))[0] == ["reachability", "odd"]


def test_a_rule_that_asks_for_what_moves_is_watched_no_longer() -> None:
    reads: Reads = {MOVING}
    given: list[Case] = []

    def judge(looked_at: Case) -> Finding:
        given.append(looked_at)
        return Finding(outcome=Outcome.PASS, reason="", reason_en="")

    real = case()
    watched(rule(judge), reads).judge(real)
    assert given[0] is real


def test_a_rule_that_says_what_it_depends_on_is_given_nothing_else() -> None:
    reads: Reads = set()
    given: list[Any] = []

    def judge(looked_at: Case) -> Finding:
        given.append((list(looked_at.facts), looked_at.at == AT))
        return Finding(outcome=Outcome.PASS, reason="", reason_en="")

    again = watched(rule(judge, depends_on=("reachability",)), reads)
    again.judge(case())
    assert given == [(["reachability"], False)]
    assert again.depends_on is None  # else somebody else would answer in its place, and nothing would be noticed
