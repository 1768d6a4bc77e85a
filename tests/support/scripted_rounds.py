"""Rounds on a scripted clock: the real round, the real store, and portals that answer as the script says."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Self

from monitor.records import Round
from monitor.rounds.in_flight import InFlight, Manners, Reports
from monitor.rounds.recollection import Recollection
from monitor.rounds.watch import Subject, Watch
from monitor.storage.rows import prepare
from monitor.storage.store import Beside, Store
from probes.contract import Look, Memory, Session, Target
from probes.facts import Reachability
from probes.failures import Failure, State
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import reachability, watch

LOOK = timedelta(seconds=2)  # that every look takes
AT_ONCE = 500  # rounds kept in one transaction
Answer = State | Failure | tuple[Failure, Reachability]
Script = Callable[[str, datetime], Answer]  # what a portal answers at a moment


@dataclass
class Clock:
    """The wall clock, and the seconds that passed whatever happened to it."""

    at: datetime
    passed: float = 0.0

    def advance(self, time: timedelta) -> None:
        self.at += time
        self.passed += time.total_seconds()


@dataclass
class Monitor:
    """One run of the monitor over its store, from a start to a stop."""

    folder: Path
    clock: Clock
    script: Script
    online: Callable[[datetime], bool]
    interval: timedelta
    confirm_after: float = 20.0
    beside: Callable[[Store], Beside] | None = None
    taken: list[Round] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.store = Store.open(f"sqlite:///{self.folder / 'month.sqlite3'}", facts_types=FACTS_TYPES)
        self._beside = self.beside(self.store) if self.beside is not None else None
        self._recollection = Recollection(self.store)
        self._waiting: list[Round] = []
        self._in_flight = InFlight(
            self._watch(),
            self,  # type: ignore[arg-type]  # it is the pool too: whatever is put on its way happens at once
            recall=lambda subject: self._recollection.recall(subject.portal.id, now=self.clock.at),
            reports=Reports(
                done=self._done,
                broke=lambda _subject, fault: self.broken.append(fault),
                skipped=lambda subject: self.broken.append(RuntimeError(f"skipped {subject.portal.id}")),
                waits=lambda _subject, _until: None,
                looked=lambda _subject, _state: None,
            ),
            manners=Manners(per_host=2),
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self.flush()
        self.store.close()

    def submit(self, job: Callable[[], None], *, delay: float = 0.0, in_any_case: bool = False) -> None:
        """A pause passes on the clock, then the job is done: none is left for the end."""
        del in_any_case
        self.clock.advance(timedelta(seconds=delay))
        job()

    def round(self, *subjects: Subject) -> None:
        """One round of each, all begun at the same moment; then the clock stands one interval later."""
        began = Clock(at=self.clock.at, passed=self.clock.passed)
        for subject in subjects:
            self.clock.at, self.clock.passed = began.at, began.passed
            self._in_flight.take(subject)
        began.advance(self.interval)
        self.clock.at, self.clock.passed = began.at, began.passed

    def until(self, end: datetime, *subjects: Subject) -> None:
        """Rounds up to a moment, itself not included."""
        while self.clock.at < end:
            self.round(*subjects)

    def flush(self) -> None:
        """Keep what was taken."""
        self.store.keep_prepared([prepare(item) for item in self._waiting], beside=self._beside)
        self._waiting = []

    def _done(self, round_: Round) -> None:
        self.taken.append(round_)
        news = self._recollection.news(round_)
        self._waiting.append(news)
        self._recollection.learn(news)
        if len(self._waiting) >= AT_ONCE:
            self.flush()

    def _watch(self) -> Watch:
        plain = watch(
            self._look,
            confirm_after=self.confirm_after,
            online=lambda: self.online(self.clock.at),
            now=lambda: self.clock.at,
        )
        vantage = replace(plain.vantage, monotonic=lambda: self.clock.passed, new_id=_id_of(self.clock))
        return replace(plain, vantage=vantage, interval=self.interval.total_seconds())

    def _look(self, target: Target, session: Session, memory: Memory) -> Look[Any]:
        del session
        answer = self.script(target.portal or "", self.clock.at)
        self.clock.advance(LOOK)
        if isinstance(answer, State):
            return Look(facts=reachability(answer), remember=memory)
        failure, facts = answer if isinstance(answer, tuple) else (answer, reachability(answer.state))
        return Look(facts=facts, failure=failure, remember=memory)


_NUMBERS = count(1)


def _id_of(clock: Clock) -> Callable[[datetime], str]:
    return lambda _at: f"{int(clock.passed * 1000):012x}-{next(_NUMBERS):012x}"
