"""Scores of days before are those of the verdicts that stood then."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from monitor.catalogue.records import Portal
from monitor.demo.history.past_rounds import past_rounds
from monitor.demo.history.past_scores import past_scores
from monitor.records import Round
from monitor.rules.contract import Outcome
from monitor.scoring import Judged, score
from tests.support.first_rounds import first_round
from tests.support.rounds import NOW

TODAY = first_round()
BOOK = TODAY.watch.rulebook
PORTAL = TODAY.subject.portal
ENDS = tuple(NOW.replace(hour=16, minute=59, second=59) - timedelta(days=days) for days in range(6, 0, -1))


def rounds(name: str) -> dict[Portal, tuple[Round, ...]]:
    return {PORTAL: past_rounds(TODAY, Random(name), days=30).rounds}


def test_each_day_has_the_score_of_the_verdicts_at_its_end() -> None:
    told = rounds("a")
    scores = list(past_scores("a", told, ends=ENDS, rulebook=BOOK))
    assert [item.day for item in scores] == [(end + timedelta(hours=7)).date() for end in ENDS]
    for item, end in zip(scores, ENDS, strict=True):
        stood = [taken for taken in told[PORTAL] if taken.since < end][-1]
        judged = [Judged(portal=PORTAL.id, system=PORTAL.system, verdict=verdict) for verdict in stood.verdicts]
        assert item.score == score(judged, BOOK.scoring).score
        assert (item.rulebook, item.law_day) == (BOOK.version, TODAY.taken.law_day)


def test_a_verdict_that_changed_moves_the_score_from_that_day_on() -> None:
    (first, *rest) = rounds("b")[PORTAL]
    failing = tuple(replace(item, outcome=Outcome.FAIL) for item in first.verdicts)
    turned = replace(first, since=ENDS[3] - timedelta(hours=1), verdicts=failing)
    del rest
    scores = [item.score for item in past_scores("a", {PORTAL: (first, turned)}, ends=ENDS, rulebook=BOOK)]
    assert scores[:3] == [scores[0]] * 3
    assert scores[3:] == [0.0] * 3
    assert scores[0] is not None
    assert scores[0] > 0


def test_before_the_first_round_there_is_no_score() -> None:
    early = [NOW - timedelta(days=40), *ENDS]
    assert len(list(past_scores("a", rounds("c"), ends=early, rulebook=BOOK))) == len(ENDS)
