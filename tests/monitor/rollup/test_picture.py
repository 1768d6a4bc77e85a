"""The picture counts what is known now: a portal that nobody looked at since is unknown, its verdicts with it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.catalogue.records import Catalogue, PortalStatus
from monitor.rollup.picture import Picture, draw
from monitor.rounds.round import conclude, look
from monitor.rules.contract import Outcome
from monitor.storage.store import Store
from probes.facts import Reachability
from probes.failures import State
from tests.support.rounds import DOWN, LAW_DAY, NOW, RULEBOOK, recall, saying, subject, watch

WHO = subject()
PROPOSED = subject(portal="b", status=PortalStatus.PROPOSED)
CATALOGUE = Catalogue(agencies=(WHO.agency,), portals=(WHO.portal, PROPOSED.portal))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that holds one failed and confirmed round."""
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types={"reachability": Reachability}) as opened:
        crew = watch(saying(DOWN), confirm_after=0)
        opened.keep([conclude(crew, WHO, recall(), look(crew, WHO, recall()), None)])
        yield opened


def drawn(store: Store, *, later: float) -> Picture:
    return draw(
        catalogue=CATALOGUE,
        standings=store.standings(),
        scoring=RULEBOOK.scoring,
        targets=(),
        at=NOW + timedelta(seconds=later),
        law_day=LAW_DAY,
    )


def test_while_a_round_holds_its_verdicts_count(store: Store) -> None:
    picture = drawn(store, later=599)
    assert picture.states() == {State.DOWN: 1}
    assert picture.verdicts()[Outcome.FAIL] == 1
    assert picture.agencies[0].score.score == 0


def test_once_it_is_stale_nobody_is_down_or_failed_any_more(store: Store) -> None:
    picture = drawn(store, later=601)
    assert picture.states() == {State.UNKNOWN: 1}
    assert Outcome.FAIL not in picture.verdicts()
    assert picture.agencies[0].score.score is None
    assert picture.agencies[0].score.coverage == 0


def test_what_does_not_apply_still_does_not(store: Store) -> None:
    fresh, stale = drawn(store, later=0), drawn(store, later=601)
    assert fresh.verdicts()[Outcome.NOT_APPLICABLE] == stale.verdicts()[Outcome.NOT_APPLICABLE]


def test_a_proposed_portal_is_shown_and_not_counted(store: Store) -> None:
    picture = drawn(store, later=0)
    assert (len(picture.portals), len(picture.judged)) == (2, 1)
