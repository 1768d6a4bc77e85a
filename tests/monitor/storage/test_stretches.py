"""A verdict that is given again as the very same object costs no row, and loses no word and no number."""

from dataclasses import replace
from datetime import timedelta

from monitor.records import Round
from monitor.rules.contract import Outcome, Verdict
from monitor.storage.rows import prepare
from monitor.storage.stretches import Stretches
from tests.support.kept_rounds import after, round_, verdict


def given(stretches: Stretches, taken: Round, *, before: tuple[Verdict, ...] = ()) -> list[dict]:
    """The rows that a round makes necessary."""
    stretches.judge(prepare(taken, before=before))
    rows = [dict(row) for row in stretches.changed()]
    stretches.settle()
    return rows


def at(minutes: float, *verdicts: Verdict) -> Round:
    return round_(after(minutes), verdicts=verdicts)


def test_the_same_verdict_again_is_not_written_and_ends_where_it_was_last_given() -> None:
    stretches, same = Stretches(()), verdict()
    assert len(given(stretches, at(0, same))) == 1
    assert given(stretches, at(5, same), before=(same,)) == []
    failing = replace(same, outcome=Outcome.FAIL)
    ended, begun = given(stretches, at(10, failing), before=(same,))
    assert (ended["last_at"], ended["ended"]) == (after(5), after(10))
    assert begun["outcome"] == "fail"


def test_numbers_that_had_to_wait_are_written_also_where_the_verdict_is_the_very_same_from_then_on() -> None:
    stretches = Stretches(())
    first, second = (replace(verdict(), evidence={"days": number}) for number in (1, 2))
    given(stretches, at(0, first))
    assert given(stretches, at(1, second), before=(first,)) == []
    (row,) = given(stretches, at(3, second), before=(second,))
    assert row["evidence"] == '{"days":2}'
    assert given(stretches, at(6, second), before=(second,)) == []


def test_another_rule_book_or_legal_day_is_written_though_the_verdict_is_the_same() -> None:
    stretches, same = Stretches(()), verdict()
    given(stretches, at(0, same))
    changed = replace(at(5, same), rulebook="another")
    assert [row["rulebook"] for row in given(stretches, changed, before=(same,))] == ["another"]
    later = replace(changed, since=after(10), law_day=changed.law_day + timedelta(days=1))
    assert [row["law_day"] for row in given(stretches, later, before=(same,))] == [later.law_day]
