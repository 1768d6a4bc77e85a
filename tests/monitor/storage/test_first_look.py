"""The first look that saw a portal is found again, whatever failed before it."""

from pathlib import Path

from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import FACTS_TYPES, PORTAL, START, after, observation, reachability, round_


def test_the_first_look_that_saw_the_portal(tmp_path: Path) -> None:
    lost = observation(reachability(State.DOWN), failure=failed(FailureKind.READ_TIMEOUT, "10 s"), at=START)
    first, later = (
        observation(reachability(title=name), at=at) for name, at in (("Một", after(10)), ("Hai", after(20)))
    )
    with Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep([round_(look.at, observations=(look,)) for look in (lost, first, later)])
        found = store.first_look(PORTAL, "reachability")
        assert found == first
        assert store.first_look(PORTAL, "dns") is None
        assert store.first_look("nobody.portal", "reachability") is None
