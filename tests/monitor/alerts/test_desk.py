"""Rounds become incidents and letters in the commit that keeps the rounds, whatever happens in between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from monitor.alerts.desk import Desk
from monitor.incidents.records import Happening
from monitor.storage import outbox
from monitor.storage.incidents import acknowledge
from monitor.storage.outbox import DeliveryState
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from tests.support.desks import FIVE, START, Office, guide, portal, round_of
from tests.support.kept_rounds import FACTS_TYPES

ONE, TWO, OTHER = portal("mot"), portal("hai"), portal("khac", agency="x-khac")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        yield Office(store, guide([ONE, TWO, OTHER]))


def _send(office: Office) -> None:
    """Everything that waits goes out."""
    with office.store.transaction() as connection:
        for letter in office.letters:
            assert outbox.claim(connection, letter.id, now=office.at, until=office.at + FIVE)
            outbox.finish(connection, letter.id, state=DeliveryState.SENT, at=office.at)


def test_an_outage_becomes_an_incident_and_one_letter_and_its_end_another_once_the_first_was_sent(
    office: Office,
) -> None:
    office.story(mot="PFFFPP")
    (incident,) = office.incidents
    assert (incident.since, incident.opened) == (START + FIVE, START + 3 * FIVE)
    assert (incident.ended, incident.resolved) == (START + 4 * FIVE, START + 5 * FIVE)
    assert [event.happening for event in incident.events] == [Happening.OPENED, Happening.RESOLVED]
    assert [letter.state for letter in office.letters] == []  # withdrawn before anybody sent it


def test_incident_and_letter_are_in_the_store_with_the_round_that_made_them(office: Office) -> None:
    office.story(mot="FFF")
    (letter,) = office.letters
    assert (letter.incidents, letter.grouping, letter.held) == ((office.incidents[0].id,), "agency x-vinh-mau", False)


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_restart_after_any_round_changes_nothing(office: Office, tmp_path: Path, cut: int) -> None:
    letters = "FFFFPP"
    office.story(mot=letters[:cut])
    office.restart()
    office.story(mot=letters[cut:])
    assert [[e.happening.value for e in item.events] for item in office.incidents] == [["opened", "resolved"]]


def test_a_commit_that_fails_leaves_neither_round_nor_incident_nor_memory_of_them(office: Office) -> None:
    office.story(mot="FF")
    third = prepare(round_of(ONE, "F", office.at, number=99))
    with pytest.raises(ZeroDivisionError):
        office.store.keep_prepared([third], beside=Breaking(office.desk))
    assert (office.incidents, office.desk.incidents) == ((), ())
    office.story(mot="F")
    assert [item.since for item in office.incidents] == [START]


class Breaking:
    """A desk that has done its work when the commit fails."""

    def __init__(self, desk: Desk) -> None:
        self.settle, self.forget, self._desk = desk.settle, desk.forget, desk

    def write(self, connection: Connection, rounds: list[object]) -> None:
        self._desk.write(connection, rounds)  # type: ignore[arg-type]
        raise ZeroDivisionError


def test_portals_of_one_agency_that_fail_together_are_one_letter_that_leaves_with_the_last_of_them(
    office: Office,
) -> None:
    office.rounds({"mot": "F", "khac": "P"}, {"mot": "F", "hai": "F"}, {"mot": "F", "hai": "F"})
    (letter,) = office.letters
    assert letter.held
    assert letter.not_before > office.at
    office.rounds({"mot": "F", "hai": "F"})
    (letter,) = office.letters
    assert (len(letter.incidents), letter.held) == (2, False)
    assert letter.not_before < office.at


def test_a_portal_that_only_stumbled_keeps_nobody_waiting_for_ever(office: Office) -> None:
    office.rounds({"mot": "F"}, {"mot": "F"}, {"mot": "F", "hai": "F"})
    assert office.letters[0].held
    office.rounds({"hai": "P"})
    assert not office.letters[0].held


def test_incidents_at_one_address_name_it_as_their_cause(office: Office) -> None:
    office.addresses = {"mot": "192.0.2.1", "khac": "192.0.2.1", "hai": "192.0.2.2"}
    office.rounds(*[{"mot": "F", "khac": "F", "hai": "P"}] * 3)
    assert {item.cause for item in office.incidents} == {"address 192.0.2.1"}
    assert office.incidents[0].features["host"] == "mot.test"


def test_watching_at_the_start_keeps_incidents_and_tells_no_one(office: Office) -> None:
    office.use(telling=False)
    office.story(mot="FFFF")
    assert (len(office.incidents), office.letters) == (1, [])
    office.use(telling=True)
    office.story(mot="FF")
    assert office.letters == []


def test_a_rate_for_reports_opens_nothing(office: Office) -> None:
    office.use(duties={"REACH-01": replace(office.guide.duties["REACH-01"], tells=False)})
    office.story(mot="FFFFF")
    assert office.incidents == ()


def test_a_portal_that_is_only_proposed_has_no_incidents(office: Office) -> None:
    rounds = [replace(round_of(ONE, "F", START + n * FIVE, number=n), judged=False) for n in range(4)]
    office.store.keep_prepared([prepare(item) for item in rounds], beside=office.desk)
    assert office.incidents == ()


def test_what_is_no_longer_watched_is_closed(office: Office) -> None:
    office.story(mot="FFF", hai="FFP")
    office.use(portals={"khac": OTHER})
    with office.store.transaction(office.desk) as connection:
        office.desk.close_gone(connection, at=office.at)
    assert [event.happening for event in office.incidents[0].events] == [Happening.OPENED, Happening.CLOSED]
    office.restart()
    assert all(not item.open for item in office.desk.incidents)


def test_who_was_told_of_an_incident_hears_that_its_portal_is_no_longer_watched(office: Office) -> None:
    office.story(mot="FFF")
    _send(office)
    office.use(portals={"khac": OTHER}, whose={})
    with office.store.transaction(office.desk) as connection:
        office.desk.close_gone(connection, at=office.at)
    assert [item.occasion for item in office.letters] == ["opened", "recovered"]


def test_a_relapse_is_dated_anew_and_the_answer_given_before_no_longer_stands(office: Office) -> None:
    office.story(mot="FFF")
    with office.store.transaction() as connection:
        assert acknowledge(connection, office.incidents[0].id, at=office.at, by="trực ban", note="đang xử lý")
    office.story(mot="PP")
    began = office.at
    office.story(mot="FFF")
    (again,) = office.incidents
    assert (again.since, again.acknowledged, again.acknowledged_by, again.note) == (began, None, "", "")
    assert [item.happening.value for item in again.events] == ["opened", "acknowledged", "resolved", "went_on"]
    office.restart()
    assert office.desk.incidents == (again,)


@pytest.mark.parametrize(("letters", "unseen"), [("FFFPP", False), ("FFFuPP", True), ("FFFxPP", True)])
def test_between_the_last_failure_and_the_first_good_round_nothing_is_claimed(
    office: Office, letters: str, unseen: bool
) -> None:
    office.story(mot=letters)
    (over,) = office.incidents
    assert over.events[-1].reason.startswith("lần cuối thấy lỗi 08:10 02/11/2026, thấy bình thường từ ") is unseen


def test_an_answer_given_in_another_process_is_heard_and_outlives_whatever_happens_next(office: Office) -> None:
    office.story(mot="FFF")
    name = office.incidents[0].id
    with office.store.transaction() as connection:
        assert acknowledge(connection, name, at=office.at, by="trực ban", note="đang xử lý")
        assert not acknowledge(connection, name, at=office.at, by="người khác", note="")
        assert not acknowledge(connection, "no such", at=office.at, by="", note="")
    office.story(mot="F")
    with office.store.transaction(office.desk) as connection:
        office.desk.hear_answers(connection)
    assert office.desk.incidents[0].acknowledged_by == "trực ban"
    office.story(mot="PP")
    (incident,) = office.incidents
    assert (incident.acknowledged_by, incident.note, incident.open) == ("trực ban", "đang xử lý", False)
    assert [event.happening.value for event in incident.events] == ["opened", "acknowledged", "resolved"]


def test_what_ended_more_than_a_day_ago_is_shown_no_longer(office: Office) -> None:
    office.story(mot="FFFPP")
    office.desk.drop_old(now=office.at + timedelta(hours=23))
    assert len(office.desk.incidents) == 1
    office.desk.drop_old(now=office.at + timedelta(hours=25))
    assert office.desk.incidents == ()


def test_letters_that_a_dead_process_was_about_to_send_are_free_after_the_restart(office: Office) -> None:
    office.story(mot="FFF")
    with office.store.transaction() as connection:
        assert outbox.claim(connection, office.letters[0].id, now=office.at, until=office.at + FIVE)
    office.restart()
    assert [letter.state.value for letter in office.letters] == ["pending"]
