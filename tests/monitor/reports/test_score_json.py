"""The score as JSON and as a table: a range, why there is no band, and parts that anyone can add up."""

import json
from io import StringIO

from rich.console import Console

from monitor.reports.score_json import parts_json, score_json
from monitor.reports.score_table import score_table
from monitor.rules.contract import Basis, Cause, Outcome, Severity, Verdict
from monitor.scoring import Judged, Score, score
from probes.contract import System
from tests.support.judged import rulebook


def judged(outcome: Outcome, weight: float, *, cause: Cause | None = None, gate: str | None = None) -> Judged:
    verdict = Verdict(
        rule="AV-01",
        outcome=outcome,
        severity=Severity.CRITICAL,
        basis=Basis.PRODUCT,
        weight=weight,
        reason="",
        reason_en="",
        law=None,
        evidence={},
        cause=cause,
        gate=gate,
    )
    return Judged(portal="x-vinh-mau-portal", system=System.PORTAL, verdict=verdict)


def scored(*items: Judged) -> Score:
    return score(items, rulebook().scoring)


UNSEEN = judged(Outcome.UNKNOWN, 3, cause=Cause.NOT_SEEN)


def test_a_score_of_which_too_little_was_decided_says_so_and_why() -> None:
    told = score_json(scored(judged(Outcome.PASS, 5), UNSEEN))
    assert (told["band"], told["band_name"], told["band_name_en"]) == (None, "Chưa đủ căn cứ", "not enough to tell")
    assert (told["coverage_by_system"], told["undecided"]) == ({"portal": 0.625}, {"not_seen": 1})


def test_a_band_is_named_in_both_languages_and_a_gate_with_its_cap() -> None:
    told = score_json(scored(judged(Outcome.PASS, 95), judged(Outcome.FAIL, 5, gate="unavailable")))
    assert (told["score"], told["band"], told["band_name"]) == (64, "weak", "Cần cải thiện")
    assert [(gate["id"], gate["cap"]) for gate in told["gates"]] == [("unavailable", 64)]


def test_the_parts_add_up_to_the_score() -> None:
    found = scored(judged(Outcome.PASS, 5), judged(Outcome.WARN, 3), judged(Outcome.FAIL, 1), UNSEEN)
    told = json.loads(json.dumps(parts_json(found)))
    decided = [part for part in told["parts"] if part["credit"] is not None]
    earned = sum(part["weight"] * part["credit"] for part in decided)
    assert 100 * earned / told["decided_weight"] == found.score
    assert sum(part["weight"] for part in told["parts"]) == told["applicable_weight"] == 12


def test_the_table_shows_the_sum_that_gives_the_score() -> None:
    console = Console(file=StringIO(), width=160)
    console.print(score_table(scored(judged(Outcome.PASS, 5), judged(Outcome.WARN, 3), UNSEEN)))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "6,5 / 8,0 × 100 = 81,2" in text
    assert "Chưa xác định: không xem được" in text
    assert "Chưa đủ căn cứ (not enough to tell)" in text
