"""Which letters follow from what happens to incidents: one for what belongs together, none for what nobody heard of."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from monitor.alerts.bundling import Circle, News, bundle
from monitor.alerts.records import Audience, Channel, GroupBy, Hours
from monitor.alerts.routing import Whose
from monitor.catalogue.records import AgencyKind
from monitor.incidents.records import Happening, Incident
from monitor.rules.contract import Severity
from monitor.storage.outbox import Delivery, DeliveryState
from probes.contract import System
from tests.support.incidents import incident

WHOSE = Whose(agency_kind=AgencyKind.PROVINCE, system=System.PORTAL)
START = datetime(2026, 11, 20, 3, tzinfo=UTC)  # Friday, 10:00 in Hanoi
TRUC = Channel(name="truc", kind="webhook")


@dataclass
class Outbox:
    """An outbox in memory, with the few things that happen to one."""

    channels: Sequence[Channel] = (TRUC,)
    failing: frozenset[str] = frozenset()
    at: datetime = START
    letters: dict[str, Delivery] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def hear(self, *news: tuple[Incident, str]) -> "Outbox":
        """One batch of news."""
        circle = Circle(
            channels=self.channels,
            at=self.at,
            hold=timedelta(minutes=6),
            working=lambda day: day.weekday() < 5,
            new_id=lambda _at: f"d-{next(self.numbers)}",
            on_their_way=lambda group, _rule: group in self.failing,
        )
        told = {item.id: [l for l in self.letters.values() if item.id in l.incidents] for item, _ in news}  # noqa: E741
        items = [News(incident=item, happening=Happening(what), whose=WHOSE) for item, what in news]
        changes = bundle(items, circle, letters=told, pending=list(self.letters.values()))
        self.letters |= changes.made
        for letter, added in changes.attached:
            self._set(letter, incidents=tuple(sorted({*self.letters[letter].incidents, added})))
        for letter, removed in changes.detached:
            if letter in self.letters:
                self._set(letter, incidents=tuple(i for i in self.letters[letter].incidents if i != removed))
        for letter, not_before in changes.hastened.items():
            self._set(letter, not_before=not_before)
        for letter in changes.withdrawn:
            self._set(letter, state=DeliveryState.WITHDRAWN)
        self.at += timedelta(minutes=5)
        return self

    def send(self) -> "Outbox":
        """Everything that waits and is due goes out."""
        for letter in list(self.letters.values()):
            if letter.state is DeliveryState.PENDING and letter.not_before <= self.at:
                self._set(letter.id, state=DeliveryState.SENT, attempts=1)
        return self

    def _set(self, letter: str, **changes: Any) -> None:
        self.letters[letter] = replace(self.letters[letter], **changes)

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        """Channel, occasion, incidents and state of every letter."""
        return [
            (item.channel, item.occasion, " ".join(item.incidents), item.state.value) for item in self.letters.values()
        ]


def one(number: int, **changes: Any) -> Incident:
    return incident(id=f"i-{number}", portal=f"p-{number}", **changes)


def test_a_portal_that_fails_alone_is_told_at_once_and_its_recovery_too() -> None:
    box = Outbox().hear((one(1), "opened"))
    assert [(item.not_before, item.held) for item in box.letters.values()] == [(START, False)]
    box.send().hear((one(1), "resolved")).send()
    assert box.told == [("truc", "opened", "i-1", "sent"), ("truc", "recovered", "i-1", "sent")]


def test_what_opens_together_is_one_letter_and_other_agencies_have_their_own() -> None:
    box = Outbox().hear((one(1), "opened"), (one(2), "opened"), (one(3, agency="x-khac"), "opened"))
    assert box.told == [("truc", "opened", "i-1 i-2", "pending"), ("truc", "opened", "i-3", "pending")]


def test_a_letter_waits_for_others_of_its_group_that_fail_but_not_for_ever() -> None:
    box = Outbox(failing=frozenset({"agency x-vinh-mau"})).hear((one(1), "opened"))
    (letter,) = box.letters.values()
    assert (letter.held, letter.not_before) == (True, START + timedelta(minutes=6))
    box.hear((one(2), "opened"))
    assert box.told == [("truc", "opened", "i-1 i-2", "pending")]


def test_what_recovers_before_it_was_told_is_never_told() -> None:
    box = Outbox().hear((one(1), "opened"), (one(2), "opened")).hear((one(1), "resolved"))
    assert box.told == [("truc", "opened", "i-2", "pending")]
    box.hear((one(2), "resolved"))
    assert [state for *_, state in box.told] == ["withdrawn"]


def test_opening_and_ending_in_one_batch_leaves_nothing() -> None:
    assert Outbox().hear((one(1), "opened"), (one(1), "resolved")).told == []


def test_one_that_goes_on_before_its_end_was_told_is_no_news() -> None:
    box = Outbox().hear((one(1), "opened")).send().hear((one(1), "resolved")).hear((one(1), "went_on"))
    assert box.told == [("truc", "opened", "i-1", "sent"), ("truc", "recovered", "", "withdrawn")]
    box.hear((one(1), "resolved"))
    assert box.told[-1] == ("truc", "recovered", "i-1", "pending")


def test_one_that_goes_on_after_its_end_was_told_is_told_again() -> None:
    box = Outbox().hear((one(1), "opened")).send().hear((one(1), "resolved")).send().hear((one(1), "went_on")).send()
    assert [occasion for _, occasion, *_ in box.told] == ["opened", "recovered", "opened"]


def test_a_letter_that_was_tried_is_changed_no_more_and_its_end_is_told() -> None:
    box = Outbox().hear((one(1), "opened"))
    box._set("d-1", attempts=1)  # the receiver may have it
    box.hear((one(2), "opened"), (one(1), "resolved"))
    assert box.told == [
        ("truc", "opened", "i-1", "pending"),
        ("truc", "opened", "i-2", "pending"),
        ("truc", "recovered", "i-1", "pending"),
    ]


def test_what_is_muted_is_not_told_and_is_told_once_it_is_not() -> None:
    box = Outbox().hear((one(1), "opened")).hear((one(1, muted="bảo trì"), "muted"))
    assert [state for *_, state in box.told] == ["withdrawn"]
    box.hear((one(1), "unmuted"))
    assert box.told[-1] == ("truc", "opened", "i-1", "pending")


def test_who_knows_already_is_not_told_again_when_muting_ends_or_the_reason_changes() -> None:
    box = Outbox().hear((one(1), "opened")).send().hear((one(1, muted="x"), "muted")).hear((one(1), "unmuted"))
    box.hear((one(1), "changed"))
    assert box.told == [("truc", "opened", "i-1", "sent")]


def test_who_did_not_hear_of_a_minor_one_hears_when_it_becomes_grave() -> None:
    grave = replace(TRUC, at_least=Severity.CRITICAL)
    box = Outbox(channels=[grave]).hear((one(1, severity=Severity.MINOR), "opened"))
    assert box.told == []
    assert box.hear((one(1), "changed")).told == [("truc", "opened", "i-1", "pending")]


def test_a_channel_for_escalation_hears_of_that_and_of_the_end_and_of_nothing_else() -> None:
    head = Channel(name="lanh-dao", kind="webhook", escalated_after=3)
    box = Outbox(channels=[head]).hear((one(1), "opened"))
    assert box.told == []
    box.hear((one(1, escalated=1), "escalated")).send().hear((one(1), "resolved"))
    assert [occasion for _, occasion, *_ in box.told] == ["escalated", "recovered"]


def test_each_step_of_escalation_reaches_the_channels_of_that_step_only() -> None:
    heads = [Channel(name=f"sau-{days}", kind="webhook", escalated_after=days) for days in (5, 2, 2)]
    box = Outbox(channels=heads).hear((one(1, escalated=1), "escalated")).send()
    assert {channel for channel, *_ in box.told} == {"sau-2"}
    box.hear((one(1, escalated=2), "escalated"))
    assert {channel for channel, *_ in box.told} == {"sau-2", "sau-5"}


def test_the_operators_channel_never_hears_of_portals() -> None:
    assert Outbox(channels=[replace(TRUC, audience=Audience.OPERATOR)]).hear((one(1), "opened")).told == []


def test_a_channel_that_groups_by_cause_gets_one_letter_for_several_agencies() -> None:
    cause = replace(TRUC, group_by=GroupBy.CAUSE)
    shared = "address 192.0.2.1"
    box = Outbox(channels=[cause]).hear(
        (one(1, cause=shared), "opened"), (one(2, cause=shared, agency="x-khac"), "opened"), (one(3), "opened")
    )
    assert box.told == [("truc", "opened", "i-1 i-2", "pending"), ("truc", "opened", "i-3", "pending")]


def test_a_letter_for_office_hours_leaves_at_once_as_soon_as_it_tells_of_something_urgent() -> None:
    office = replace(TRUC, hours=Hours(begin=time(8), end=time(10)))
    monday = datetime(2026, 11, 23, 1, tzinfo=UTC)
    box = Outbox(channels=[office]).hear((one(1, severity=Severity.MAJOR), "opened"))
    assert [letter.not_before for letter in box.letters.values()] == [monday]
    box.hear((one(2, severity=Severity.MAJOR), "opened"))
    assert [letter.not_before for letter in box.letters.values()] == [monday]
    box.hear((one(3, severity=Severity.CRITICAL), "opened"))
    assert [letter.not_before for letter in box.letters.values()] == [START + timedelta(minutes=10)]
