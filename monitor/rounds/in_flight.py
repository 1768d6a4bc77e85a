"""Rounds on their way: one at a time for each portal, a pause before the confirming look holds no thread."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from monitor.records import ReferenceCheck, Round
from monitor.rounds.gathering import Gathered, led_by_the_first
from monitor.rounds.pool import Pool
from monitor.rounds.round import ROUND, address_of, conclude, look, needs_confirming, state_of, unseen_offline
from monitor.rounds.turns import Turns, keys_of
from monitor.rounds.waiting import asked_to_wait, waits_until
from monitor.rounds.watch import Recall, Subject, Watch
from monitor.trust.distrust import without_trust
from probes.facts import Reachability
from probes.failures import Failure, State
from probes.observe import Sight

log = logging.getLogger(__name__)

_IN_A_ROW = 20  # looks that are judged together; their pages stay in memory until then


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Whom to tell: a round that is done, one that broke by our own fault, one left out because the portal is
    still being looked at, or because it wants to be left alone until then; and the first look of every round."""

    done: Callable[[Round], None]
    broke: Callable[[Subject, Exception], None]
    skipped: Callable[[Subject], None]
    waits: Callable[[Subject, datetime], None]
    looked: Callable[[Subject, State], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How we look: `per_host` looks at one host or address at once, where `overridden` hosts have no address of
    their own; `distrusted` gives the probes that are not to be believed, with the reason; `doubt` says why a failure
    of a look that began at this monotonic time may be our own network's although that answers by now; `checked` gives
    what the references said when they were asked last."""

    per_host: int
    overridden: frozenset[str] = frozenset()
    distrusted: Callable[[], Mapping[str, str]] = dict
    doubt: Callable[[Failure, float], str | None] = lambda _failure, _began: None
    checked: Callable[[], ReferenceCheck | None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who takes part in rounds beside us; by default nobody.

    `begun` hears of a round before its first look and says whether we look at all. `looked` hears what we saw and says
    whether the round waits for somebody: then it is over only by `conclude` or `leave`. `broke` hears that our part of
    it failed. `watch` gives what a portal is looked at with.
    """

    begun: Callable[[Subject, Recall], bool] = lambda _subject, _recall: True
    looked: Callable[[Subject, Recall, Sight, Sight | None], bool] = lambda _subject, _recall, _first, _second: False
    broke: Callable[[Subject], None] = lambda _subject: None
    watch: Callable[[Watch, Subject], Watch] = lambda watch, _subject: watch


ALONE = Company()


class InFlight:
    """Takes rounds on a pool. `recall` reads what is known of a portal; `reports.done` hands the round to the
    writer."""

    def __init__(
        self,
        watch: Watch,
        pool: Pool,
        *,
        recall: Callable[[Subject], Recall],
        reports: Reports,
        manners: Manners,
        company: Company = ALONE,
    ) -> None:
        """Nothing is taken before `take` is called."""
        self._company = company
        self._watch = watch
        self._pool = pool
        self._recall = recall
        self._reports = reports
        self._manners = manners
        self._turns = Turns(manners.per_host)
        self._busy: set[str] = set()
        self._seen: list[Callable[[], None]] = []  # what was looked at and waits to be judged
        self._free = threading.Condition()

    def use(self, watch: Watch, manners: Manners) -> None:
        """Look on like this; a look that runs ends as it began, and what follows it in its round is done like this."""
        self._watch, self._manners = watch, manners
        self._turns.allow(manners.per_host)

    def take(self, subject: Subject, *, delay: float = 0.0) -> bool:
        """Take one round of this portal; `False` when its last one is not over, which is then counted as
        skipped."""
        with self._free:
            busy = subject.portal.id in self._busy
            self._busy.add(subject.portal.id)
        if busy:
            self._reports.skipped(subject)
            return False
        self._pool.submit(lambda: self._first(subject), delay=delay)
        return True

    def conclude(self, gathered: Gathered) -> None:
        """End a round that waited, in a thread of the pool; where nobody looked it is only over."""
        led = led_by_the_first(gathered)
        first = led.first
        if first is None:
            self.leave(gathered.subject)
            return

        def step() -> None:
            taken = conclude(self._watch, led.subject, led.recall, first, led.second, led.elsewhere, led.standing)
            self._end(led.subject, self._proven(taken) if led.leader is None else taken)

        self._pool.submit(lambda: self._guard(led.subject, step))

    def leave(self, subject: Subject) -> None:
        """A round is over, whatever came of it."""
        with self._free:
            self._busy.discard(subject.portal.id)
            self._free.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no round is on its way; `False` when `timeout` seconds were not enough."""
        with self._free:
            return self._free.wait_for(lambda: not self._busy, timeout)

    def _first(self, subject: Subject) -> None:
        def step() -> None:
            recall = self._recall(subject)
            until = waits_until(recall.memories.get(ROUND, {}), now=self._watch.vantage.now())
            if until is not None:
                self._reports.waits(subject, until)
                self.leave(subject)
            elif self._company.begun(subject, recall):
                self._in_turn(subject, _known_address(recall), lambda: self._begin(subject, recall))

        self._guard(subject, step)

    def _begin(self, subject: Subject, recall: Recall) -> None:
        first = self._look(subject, recall)
        if needs_confirming(self._watch, first) and not self._must_wait(first):
            self._pool.submit(lambda: self._second(subject, recall, first), delay=self._watch.confirm_after)
        else:
            self._looked(subject, recall, first, None)

    def _second(self, subject: Subject, recall: Recall, first: Sight) -> None:
        def step() -> None:
            second = self._look(subject, recall, attempt=2, avoid=address_of(first))
            self._looked(subject, recall, first, second)

        self._guard(subject, lambda: self._in_turn(subject, address_of(first), step))

    def _looked(self, subject: Subject, recall: Recall, first: Sight, second: Sight | None) -> None:
        if not self._company.looked(subject, recall, first, second):
            step = partial(self._conclude, subject, recall, first, second)
            self._after_the_looks(lambda: self._guard(subject, step))

    def _conclude(self, subject: Subject, recall: Recall, first: Sight, second: Sight | None) -> None:
        self._end(subject, self._proven(conclude(self._watch, subject, recall, first, second)))

    def _after_the_looks(self, job: Callable[[], None]) -> None:
        """Looks that are due are taken in a row, and what they saw is judged in a row: by turns it costs half as much
        again, because code and data leave the processor's caches. No more than a few wait, with their pages."""
        with self._free:
            self._seen.append(job)
            waiting = len(self._seen)
        if waiting >= _IN_A_ROW:
            self._judge()
        elif waiting == 1:
            self._pool.submit(self._judge, in_any_case=True)

    def _judge(self) -> None:
        with self._free:
            seen, self._seen = self._seen, []
        for job in seen:
            job()

    def _must_wait(self, sight: Sight) -> bool:
        """Who wants to be left alone for longer than our pause is not asked a second time; its next round confirms."""
        until = asked_to_wait(sight)
        pause = timedelta(seconds=self._watch.confirm_after)
        return until is not None and until > self._watch.vantage.now() + pause

    def _in_turn(self, subject: Subject, address: str | None, step: Callable[[], None]) -> None:
        """Take the step now, or when a look at the same host or address is over; that wait holds no thread."""
        keys = keys_of(subject.portal.url, address, overridden=self._manners.overridden)

        def job() -> None:
            self._guard(subject, step)
            for granted in self._turns.give_back(keys):
                self._pool.submit(granted)

        if self._turns.take(keys, job):
            job()

    def _look(self, subject: Subject, recall: Recall, *, attempt: int = 1, avoid: str | None = None) -> Sight:
        """Before a portal is blamed the references are asked, right after the look that would blame it."""
        began = self._watch.vantage.monotonic()
        watch = self._company.watch(self._watch, subject)
        seen = look(watch, subject, recall, attempt=attempt, avoid=avoid)
        sight = without_trust(seen, self._manners.distrusted())
        if attempt == 1:
            self._reports.looked(subject, state_of(sight))
        if state_of(sight) is not State.DOWN:
            return sight
        if not self._watch.online():
            return unseen_offline(sight)
        doubts = (self._manners.doubt(item.failure, began) for item in sight.observations if item.failure)
        why = next((doubt for doubt in doubts if doubt is not None), None)
        return unseen_offline(sight, why) if why is not None else sight

    def _proven(self, taken: Round) -> Round:
        """A round that blames the portal carries what the references said meanwhile."""
        check = self._manners.checked() if taken.state is State.DOWN else None
        return replace(taken, references=check) if check is not None and check.online else taken

    def _guard(self, subject: Subject, step: Callable[[], None]) -> None:
        """What we do wrong ends this round only, is told, and never becomes a portal's failure."""
        try:
            step()
        except Exception as fault:
            log.exception("round broke: portal %s", subject.portal.id)
            self._reports.broke(subject, fault)
            self._company.broke(subject)
            self.leave(subject)

    def _end(self, subject: Subject, taken: Round) -> None:
        self._reports.done(taken)
        self.leave(subject)


def _known_address(recall: Recall) -> str | None:
    """Where the portal was found the last time."""
    last = recall.observations.get("reachability")
    return last.facts.address if last is not None and isinstance(last.facts, Reachability) else None
