"""Rounds found again in what is stored: which looks belong together, what they showed, and whether it was confirmed."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from monitor.replay.elsewhere import last_looks, state_of, together
from monitor.replay.visits import visits_by_round
from monitor.rounds.round import FACTS_AGE
from monitor.rules.contract import History, Span
from monitor.rules.history import Outage
from monitor.rules.outage import follow
from monitor.rules.vantages import Quorum
from monitor.storage.past import Past, PastLook
from probes.failures import Failure, State
from probes.figures.figure import Figure, PublishedCounts

LOOKS_BACK = timedelta(days=30)  # as far as rules look
_LEAST = 2  # networks that make a portal down whatever was seen before; one alone did where it was judged so


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRound:
    """What the rules were given: `facts` and `failures` by probe, those of the daily probes included.

    `since` is when its first look began, aware UTC; `state` is what the last one showed, or what several vantages agree
    on by their `quorum`.
    """

    since: datetime
    law_day: date
    state: State
    confirmed: bool
    facts: Mapping[str, Any]
    failures: Mapping[str, Failure]
    history: History
    quorum: Quorum | None = None


def rounds_of(past: Past, *, rounds_up: Callable[[date], int] = lambda _day: 2) -> Iterator[PastRound]:
    """The rounds of a portal, oldest first, each with what was known when it was taken.

    `rounds_up` says how many good rounds end an outage on a legal day. Rounds are told apart by their looks alone, so
    those of a clock that was set back come in the clock's order.
    """
    known: dict[str, PastLook] = {}
    figures = past.figures
    outage: Outage | None = None
    spans = _Spans(past.spans)
    for looks, others in visits_by_round(past):
        since, day = looks[0].at, looks[0].law_day
        last: Mapping[str, PastLook] = last_looks(looks)
        state = state_of(last)
        confirmed = state is not State.DOWN or looks[-1].attempt > 1 or (not others and spans.at(since) is State.DOWN)
        quorum = None
        if others:
            agreed = together(looks, others, past, confirmed=confirmed)
            quorum, last, looks = agreed.quorum, agreed.shown, list(agreed.looks)
            state, confirmed = quorum.state, quorum.confirmed
        if past.vantages and state is State.DOWN and (quorum is None or quorum.networks < _LEAST):
            confirmed = confirmed and spans.at(max(look.at for look in looks)) is State.DOWN
        seen = {name: look for name, look in known.items() if since - look.at <= FACTS_AGE} | dict(last)
        yield PastRound(
            since=since,
            law_day=day,
            state=state,
            confirmed=confirmed,
            facts={name: look.facts for name, look in seen.items() if look.facts is not None},
            failures={name: look.failure for name, look in seen.items() if look.failure is not None},
            history=History(spans=spans.before(since), figures=figures, outage=outage),
            quorum=quorum,
        )
        if outage is not None or state is State.DOWN:
            needed = rounds_up(day)
            outage = follow(outage, state=state, confirmed=confirmed, at=since, rounds_up=needed)
        known.update((look.probe, look) for look in looks)
        figures = _figures(looks) or figures


def _figures(looks: Sequence[PastLook]) -> tuple[Figure, ...]:
    read = [look.facts for look in looks if isinstance(look.facts, PublishedCounts) and look.facts.figures]
    return read[-1].figures if read else ()


class _Spans:
    """State spans, asked for one moment after another."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = tuple(spans)
        self._starts = [span.start for span in spans]
        self._first = 0

    def at(self, moment: datetime) -> State | None:
        """The judged state of the round that began then."""
        place = bisect_right(self._starts, moment) - 1
        return self._spans[place].state if place >= 0 and moment < self._spans[place].end else None

    def before(self, moment: datetime) -> tuple[Span, ...]:
        """What was known by then, as far back as rules look; the last span is cut off there."""
        oldest = moment - LOOKS_BACK
        while self._first < len(self._spans) and self._spans[self._first].end <= oldest:
            self._first += 1
        known = self._spans[self._first : bisect_right(self._starts, moment)]
        if known and known[-1].start == moment:
            known = known[:-1]
        if known and known[-1].end > moment:
            last = known[-1]
            known = (*known[:-1], Span(state=last.state, start=last.start, end=moment))
        return known
