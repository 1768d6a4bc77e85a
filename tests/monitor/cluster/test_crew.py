"""A worker's looks: asked as the daemon asks, light unless whole ones are wanted, never stale, never twice at once."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor import __version__
from monitor.catalogue.records import AgencyKind
from monitor.cluster.crew import Crew
from monitor.cluster.errand import Errand, Parcel
from monitor.cluster.names import PROTOCOL
from monitor.cluster.wire import Batch, LookSent, Wanted
from monitor.configuration import load_configuration, shipped_folder
from probes.contract import Look, Looker, Memory, Session, System, Target
from probes.failures import FailureKind, State, failed
from tests.support.cluster import fresh_id
from tests.support.rounds import DOWN, LAW_DAY, reachability, saying, watch


class Posted:
    """What a crew sends."""

    def __init__(self) -> None:
        self.looks: list[LookSent] = []

    def __call__(self, parcel: Parcel) -> None:
        self.looks.append(LookSent.model_validate_json(parcel.text))
        parcel.errand.finish(sent=True)


@contextmanager
def crew(looker: Looker, posted: Posted, *, more: Mapping[str, Looker] | None = None) -> Iterator[Crew]:
    """A crew that looks with these."""
    variables = {"EMC_NETWORK__REFERENCES": "", "EMC_DATA__DIR": "/proc/nowhere"}
    plain = watch(looker, now=lambda: datetime.now(UTC), more=more)
    vantage = replace(plain.vantage, name="hn", new_id=fresh_id)
    made = Crew(load_configuration(shipped_folder(), variables), post=posted, watch=replace(plain, vantage=vantage))
    try:
        yield made
    finally:
        made.stop(5)


def wanted(portal: str = "a.portal", **more: Any) -> Wanted:
    plain = Wanted(
        name=fresh_id(),
        portal=portal,
        agency="a",
        kind=AgencyKind.PROVINCE,
        system=System.PORTAL,
        url="https://a.test/",
        judged=True,
    )
    return plain.model_copy(update=more)


def errand(*looks: Wanted, ago: float = 0, lasts: float = 60) -> Errand:
    batch = Batch(
        protocol=PROTOCOL,
        version=__version__,
        name=fresh_id(),
        vantage="hn",
        at=datetime.now(UTC) - timedelta(seconds=ago),
        lasts=lasts,
        law_day=LAW_DAY,
        looks=list(looks),
    )
    return Errand(batch)


def probe(heard: list[Memory]) -> Looker:
    """A nightly probe that tells what it was given to remember."""

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        heard.append(memory)
        return Look(failure=DOWN, remember={"times": memory.get("times", 0) + 1})

    return look


def test_a_failed_look_is_confirmed_at_the_worker() -> None:
    posted = Posted()
    with crew(saying(DOWN), posted) as made:
        asked = errand(wanted())
        made.take(asked)
        assert asked.wait()
    assert posted.looks[0].second is not None
    assert [item.probe for item in posted.looks[0].first.observations] == ["reachability"]


def test_a_whole_look_is_taken_by_the_probes_that_are_due_with_the_memories_that_came() -> None:
    posted, heard = Posted(), list[Memory]()
    with crew(saying(State.UP), posted, more={"dns": probe(heard)}) as made:
        for look in (
            wanted(whole=True),
            wanted(whole=True, nightly=["dns"], memories={"dns": {"times": 4}}),
            wanted(whole=False, nightly=["dns"]),
        ):
            asked = errand(look)
            made.take(asked)
            assert asked.wait()
    assert heard == [{"times": 4}]
    assert [len(look.first.observations) for look in posted.looks] == [1, 2, 1]
    assert [look.first.remember for look in posted.looks] == [{}, {"reachability": {}, "dns": {"times": 5}}, {}]


def test_without_memories_the_worker_goes_by_its_own() -> None:
    posted, heard = Posted(), list[Memory]()

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        heard.append(memory)
        return Look(facts=reachability(State.UP), remember={"times": memory.get("times", 0) + 1})

    with crew(look, posted) as made:
        for _ in range(2):
            asked = errand(wanted())
            made.take(asked)
            assert asked.wait()
    assert heard == [{}, {"times": 1}]


def test_what_nobody_waits_for_any_more_is_not_looked_at() -> None:
    posted = Posted()
    with crew(saying(State.UP), posted) as made:
        asked = errand(wanted(), ago=61)
        made.take(asked)
        assert asked.wait()
    assert posted.looks == []


def test_how_old_a_batch_is_goes_by_the_clock_of_whoever_asks() -> None:
    posted = Posted()
    with crew(saying(State.UP), posted) as made:
        made.ahead = timedelta(seconds=20)
        asked = errand(wanted(), ago=61)
        made.take(asked)
        assert asked.wait()
    assert len(posted.looks) == 1


def test_who_asks_to_be_left_alone_is_not_looked_at_again_before() -> None:
    posted, looked = Posted(), []

    def busy(target: Target, session: Session, memory: Memory) -> Look[Any]:
        looked.append(target.portal)
        facts = replace(reachability(State.BLOCKED), status=429, retry_after=600)
        return Look(facts=facts, failure=failed(FailureKind.BLOCKED, "429"), remember=memory)

    with crew(busy, posted) as made:
        for _ in range(2):
            asked = errand(wanted())
            made.take(asked)
            assert asked.wait()
    assert (len(looked), len(posted.looks)) == (1, 1)


def test_a_portal_named_twice_is_looked_at_once_and_the_batch_is_done() -> None:
    posted = Posted()
    with crew(saying(State.UP), posted) as made:
        asked = errand(wanted(), wanted(), wanted("b.portal"))
        made.take(asked)
        assert asked.wait()
    assert sorted(look.portal for look in posted.looks) == ["a.portal", "b.portal"]


def test_a_probe_that_breaks_ends_its_own_look_only(tmp_path: Path) -> None:
    posted = Posted()
    with crew(saying(RuntimeError("broke"), State.UP), posted) as made:
        asked = errand(wanted())
        made.take(asked)
        assert asked.wait()
        again = errand(wanted())
        made.take(again)
        assert again.wait()
    assert len(posted.looks) == 1


def test_a_batch_cut_short_is_not_done_and_says_nothing() -> None:
    posted, begun, released = Posted(), threading.Event(), threading.Event()

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        begun.set()
        released.wait(30)
        return Look(facts=reachability(State.UP))

    with crew(look, posted) as made:
        asked = errand(wanted())
        made.take(asked)
        assert begun.wait(30)
        threading.Timer(0.2, released.set).start()
        made.stop(5)
        assert not asked.wait()
    assert posted.looks == []
