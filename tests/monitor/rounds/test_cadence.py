"""Rounds are spread by a stable hash, heavy reading happens once a night."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.rounds.cadence import LOCAL, Night, all_rest, nightly_due, spread

NIGHT = Night()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


def test_the_turn_of_a_portal_is_the_same_after_every_restart() -> None:
    assert spread("a.portal", 300) == spread("a.portal", 300)


def test_turns_fill_the_interval_evenly() -> None:
    turns = [spread(f"portal-{n}", 300) for n in range(3000)]
    tenths = [sum(low <= turn < low + 30 for turn in turns) for low in range(0, 300, 30)]
    assert min(tenths) > 230
    assert max(tenths) < 370


def test_a_portal_that_was_never_read_is_due_at_once() -> None:
    assert nightly_due("a", last=None, now=local("2026-11-22T12:00"), night=NIGHT)


def test_a_portal_is_read_once_in_a_night() -> None:
    last, reads = local("2026-11-20T02:00"), []
    for step in range(5 * 12):
        now = local("2026-11-21T00:30") + timedelta(minutes=5 * step)
        if nightly_due("a", last=last, now=now, night=NIGHT):
            reads.append(now)
            last = now
    assert len(reads) == 1
    assert 1 <= reads[0].astimezone(LOCAL).hour < 5


@pytest.mark.parametrize("hour", [0, 5, 9, 15, 23])
def test_nothing_is_due_outside_the_night(hour: int) -> None:
    now = local(f"2026-11-22T{hour:02}:30")
    assert not nightly_due("a", last=now - timedelta(hours=20), now=now, night=NIGHT)


def test_a_night_that_was_missed_is_made_up_for_by_day() -> None:
    now = local("2026-11-22T12:00")
    assert nightly_due("a", last=now - timedelta(hours=37), now=now, night=NIGHT)


def test_by_day_all_rest_whose_looks_are_not_overdue_and_at_night_nothing_is_said_of_all() -> None:
    noon = datetime(2026, 11, 22, 5, tzinfo=UTC)  # 12:00 in Hanoi
    night = datetime(2026, 11, 21, 19, tzinfo=UTC)  # 02:00 in Hanoi
    fresh, old = noon - timedelta(hours=35), noon - timedelta(hours=37)
    assert all_rest([fresh, noon], now=noon, night=NIGHT)
    assert not all_rest([fresh, old], now=noon, night=NIGHT)
    assert not all_rest([night - timedelta(hours=1)], now=night, night=NIGHT)
    for last in (fresh, old):
        due = nightly_due("a.portal", last=last, now=noon, night=NIGHT)
        assert due is not all_rest([last], now=noon, night=NIGHT)
