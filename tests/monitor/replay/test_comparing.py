"""What the law, the portals and the rule book each changed is told apart, and adds up to the whole change."""

from datetime import date

from monitor.replay.comparing import Effect, compare
from monitor.rollup.rejudging import Rejudged
from monitor.rules.contract import Outcome
from tests.support.judged import AT, agency, portal
from tests.support.kept_rounds import verdict

DAY = date(2026, 11, 22)


def judged(name: str, **outcomes: Outcome) -> Rejudged:
    said = tuple(verdict(outcome, rule=rule) for rule, outcome in outcomes.items())
    return Rejudged(portal=portal(id=name), agency=agency(), looked_at=AT, verdicts=said)


def test_each_effect_is_told_by_itself() -> None:
    law, portals, rules = compare(
        [
            (None, [judged("a", X=Outcome.PASS, Y=Outcome.PASS), judged("b", X=Outcome.PASS, Y=Outcome.FAIL)]),
            (Effect.LAW, [judged("a", X=Outcome.FAIL, Y=Outcome.PASS), judged("b", X=Outcome.PASS, Y=Outcome.FAIL)]),
            (
                Effect.PORTALS,
                [judged("a", X=Outcome.FAIL, Y=Outcome.WARN), judged("b", X=Outcome.PASS, Y=Outcome.FAIL)],
            ),
            (Effect.RULES, [judged("a", X=Outcome.FAIL, Y=Outcome.WARN), judged("b", X=Outcome.FAIL, Y=Outcome.PASS)]),
        ]
    )
    assert [step.effect for step in (law, portals, rules)] == [Effect.LAW, Effect.PORTALS, Effect.RULES]
    assert changes(law) == [("a", "X", Outcome.PASS, Outcome.FAIL)]
    assert changes(portals) == [("a", "Y", Outcome.PASS, Outcome.WARN)]
    assert changes(rules) == [("b", "X", Outcome.PASS, Outcome.FAIL), ("b", "Y", Outcome.FAIL, Outcome.PASS)]
    assert rules.before["X"] == {Outcome.PASS: 1, Outcome.FAIL: 1}
    assert rules.after["X"] == {Outcome.FAIL: 2}
    assert law.after == portals.before
    assert portals.after == rules.before


def test_the_same_verdict_in_other_words_is_no_change() -> None:
    one, other = judged("a", X=Outcome.PASS), judged("a", X=Outcome.PASS)
    (step,) = compare([(None, [one]), (Effect.RULES, [other])])
    assert step.changes == ()


def test_a_portal_looked_at_only_later_is_a_change_from_nothing() -> None:
    (step,) = compare([(None, []), (Effect.PORTALS, [judged("a", X=Outcome.PASS)])])
    (change,) = step.changes
    assert (change.before, change.after and change.after.outcome) == (None, Outcome.PASS)


def changes(step) -> list[tuple[object, ...]]:
    return [(x.portal.id, x.rule, x.before.outcome, x.after.outcome) for x in step.changes]
