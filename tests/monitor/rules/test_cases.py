"""Every rule of the shipped book has its cases: one for each outcome, and one on each side of every threshold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from monitor.rules.contract import Outcome, Unit
from monitor.rules.rulebook import BookedRule, RuleBook
from tests.support.judged import rulebook
from tests.support.rule_cases import PAGES, RuleCase, look_of, rule_cases

CASES = rule_cases()
BOOKED = rulebook().rules
OUTCOMES = ("pass", "warn", "fail", "unknown", "not_applicable")
NOBODY_SAYS = "\N{OBJECT REPLACEMENT CHARACTER}"
STEPS: Mapping[Unit, float] = {Unit.RATIO: 0.01, Unit.SECONDS: 0.1, Unit.POINTS: 0.1}


def missing_outcomes(rule: str, cases: Iterable[RuleCase], excused: set[str]) -> list[str]:
    given = {case.outcome for case in cases if case.rule == rule}
    return [f"{rule}: no case for {outcome}" for outcome in OUTCOMES if outcome not in given | excused]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_to_its_outcome_and_reason(case: RuleCase) -> None:
    verdict = case.verdict()
    told = f"{verdict.reason} | {verdict.reason_en}"
    assert (verdict.outcome.value, case.reason in told) == (case.outcome, True), told


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_every_rule_has_a_case_for_every_outcome_that_it_can_give(booked: BookedRule) -> None:
    assert missing_outcomes(booked.rule.id, CASES, set(booked.never)) == []


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_no_case_gives_an_outcome_that_its_rule_declares_never_to_give(booked: BookedRule) -> None:
    assert not [str(case) for case in CASES if case.rule == booked.rule.id and case.outcome in booked.never]


def test_a_rule_without_a_case_is_named_with_the_outcome() -> None:
    one = RuleCase(rule="X-01", name="sample", outcome="pass", reason="", given={})
    assert missing_outcomes("X-01", [one], {"warn", "not_applicable"}) == [
        "X-01: no case for fail",
        "X-01: no case for unknown",
    ]


def test_every_file_of_cases_is_of_a_rule_and_every_page_is_used() -> None:
    rules = {booked.rule.id for booked in BOOKED}
    assert {case.rule for case in CASES} <= rules
    used = {
        row["page"] for case in CASES for row in (case.given, *case.given.get("others", {}).values()) if "page" in row
    }
    assert {path.name for path in PAGES.iterdir()} == used


def test_no_two_cases_have_one_name() -> None:
    names = [str(case) for case in CASES]
    assert sorted(set(names)) == sorted(names)


def thresholds() -> Iterator[tuple[str, str, Any]]:
    """Each value of each threshold that decides an outcome once, whatever the generations that share it."""
    told: list[tuple[str, str, Any]] = []
    for booked in BOOKED:
        for name, value in ((name, value) for terms in booked.terms for name, value in terms.thresholds.items()):
            if name not in booked.rule.beside and (booked.rule.id, name, value) not in told:
                told.append((booked.rule.id, name, value))
    yield from told


@pytest.mark.parametrize(("rule", "name", "value"), list(thresholds()), ids=lambda value: str(value)[:20])
def test_every_threshold_has_a_case_on_each_side_of_it(rule: str, name: str, value: Any) -> None:
    """Moved by one step either way it changes the outcome of some case: a list of words emptied, a flag turned, a
    number or a day one up or one down."""
    booked = next(item for item in BOOKED if item.rule.id == rule)
    for moved in moves(value, booked.rule.thresholds[name]):
        other = with_threshold(booked, name, value, moved)
        assert any(outcome(case, other) != case.outcome for case in CASES if case.rule == rule), moved


@pytest.mark.parametrize(
    ("booked", "number"),
    [(booked, number) for booked in BOOKED for number, terms in enumerate(booked.terms) if not terms.agencies],
    ids=lambda value: value.rule.id if isinstance(value, BookedRule) else str(value),
)
def test_every_stretch_of_law_has_a_case_that_is_judged_under_it(booked: BookedRule, number: int) -> None:
    """Without the stretch, the outcome of some case would be another one. Stretches for agencies by name are left
    out: no case speaks of a real one."""
    left = booked.terms[:number] + booked.terms[number + 1 :]
    # A rule needs some terms to lend its words where none hold: these hold for nobody.
    nobody = replace(booked.terms[number], agencies=frozenset({NOBODY_SAYS}))
    other = replace(rulebook(), rules=(replace(booked, terms=(*left, nobody)),))
    cases = [case for case in CASES if case.rule == booked.rule.id]
    assert any(outcome(case, other) != case.outcome for case in cases), booked.terms[number].effective_from


def moves(value: Any, unit: Unit) -> Iterator[Any]:
    if unit is Unit.FLAG:
        yield not value
    elif unit in (Unit.WORDS, Unit.PATTERNS):
        yield (NOBODY_SAYS,)
    elif unit is Unit.WORD_GROUPS:
        yield from ({**value, group: (NOBODY_SAYS,)} for group in value)
    elif unit is Unit.DAY:
        yield from (value - timedelta(days=1), value + timedelta(days=1))
    else:
        step = STEPS.get(unit, 1)
        yield value + step
        if value >= step:
            yield value - step


def with_threshold(booked: BookedRule, name: str, value: Any, moved: Any) -> RuleBook:
    changed = tuple(
        replace(terms, thresholds={**terms.thresholds, name: moved}) if terms.thresholds.get(name) == value else terms
        for terms in booked.terms
    )
    return replace(rulebook(), rules=(replace(booked, terms=changed),))


def outcome(case: RuleCase, book: RuleBook) -> Outcome:
    return look(case).verdict(case.rule, book).outcome


look = cache(look_of)


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_every_law_names_document_and_article(booked: BookedRule) -> None:
    laws = [terms.law for terms in booked.terms if terms.law is not None]
    assert laws
    assert all(re.search(r"\d", law.document) and law.article.strip() for law in laws)
