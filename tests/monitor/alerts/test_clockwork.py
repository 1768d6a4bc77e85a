"""What time alone brings, in one commit, over a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.alerts.clockwork import KEPT, Clockwork
from monitor.alerts.records import Channel, Occasion
from monitor.incidents.records import Happening
from monitor.storage import outbox
from monitor.storage.outbox import DeliveryState
from monitor.storage.store import Store
from tests.support.desks import FIVE, TRUC, Office, guide, portal
from tests.support.kept_rounds import FACTS_TYPES

ONE, TWO = portal("mot"), portal("hai")
HEAD = Channel(name="lanh-dao", kind="webhook", escalated_after=2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        yield Office(store, guide([ONE, TWO]))


def turn(office: Office) -> int:
    """One turn; how often somebody knocked."""
    knocks: list[int] = []
    Clockwork(office.store, office.desk, now=lambda: office.at, knock=lambda: knocks.append(1)).turn()
    return len(knocks)


def send_all(office: Office) -> None:
    for letter in office.letters:
        with office.store.transaction() as connection:
            if outbox.claim(connection, letter.id, now=office.at, until=office.at + FIVE):
                outbox.finish(connection, letter.id, state=DeliveryState.SENT, at=office.at)


def test_an_incident_is_repeated_until_somebody_acknowledges_it(office: Office) -> None:
    office.use(channels=(replace(TRUC, repeat_every=timedelta(days=1)),))
    office.story(mot="FFF")
    for _ in range(3):
        assert turn(office) == 1
        send_all(office)
        office.at += timedelta(days=1)
    assert [letter.occasion for letter in office.letters] == ["opened", "repeated", "repeated"]


def test_escalation_is_kept_and_told_once(office: Office) -> None:
    office.use(channels=(TRUC, HEAD))
    office.story(mot="FFF")
    office.at += timedelta(days=2)
    for _ in range(3):
        turn(office)
    office.restart()
    assert [event.happening for event in office.incidents[0].events] == [Happening.OPENED, Happening.ESCALATED]
    assert [(item.channel, item.occasion) for item in office.letters] == [("truc", "opened"), ("lanh-dao", "escalated")]


def test_what_is_gone_is_closed_and_what_is_late_escalated_in_one_commit(office: Office) -> None:
    office.use(channels=(HEAD,))
    office.story(mot="FFF", hai="FFF")
    office.at += timedelta(days=2)
    office.use(portals={"hai": TWO}, whose={"hai": office.guide.whose["hai"]})
    turn(office)
    assert {item.portal: item.open for item in office.desk.incidents} == {"mot": False, "hai": True}
    by_portal = {item.portal: [event.happening.value for event in item.events] for item in office.incidents}
    assert by_portal == {"mot": ["opened", "closed"], "hai": ["opened", "escalated"]}


def test_a_digest_tells_every_morning_what_is_open(office: Office) -> None:
    office.use(channels=(replace(TRUC, digests=frozenset({Occasion.DAILY})),))
    office.story(mot="FFF")
    for _ in range(3):
        turn(office)
    assert [letter.occasion for letter in office.letters] == ["opened", "daily"]


def test_letters_whose_sender_died_are_free_again_after_their_claim(office: Office) -> None:
    office.story(mot="FFF")
    with office.store.transaction() as connection:
        outbox.claim(connection, office.letters[0].id, now=office.at, until=office.at + FIVE)
    turn(office)
    assert office.letters[0].state is DeliveryState.SENDING
    office.at += 2 * FIVE
    turn(office)
    assert office.letters[0].state is DeliveryState.PENDING


def test_letters_are_forgotten_long_after_they_were_sent_and_incidents_are_not(office: Office) -> None:
    office.story(mot="FFF")
    send_all(office)
    office.at += KEPT + FIVE
    turn(office)
    assert (office.letters, len(office.incidents)) == ([], 1)


def test_while_only_watching_time_brings_no_letters(office: Office) -> None:
    office.use(telling=False, channels=(replace(TRUC, digests=frozenset({Occasion.DAILY})), HEAD))
    office.story(mot="FFF")
    office.at += timedelta(days=9)
    turn(office)
    assert office.letters == []
