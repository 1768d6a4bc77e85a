"""Letters that nobody will ever send do not wait for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.alerts.clockwork import Clockwork
from monitor.alerts.withdrawing import GONE_FOR, NO_CHANNEL, NOT_OURS
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.outbox import Delivery
from monitor.storage.store import Store
from tests.support.desks import TRUC, Office, guide, portal
from tests.support.kept_rounds import FACTS_TYPES


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A desk with a letter that nobody has sent."""
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        opened = Office(store, guide([portal("mot")]))
        opened.story(mot="FFF")
        yield opened


def turn(office: Office) -> None:
    Clockwork(office.store, office.desk, now=lambda: office.at, knock=lambda: None).turn()


def stands(office: Office) -> list[tuple[str, str]]:
    return [(item.state.value, item.detail) for item in office.letters]


def waits_since(office: Office) -> bool:
    with reading(office.store.engine) as connection:
        return outbox.oldest_unfinished(connection, now=office.at) is not None


def test_a_letter_through_a_channel_that_is_gone_waits_a_day_for_it(office: Office) -> None:
    office.use(channels=(replace(TRUC, name="moi"),))
    office.at += GONE_FOR - timedelta(hours=1)
    turn(office)
    assert stands(office) == [("pending", "")]
    office.at += timedelta(hours=2)
    turn(office)
    assert stands(office) == [("withdrawn", NO_CHANNEL)]
    assert not waits_since(office)


def test_a_letter_of_a_way_that_is_no_longer_taken_is_withdrawn_at_once(office: Office) -> None:
    office.use(telling=False)
    turn(office)
    assert stands(office) == [("withdrawn", NOT_OURS)]


def test_a_letter_about_the_monitor_itself_is_told_in_every_mode(office: Office) -> None:
    own = Delivery(
        id="own", channel="truc", occasion="monitor", grouping="monitor", created=office.at, not_before=office.at
    )
    with office.store.transaction() as connection:
        outbox.add(connection, [own])
    office.use(telling=False)
    turn(office)
    with reading(office.store.engine) as connection:
        assert outbox.read(connection, "own").state.value == "pending"


def test_a_letter_that_somebody_sends_just_now_is_left_alone(office: Office) -> None:
    (letter,) = office.letters
    with office.store.transaction() as connection:
        outbox.claim(connection, letter.id, now=office.at, until=office.at + timedelta(minutes=1))
    office.use(telling=False)
    turn(office)
    assert stands(office) == [("sending", "")]
