"""Rounds in flight: one at a time for each portal, none lost, our own faults never the portal's."""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.records import Round
from monitor.rounds.gathering import Gathered
from monitor.rounds.in_flight import ALONE, Company, InFlight, Manners, Reports
from monitor.rounds.pool import Pool
from monitor.rounds.round import ROUND, look
from monitor.rounds.seen import Seen
from monitor.rounds.watch import Recall, Subject, Watch
from probes.contract import Look, Memory, Session, Target
from probes.failures import FailureKind, State, failed
from probes.observe import Sight
from tests.support.rounds import DOWN, NOW, reachability, recall, saying, subject, watch


class Heard:
    def __init__(self) -> None:
        self.done: list[Round] = []
        self.broke: list[Exception] = []
        self.skipped: list[Subject] = []
        self.waits: list[datetime] = []
        self.looked: list[tuple[str, State]] = []

    @property
    def reports(self) -> Reports:
        return Reports(
            done=self.done.append,
            broke=lambda _subject, fault: self.broke.append(fault),
            skipped=self.skipped.append,
            waits=lambda _subject, until: self.waits.append(until),
            looked=lambda item, state: self.looked.append((item.portal.id, state)),
        )


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(4, monotonic=time.monotonic)
    yield pool
    pool.stop(5)


def flying(
    crew: Watch,
    pool: Pool,
    heard: Heard,
    *,
    memories: Mapping[str, Memory] | None = None,
    per_host: int = 64,
    distrusted: Mapping[str, str] | None = None,
    doubt: str | None = None,
    company: Company = ALONE,
) -> InFlight:
    return InFlight(
        crew,
        pool,
        recall=lambda _subject: recall(memories),
        reports=heard.reports,
        manners=Manners(per_host=per_host, distrusted=lambda: distrusted or {}, doubt=lambda _failure, _began: doubt),
        company=company,
    )


def test_a_round_is_taken_and_told(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(State.UP)), pool, heard)
    assert rounds.take(subject())
    assert rounds.wait(10)
    assert [taken.state for taken in heard.done] == [State.UP]


def test_a_failed_look_is_confirmed_after_a_pause(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(DOWN), confirm_after=0.05), pool, heard)
    rounds.take(subject())
    assert rounds.wait(10)
    assert heard.done[0].confirmed
    assert len(heard.done[0].observations) == 2


def test_without_a_pause_one_look_is_enough(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(DOWN), confirm_after=0), pool, heard)
    rounds.take(subject())
    assert rounds.wait(10)
    assert heard.done[0].confirmed
    assert len(heard.done[0].observations) == 1


def test_a_portal_never_overlaps_with_itself(pool: Pool) -> None:
    heard, gate, entered = Heard(), threading.Event(), threading.Event()

    def hang(target: Target, session: Session, memory: Memory) -> Look[Any]:
        entered.set()
        gate.wait(10)
        return Look(facts=reachability(State.UP))

    rounds = flying(watch(hang), pool, heard)
    assert rounds.take(subject())
    assert entered.wait(10)
    assert not rounds.take(subject())
    assert len(heard.skipped) == 1
    gate.set()
    assert rounds.wait(10)
    assert len(heard.done) == 1


def test_a_hung_portal_delays_no_other_one(pool: Pool) -> None:
    heard, gate = Heard(), threading.Event()

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        if target.portal == "hung":
            gate.wait(20)
        return Look(facts=reachability(State.UP))

    rounds = flying(watch(look), pool, heard)
    rounds.take(subject(portal="hung"))
    for number in range(50):
        rounds.take(subject(portal=f"p{number}"))
    deadline = time.monotonic() + 10
    while len(heard.done) < 50 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(heard.done) == 50
    gate.set()
    assert rounds.wait(10)


def test_our_own_fault_ends_that_round_only_and_is_never_blamed_on_the_portal(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(RuntimeError("our bug"), State.UP)), pool, heard)
    rounds.take(subject())
    assert rounds.wait(10)
    assert [str(fault) for fault in heard.broke] == ["our bug"]
    assert heard.done == []
    rounds.take(subject())
    assert rounds.wait(10)
    assert len(heard.done) == 1


def test_when_the_references_do_not_answer_nothing_is_confirmed_or_blamed(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(DOWN), online=lambda: False), pool, heard)
    rounds.take(subject())
    assert rounds.wait(10)
    assert heard.done[0].state is State.UNKNOWN


def test_at_most_so_many_looks_at_one_host_run_at_a_time_and_who_waits_holds_no_thread(pool: Pool) -> None:
    heard, release, lock = Heard(), threading.Event(), threading.Lock()
    running, most = 0, 0

    def at(host: str, portal: str) -> Subject:
        item = subject(portal=portal)
        return replace(item, portal=replace(item.portal, url=f"https://{host}/{portal}"))

    def slow(target: Target, session: Session, memory: Memory) -> Look[Any]:
        nonlocal running, most
        if target.url.startswith("https://busy.test"):
            with lock:
                running += 1
                most = max(most, running)
            release.wait(20)
            with lock:
                running -= 1
        return Look(facts=reachability(State.UP, address="127.0.0.1"))

    rounds = flying(watch(slow), pool, heard, per_host=2)
    for number in range(10):  # more than the pool has threads
        rounds.take(at("busy.test", f"b{number}"))
    for number in range(10):
        rounds.take(at(f"other{number}.test", f"o{number}"))
    until = time.monotonic() + 10
    while len(heard.done) < 10 and time.monotonic() < until:
        time.sleep(0.01)
    assert {taken.portal[0] for taken in heard.done} == {"o"}
    release.set()
    assert rounds.wait(10)
    assert len(heard.done) == 20
    assert most == 2


def test_a_place_is_given_back_when_a_round_breaks(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(RuntimeError("our bug"), State.UP)), pool, heard, per_host=1)
    rounds.take(subject(portal="one"))
    rounds.take(subject(portal="two"))
    assert rounds.wait(10)
    assert (len(heard.broke), len(heard.done)) == (1, 1)


def test_a_portal_that_wants_to_be_left_alone_is_not_looked_at_and_its_round_is_told(pool: Pool) -> None:
    heard = Heard()
    until = NOW + timedelta(minutes=30)
    memories = {ROUND: {"waits_until": until.isoformat(), "waits_since": "blocked"}}
    rounds = flying(watch(saying(RuntimeError("was looked at"))), pool, heard, memories=memories)
    assert rounds.take(subject())
    assert rounds.wait(10)
    assert heard.waits == [until]
    assert (heard.done, heard.broke, heard.skipped, heard.looked) == ([], [], [], [])


def test_who_asks_to_wait_longer_than_our_pause_is_not_asked_a_second_time(pool: Pool) -> None:
    heard = Heard()

    def busy(target: Target, session: Session, memory: Memory) -> Look[Any]:
        facts = replace(reachability(State.DOWN), status=503, retry_after=120.0)
        return Look(facts=facts, failure=failed(FailureKind.HTTP_SERVER_ERROR, "status 503"))

    rounds = flying(watch(busy), pool, heard)
    rounds.take(subject())
    assert rounds.wait(10)
    assert len(heard.done[0].observations) == 1
    assert (heard.done[0].state, heard.done[0].confirmed) == (State.UNKNOWN, False)


def test_a_probe_that_misjudged_its_canary_blames_nobody(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(DOWN)), pool, heard, distrusted={"reachability": "good: blocked in place of seen"})
    rounds.take(subject())
    assert rounds.wait(10)
    assert heard.done[0].state is State.UNKNOWN
    assert heard.done[0].observations[0].outcome == "monitor_fault"
    assert heard.looked == [("a.portal", State.UNKNOWN)]


def test_the_first_look_of_every_round_is_told_and_the_confirming_one_is_not(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(DOWN), confirm_after=0.01), pool, heard)
    rounds.take(subject())
    assert rounds.wait(10)
    assert heard.looked == [("a.portal", State.DOWN)]


def test_a_failure_that_may_be_our_own_is_unobserved_with_the_reason(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(DOWN)), pool, heard, doubt="no reference target answered meanwhile")
    rounds.take(subject())
    assert rounds.wait(10)
    failure = heard.done[0].observations[0].failure
    assert failure is not None
    assert failure.detail.startswith("no reference target answered meanwhile; the look itself said connection_refused")
    assert heard.done[0].state is State.UNKNOWN


def test_looks_that_are_due_together_are_judged_together_and_none_is_lost() -> None:
    began, pool, heard = threading.Event(), Pool(1, monotonic=time.monotonic), Heard()
    order: list[str] = []

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        assert began.wait(5)
        order.append("look")
        return Look(facts=reachability(State.UP))

    def done(taken: Round) -> None:
        order.append("judged")
        heard.done.append(taken)

    crew = watch(look)
    flight = InFlight(
        crew,
        pool,
        recall=lambda _subject: recall(None),
        reports=replace(heard.reports, done=done),
        manners=Manners(per_host=64),
    )
    portals = {f"p{number}" for number in range(50)}
    for name in sorted(portals):
        flight.take(subject(portal=name))
    began.set()
    assert flight.wait(10)
    pool.stop(5)
    assert {taken.portal for taken in heard.done} == portals
    longest = max(len(run) for run in "".join(word[0] for word in order).split("j"))
    assert 2 <= longest <= 20


def test_what_was_seen_is_judged_also_where_the_end_comes_first() -> None:
    pool, heard, seen, ended = Pool(1, monotonic=time.monotonic), Heard(), threading.Event(), threading.Event()
    told = threading.Event()

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        seen.set()
        assert ended.wait(5)
        return Look(facts=reachability(State.UP))

    def done(taken: Round) -> None:
        heard.done.append(taken)
        told.set()

    flight = InFlight(
        watch(look),
        pool,
        recall=lambda _subject: recall(None),
        reports=replace(heard.reports, done=done),
        manners=Manners(per_host=64),
    )
    flight.take(subject(portal="p1"))
    flight.take(subject(portal="p2"))
    assert seen.wait(5)
    pool.stop(0.01)
    ended.set()
    assert told.wait(5)
    pool.stop(5)
    assert [taken.portal for taken in heard.done] == ["p1"]


def test_a_round_in_company_is_over_only_when_the_others_have_looked(pool: Pool) -> None:
    heard, waiting = Heard(), list[Gathered]()

    def looked(subject: Subject, recall: Recall, first: Sight, second: Sight | None) -> bool:
        waiting.append(Gathered(subject=subject, recall=recall, first=first, second=second))
        return True

    rounds = flying(watch(saying(State.UP)), pool, heard, company=Company(looked=looked))
    rounds.take(subject())
    assert not rounds.wait(0.2)
    assert not rounds.take(subject())
    rounds.conclude(waiting[0])
    assert rounds.wait(10)
    assert [taken.state for taken in heard.done] == [State.UP]


def test_where_we_do_not_look_ourselves_another_vantage_leads(pool: Pool) -> None:
    heard = Heard()
    company = Company(begun=lambda _subject, _recall: False)
    rounds = flying(watch(saying(RuntimeError("not to be asked"))), pool, heard, company=company)
    rounds.take(subject())
    there = watch(saying(State.UP))
    there = replace(there, vantage=replace(there.vantage, name="hn"))
    seen = Seen(vantage="hn", network="viettel", first=look(there, subject(), recall()))
    rounds.conclude(Gathered(subject=subject(), recall=recall(), elsewhere=(seen,)))
    assert rounds.wait(10)
    assert [(taken.state, taken.vantage) for taken in heard.done] == [(State.UP, "hn")]


def test_a_round_at_which_nobody_looked_is_over_and_says_nothing(pool: Pool) -> None:
    heard = Heard()
    rounds = flying(watch(saying(State.UP)), pool, heard, company=Company(begun=lambda _subject, _recall: False))
    rounds.take(subject())
    rounds.conclude(Gathered(subject=subject(), recall=recall()))
    assert rounds.wait(10)
    assert heard.done == []


def test_company_hears_of_a_round_that_broke(pool: Pool) -> None:
    heard, told = Heard(), list[Subject]()
    rounds = flying(watch(saying(RuntimeError("our fault"))), pool, heard, company=Company(broke=told.append))
    rounds.take(subject())
    assert rounds.wait(10)
    assert [item.portal.id for item in told] == ["a.portal"]
