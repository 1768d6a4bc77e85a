"""A failing data centre is one letter for each agency, and none about single portals."""

from datetime import timedelta
from pathlib import Path

from monitor.storage.rows import prepare
from monitor.storage.store import Store
from tests.support.desks import FIVE, Office, guide, portal, round_of
from tests.support.kept_rounds import FACTS_TYPES

PORTALS, AGENCIES = 600, 12


def test_hundreds_of_portals_failing_within_a_minute_are_one_letter_for_each_agency(tmp_path: Path) -> None:
    portals = [portal(f"p{number}", f"x-{number % AGENCIES}") for number in range(PORTALS)]
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        office = Office(store, guide(portals))
        for letter in "PFFFF":
            rounds = [
                prepare(round_of(item, letter, office.at + timedelta(seconds=n / 10), number=next(office.numbers)))
                for n, item in enumerate(portals)
            ]
            for first in range(0, PORTALS, 50):  # as the writer's batches come
                store.keep_prepared(rounds[first : first + 50], beside=office.desk)
            office.at += FIVE
        assert len(office.incidents) == PORTALS
        assert sorted(len(letter.incidents) for letter in office.letters) == [PORTALS // AGENCIES] * AGENCIES
        assert not any(letter.held for letter in office.letters)
