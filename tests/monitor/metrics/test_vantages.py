"""Looks are told for each vantage; one that is not heard of says nothing, and partly is neither up nor down."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.metrics.portals import portal_families
from monitor.records import Round
from monitor.rollup.picture import Picture, PortalPicture
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import LAW_DAY, NOW, subject
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late")
Told = dict[tuple[str, ...], float]


def taken(*answers: tuple[str, Answer], minutes: float = 0) -> Round:
    at = NOW + timedelta(minutes=minutes)
    seen = (seen_from(name, f"net-{name}", answer, now=lambda: at) for name, answer in answers)
    return round_from(*seen, now=lambda: at)


def told(folder: Path, *rounds: Round, at: datetime = NOW) -> dict[str, Told]:
    """By family: the labels after the portal, and the value."""
    with Store.open(f"sqlite:///{folder / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep(rounds)
        (standing,) = store.standings()
    who = subject()
    item = PortalPicture(portal=who.portal, agency=who.agency, state=standing.state, standing=standing)
    picture = Picture(at=at, law_day=LAW_DAY, scenario="", portals=(item,), agencies=(), targets=())
    return {
        family.name: {tuple(sample.labels.values())[1:]: sample.value for sample in family.samples}
        for family in portal_families(picture)
    }


def test_every_vantage_has_its_own_look(tmp_path: Path) -> None:
    families = told(tmp_path, taken(("hn", State.UP), ("hcm", LATE)))
    assert families["emc_look_success"] == {("hn",): 1, ("hcm",): 0}
    assert families["emc_http_status_code"] == {("hn",): 200}
    assert families["emc_page_kind"] == {("hn", "content"): 1}
    assert families["emc_last_look_timestamp_seconds"] == dict.fromkeys([("hn",), ("hcm",)], NOW.timestamp())


def test_partly_is_a_state_and_neither_up_nor_down(tmp_path: Path) -> None:
    families = told(tmp_path, taken(("hn", State.UP), ("hcm", LATE)))
    assert families["emc_portal_state"][("partly",)] == 1
    assert sum(families["emc_portal_state"].values()) == 1
    assert families["emc_portal_up"] == {}


@pytest.mark.parametrize(("minutes", "said"), [(9.9, {("hn",): 1, ("hcm",): 1}), (10, {("hn",): 1})])
def test_one_that_is_not_heard_of_for_two_intervals_says_nothing_but_when_it_looked(
    tmp_path: Path, minutes: float, said: Told
) -> None:
    rounds = (taken(("hn", State.UP), ("hcm", State.UP)), taken(("hn", State.UP), minutes=5))
    families = told(tmp_path, *rounds, at=NOW + timedelta(minutes=minutes))
    assert families["emc_look_success"] == said
    assert set(families["emc_last_look_timestamp_seconds"]) == {("hn",), ("hcm",)}


def test_one_place_alone_is_told_as_ever(tmp_path: Path) -> None:
    alone = seen_from("hn", "", LATE)
    families = told(tmp_path, round_from(alone), at=NOW + timedelta(days=1))
    assert families["emc_look_success"] == {("hn",): 0}
