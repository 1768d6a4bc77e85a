"""What an event makes of the incident that it happens to."""

from datetime import timedelta

import pytest

from monitor.incidents.applying import apply
from monitor.incidents.records import Event, Happening
from monitor.rules.contract import Severity
from tests.support.incidents import OPENED, incident

LATER = OPENED + timedelta(hours=1)


def event(happening: Happening, reason: str = "không trả lời") -> Event:
    return Event(incident="i-1", happening=happening, at=LATER, reason=reason, reason_en="does not answer")


@pytest.mark.parametrize("happening", [Happening.WENT_ON, Happening.CHANGED])
def test_an_incident_that_goes_on_or_changes_has_the_present_severity(happening: Happening) -> None:
    before = incident(severity=Severity.MAJOR)
    assert apply(before, event(happening), severity=Severity.CRITICAL).severity is Severity.CRITICAL
    assert apply(before, event(happening)).severity is Severity.MAJOR


def test_one_that_was_resolved_and_goes_on_is_open_again_with_the_new_reason() -> None:
    resolved = apply(incident(), event(Happening.RESOLVED), ended=OPENED)
    assert (resolved.ended, resolved.resolved) == (OPENED, LATER)
    again = apply(resolved, event(Happening.WENT_ON, "lỗi máy chủ"), severity=Severity.CRITICAL)
    assert again.open
    assert (again.ended, again.resolved, again.reason) == (None, None, "lỗi máy chủ")
    assert [item.happening for item in again.events] == [Happening.RESOLVED, Happening.WENT_ON]


def test_one_that_goes_on_is_dated_anew_and_asks_for_a_new_answer() -> None:
    answered = incident(
        ended=OPENED, resolved=OPENED, acknowledged=OPENED, acknowledged_by="trực ban", note="đã rõ", escalated=2
    )
    again = apply(answered, event(Happening.WENT_ON), since=LATER)
    assert (again.since, again.opened, again.begun) == (LATER, OPENED, LATER)
    assert (again.acknowledged, again.acknowledged_by, again.note, again.escalated) == (None, "", "", 0)


def test_what_is_muted_or_escalated_keeps_its_reason() -> None:
    muted = apply(incident(), event(Happening.MUTED, "bảo trì"))
    assert (muted.muted, muted.reason) == ("bảo trì", incident().reason)
    assert apply(muted, event(Happening.UNMUTED)).muted is None
    assert apply(incident(), event(Happening.ESCALATED)).escalated == 1
