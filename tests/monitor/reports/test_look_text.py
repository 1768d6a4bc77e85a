"""One look in the terminal: hostile titles and labels stay text."""

from dataclasses import replace

import pytest

from monitor.reports.look_text import show_look
from monitor.rules.contract import Basis, Outcome
from probes.failures import FailureKind, State, failed
from tests.monitor.reports.test_look_json import VERDICT, report
from tests.support.rounds import reachability

HOSTILE = "[bold]x[/] \x1b[2J<script>"


def test_a_hostile_title_is_shown_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_look(report(reached=replace(reachability(State.UP), title=HOSTILE)))
    shown = capsys.readouterr().out
    assert "[bold]x[/]" in shown
    assert "\x1b" not in shown


def test_a_failure_is_told_with_its_party(capsys: pytest.CaptureFixture[str]) -> None:
    show_look(report(failure=failed(FailureKind.BLOCKED, "status 200: f5"), reached=reachability(State.BLOCKED)))
    shown = capsys.readouterr().out
    assert "Từ chối hệ thống giám sát" in shown
    assert "blocked: status 200: f5" in shown


def test_below_our_own_threshold_is_never_called_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    show_look(report(verdicts=(replace(VERDICT, outcome=Outcome.FAIL, basis=Basis.PRODUCT, law=None),)))
    shown = capsys.readouterr().out
    assert "Dưới ngưỡng" in shown
    assert "Chưa đạt" not in shown


def test_what_does_not_apply_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_look(report(verdicts=(replace(VERDICT, outcome=Outcome.NOT_APPLICABLE),)))
    assert "Không áp dụng · not applicable: TLS-02" in capsys.readouterr().out


def test_a_simulated_look_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show_look(report(simulated=True))
    assert "MÔ PHỎNG" in capsys.readouterr().out


def test_a_number_of_our_own_is_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    held = {"thresholds": {"notice_days": 14, "asked": 3}, "product_thresholds": ["notice_days"]}
    show_look(report(verdicts=(replace(VERDICT, evidence=held),)))
    shown = " ".join(capsys.readouterr().out.split())
    assert "product" in shown
    assert "14" in shown
    assert "asked" not in shown
