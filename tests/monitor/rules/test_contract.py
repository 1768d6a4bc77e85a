"""What rules say of themselves is so, in every one of their cases."""

from dataclasses import replace

import pytest

from probes.exchange import Phases
from probes.facts import Reachability
from tests.support.judged import Look, rulebook
from tests.support.rule_cases import RuleCase, look_of, rule_cases

TIMED = {booked.rule.id for booked in rulebook().rules if booked.rule.times}
SLOW = Phases(resolve=10.0, connect=20.0, tls=30.0, first_byte=40.0, transfer=50.0)
CASES = [case for case in rule_cases() if isinstance(look_of(case).facts.get("reachability"), Reachability)]


def slower(case: RuleCase) -> Look:
    look = look_of(case)
    seen = replace(look.facts["reachability"], phases=SLOW, total=150.0)
    return replace(look, facts=look.facts | {"reachability": seen})


@pytest.mark.parametrize("case", [case for case in CASES if case.rule not in TIMED], ids=str)
def test_a_rule_that_says_nothing_of_times_judges_slow_looks_like_fast_ones(case: RuleCase) -> None:
    assert slower(case).verdict(case.rule) == look_of(case).verdict(case.rule)


def test_a_rule_that_says_so_looks_at_times() -> None:
    assert {case.rule for case in CASES if slower(case).verdict(case.rule) != look_of(case).verdict(case.rule)} == TIMED
