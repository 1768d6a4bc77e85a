"""Whether the EMC tag was there at a past moment, as far as its verdict can tell."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.rules.contract import Outcome
from monitor.storage.engine import reading
from monitor.storage.period_tags import read_judged, read_tags_at
from monitor.storage.store import Store
from tests.support.kept_rounds import FACTS_TYPES, PORTAL, START, after, round_, verdict


@pytest.mark.parametrize(
    ("outcome", "seen", "known"),
    [
        (Outcome.PASS, True, {PORTAL: True}),
        (Outcome.FAIL, False, {PORTAL: False}),
        (Outcome.FAIL, None, {}),
        (Outcome.WARN, True, {}),
        (Outcome.UNKNOWN, None, {}),
        (Outcome.EXEMPT, True, {}),
    ],
)
def test_only_what_the_verdict_settles_is_known(
    tmp_path: Path, outcome: Outcome, seen: bool | None, known: dict[str, bool]
) -> None:
    said = verdict(outcome, "EMC-01", evidence={"seen": seen})
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep([round_(verdicts=(said,))])
        with reading(store.engine) as connection:
            assert read_tags_at(connection, [PORTAL], at=START + timedelta(minutes=5)) == known
            assert read_tags_at(connection, [PORTAL], at=START) == {}


def test_portals_that_were_only_proposed_are_told_apart(tmp_path: Path) -> None:
    rounds = [round_(), round_(after(1), portal="q.portal", judged=False, observations=())]
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep(rounds)
        with reading(store.engine) as connection:
            assert read_judged(connection, [PORTAL, "q.portal"]) == {PORTAL}
