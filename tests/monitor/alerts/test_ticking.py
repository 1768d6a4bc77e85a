"""What time alone brings: escalation by working days, repeats, digests in the morning."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from monitor.alerts.records import Channel, Occasion
from monitor.alerts.ticking import Tick, digests, escalations, repeats
from monitor.incidents.records import Incident
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.working_days.holidays import Holidays
from tests.support.desks import guide, portal
from tests.support.incidents import incident

FRIDAY = datetime(2026, 11, 20, 3, tzinfo=UTC)  # 10:00 in Hanoi
NAMES = count(1)
MONDAY_OFF = Holidays(off=frozenset({date(2026, 11, 23)}), first=2026, last=2026)


def tick(at: datetime, *channels: Channel, **changes: Any) -> Tick:
    goes_by = guide([portal("mot"), portal("hai", "x-khac")], channels=channels, holidays=MONDAY_OFF, **changes)
    return Tick(guide=goes_by, at=at, new_id=lambda _at: f"d-{next(NAMES)}")


def one(name: str = "i-1", **changes: Any) -> Incident:
    return incident(**({"id": name, "portal": "mot", "opened": FRIDAY} | changes))


def letter(state: DeliveryState = DeliveryState.SENT, finished: datetime | None = FRIDAY, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": "d-0", "channel": "truc", "occasion": "opened", "grouping": "agency x-vinh-mau", "created": FRIDAY,
        "not_before": FRIDAY, "incidents": ("i-1",), "state": state, "finished": finished,
    }  # fmt: skip
    return Delivery(**(values | changes))


def channel(**changes: Any) -> Channel:
    return Channel(**({"name": "truc", "kind": "webhook"} | changes))


@pytest.mark.parametrize(
    ("days", "times"),
    [(0, 0), (3, 0), (4, 1), (5, 2), (6, 2), (30, 2)],  # the 23rd is off, so the 24th is the first working day
)  # fmt: skip
def test_escalation_counts_working_days_and_happens_once_for_each_step(days: int, times: int) -> None:
    now = tick(FRIDAY + timedelta(days=days), channel(escalated_after=1), channel(name="b", escalated_after=2))
    events = list(escalations(now, [one()]))
    assert [event.happening.value for event in events] == ["escalated"] * times
    assert list(escalations(now, [one(escalated=2)])) == []


@pytest.mark.parametrize("changes", [{"acknowledged": FRIDAY}, {"muted": "bảo trì"}, {"resolved": FRIDAY}])
def test_what_somebody_answers_for_is_neither_escalated_nor_repeated(changes: dict[str, Any]) -> None:
    late = tick(FRIDAY + timedelta(days=30), channel(escalated_after=1, repeat_every=timedelta(hours=1)))
    assert list(escalations(late, [one(**changes)])) == []
    assert repeats(late, [one(**changes)], {"i-1": [letter()]}) == []


@pytest.mark.parametrize(
    ("hours", "state", "again"),
    [
        (23, DeliveryState.SENT, False),
        (24, DeliveryState.SENT, True),
        (48, DeliveryState.PENDING, False),
        (48, DeliveryState.SENDING, False),
        (48, DeliveryState.GIVEN_UP, False),
    ],
)
def test_a_letter_is_repeated_when_the_last_one_was_sent_long_enough_ago(
    hours: int, state: DeliveryState, again: bool
) -> None:
    now = tick(FRIDAY + timedelta(hours=hours), channel(repeat_every=timedelta(days=1)))
    made = repeats(now, [one()], {"i-1": [letter(state)]})
    assert [(item.occasion, item.grouping, item.incidents) for item in made] == (
        [("repeated", "agency x-vinh-mau", ("i-1",))] if again else []
    )


def test_repeats_are_gathered_as_the_first_letters_were_and_digests_do_not_put_them_off() -> None:
    now = tick(FRIDAY + timedelta(days=1), channel(repeat_every=timedelta(days=1)))
    digest = letter(id="d-9", occasion="daily", finished=now.at)
    known = {"i-1": [letter(), digest], "i-2": [letter(incidents=("i-2",))]}
    made = repeats(now, [one(), one("i-2", rule="TLS-02")], known)
    assert [item.incidents for item in made] == [("i-1", "i-2")]


@pytest.mark.parametrize(
    ("at", "occasions"),
    [
        ("2026-11-20T00:59", []),
        ("2026-11-20T01:00", ["daily"]),
        ("2026-11-21T03:00", []),
        ("2026-11-23T03:00", []),
        ("2026-11-24T03:00", ["daily", "weekly"]),
        ("2026-11-25T03:00", ["daily"]),
    ],
)
def test_digests_come_in_the_morning_of_working_days_and_weekly_ones_on_the_first(
    at: str, occasions: list[str]
) -> None:
    now = tick(
        datetime.fromisoformat(at).replace(tzinfo=UTC), channel(digests=frozenset({Occasion.DAILY, Occasion.WEEKLY}))
    )
    made = digests(now, [one(opened=FRIDAY - timedelta(days=3))], known=())
    assert [item.occasion for item in made] == occasions
    again = digests(now, [one()], known=[(item.channel, item.grouping) for item in made])
    assert again == []


def test_a_digest_is_about_one_agency_and_tells_what_is_open_or_ended_since_the_last_one() -> None:
    now = tick(FRIDAY, channel(digests=frozenset({Occasion.DAILY})))
    yesterday, before = FRIDAY - timedelta(hours=23), FRIDAY - timedelta(hours=25)
    items = [
        one(),
        one("i-2", resolved=yesterday),
        one("i-3", resolved=before),
        one("i-4", portal="hai", agency="x-khac"),
    ]
    made = digests(now, items, known=())
    assert [item.incidents for item in made] == [("i-4",), ("i-1", "i-2")]


def test_there_is_no_digest_where_there_is_nothing_to_tell() -> None:
    now = tick(FRIDAY, channel(digests=frozenset({Occasion.DAILY})))
    assert digests(now, [], known=()) == []
    assert digests(replace(now, guide=replace(now.guide, whose={})), [one()], known=()) == []
