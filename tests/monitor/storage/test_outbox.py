"""The outbox: one sender takes a letter, none is lost, none is changed once it is claimed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.storage import outbox
from monitor.storage.engine import reading, writing
from monitor.storage.incidents import put_incidents
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.storage.store import Store
from tests.support.incidents import incident

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)


def letter(name: str = "d-1", **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": name,
        "channel": "truc",
        "occasion": "opened",
        "grouping": "agency x-vinh-mau",
        "created": NOW,
        "not_before": NOW,
        "incidents": ("i-1",),
    }
    return Delivery(**(values | changes))


@pytest.fixture
def kept(store: Store) -> Store:
    with writing(store.engine) as connection:
        put_incidents(connection, [incident(), incident(id="i-2", rule="TLS-01")])
        outbox.add(connection, [letter()])
    return store


def within(store: Store, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
    with writing(store.engine) as connection:
        return act(connection, *args, **named)


def all_of(store: Store) -> tuple[Delivery, ...]:
    with reading(store.engine) as connection:
        return outbox.read_deliveries(connection, incidents=("i-1", "i-2"))


def test_a_letter_comes_back_as_it_was_added(kept: Store) -> None:
    assert all_of(kept) == (letter(),)


def test_it_can_be_given_more_to_tell_as_long_as_nobody_claimed_it(kept: Store) -> None:
    within(kept, outbox.attach, [("d-1", "i-2"), ("d-1", "i-2")])
    assert all_of(kept)[0].incidents == ("i-1", "i-2")


def test_it_can_be_freed_of_what_needs_no_telling_any_more(kept: Store) -> None:
    within(kept, outbox.attach, [("d-1", "i-2")])
    within(kept, outbox.detach, [("d-1", "i-1")])
    assert all_of(kept)[0].incidents == ("i-2",)


def test_of_many_that_claim_it_one_succeeds(kept: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        takes = list(pool.map(lambda _: within(kept, outbox.claim, "d-1", now=NOW, until=LATER), range(8)))
    assert sum(takes) == 1


def test_what_is_not_due_cannot_be_claimed(kept: Store) -> None:
    within(kept, outbox.reschedule, ["d-1"], not_before=LATER, held=True)
    assert not within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    assert within(kept, outbox.due, channel="truc", now=NOW) == ()
    assert [item.id for item in within(kept, outbox.due, channel="truc", now=LATER)] == ["d-1"]


def test_letters_of_other_channels_are_not_ours(kept: Store) -> None:
    assert within(kept, outbox.due, channel="khac", now=LATER) == ()


def test_a_claimed_letter_is_finished_once_and_stays_finished(kept: Store) -> None:
    assert within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    within(kept, outbox.finish, "d-1", state=DeliveryState.SENT, at=LATER, detail="250 OK")
    within(kept, outbox.retry, "d-1", not_before=LATER, detail="too late")
    assert within(kept, outbox.release, now=LATER + timedelta(days=1)) == 0
    sent = all_of(kept)[0]
    assert (sent.state, sent.finished, sent.attempts, sent.detail) == (DeliveryState.SENT, LATER, 1, "250 OK")


def test_a_letter_that_was_not_accepted_can_be_claimed_again_later(kept: Store) -> None:
    within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    within(kept, outbox.retry, "d-1", not_before=LATER, detail="refused")
    assert not within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    assert within(kept, outbox.claim, "d-1", now=LATER, until=LATER)
    assert all_of(kept)[0].attempts == 2


def test_letters_of_a_dead_sender_are_released(kept: Store) -> None:
    within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    assert within(kept, outbox.release, now=LATER) == 0
    assert within(kept, outbox.release, now=LATER + timedelta(seconds=1)) == 1


def test_a_letter_in_the_hands_of_a_sender_that_lives_is_not_released(kept: Store) -> None:
    within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    assert within(kept, outbox.release, now=LATER + timedelta(days=1), but=["d-1"]) == 0


def test_who_takes_over_a_file_frees_all_letters_and_on_a_server_those_whose_claim_has_run_out(kept: Store) -> None:
    within(kept, outbox.claim, "d-1", now=NOW, until=LATER)
    on_a_server = kept.engine.dialect.name == "postgresql"
    assert within(kept, outbox.take_over, now=NOW) == (0 if on_a_server else 1)
    assert within(kept, outbox.take_over, now=LATER + timedelta(seconds=1)) == (1 if on_a_server else 0)


def test_letters_through_a_channel_that_is_gone_are_withdrawn_once_they_were_due_long_enough(kept: Store) -> None:
    within(kept, outbox.add, [letter("d-2", channel="cu"), letter("d-3", channel="cu", not_before=LATER)])
    assert within(kept, outbox.withdraw_unheard, ["truc"], due_before=LATER, at=LATER, detail="gone") == 1
    assert {item.id: item.state.value for item in all_of(kept)} == {
        "d-1": "pending",
        "d-2": "withdrawn",
        "d-3": "pending",
    }


def test_letters_of_all_occasions_but_one_can_be_withdrawn(kept: Store) -> None:
    within(kept, outbox.add, [letter("d-2", occasion="monitor")])
    assert within(kept, outbox.withdraw_all, but="monitor", at=LATER, detail="told by another way") == 1
    assert [item.state.value for item in all_of(kept)] == ["withdrawn", "pending"]


def test_what_has_nothing_left_to_tell_is_withdrawn_unless_somebody_sends_it(kept: Store) -> None:
    within(kept, outbox.add, [letter("d-2")])
    within(kept, outbox.claim, "d-2", now=NOW, until=LATER)
    within(kept, outbox.withdraw, ["d-1", "d-2"], at=LATER, detail="recovered before it was told")
    assert [item.state for item in all_of(kept)] == [DeliveryState.WITHDRAWN, DeliveryState.SENDING]


def test_the_letter_that_waits_longest_is_known(kept: Store) -> None:
    within(kept, outbox.add, [letter("d-2", not_before=NOW - timedelta(hours=1))])
    assert within(kept, outbox.oldest_unfinished, now=NOW) == NOW - timedelta(hours=1)
    within(kept, outbox.withdraw, ["d-1", "d-2"], at=NOW, detail="")
    assert within(kept, outbox.oldest_unfinished, now=NOW) is None


def test_pending_letters_of_a_group_are_found_to_be_added_to(kept: Store) -> None:
    within(kept, outbox.add, [letter("d-2", grouping="agency x-khac", held=True)])
    assert [item.id for item in within(kept, outbox.pending, groupings=["agency x-vinh-mau"])] == ["d-1"]
    assert [item.id for item in within(kept, outbox.pending, held_only=True)] == ["d-2"]


def test_finished_letters_are_forgotten_after_their_time_and_others_are_not(kept: Store) -> None:
    within(kept, outbox.add, [letter("d-2")])
    within(kept, outbox.withdraw, ["d-1"], at=NOW, detail="")
    assert within(kept, outbox.forget, finished_before=NOW) == 0
    assert within(kept, outbox.forget, finished_before=LATER) == 1
    assert [item.id for item in all_of(kept)] == ["d-2"]
