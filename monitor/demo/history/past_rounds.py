"""The rounds that a simulated portal would have had in the days before, as many as it takes to tell what changed.

They are made from its first real round of today: the same pages, otherwise where its past says so, judged by the same
rules. Each change has the rounds that open or close an incident; between changes a state holds until the next one.
Pure: the past is the same for the same round and the same chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from monitor.demo.history.chapters import Chapter, Mood, chapters
from monitor.demo.history.differences import Then, otherwise, possible
from monitor.demo.history.figures_then import services_before
from monitor.demo.history.past_looks import observations
from monitor.demo.history.showing import Shown, shown
from monitor.demo.history.today import Today
from monitor.records import Round
from monitor.rules.contract import History, Outcome, Span, Verdict
from monitor.rules.history import Outage
from probes.failures import State
from probes.figures.figure import PublishedCounts

_OPENING = 3  # rounds after a change or where a rule fails, as many as open an incident
_FIGURES = "published_counts"
_READ_EVERY = timedelta(days=5)
_LATELY, _LOOK_EVERY = timedelta(hours=6), timedelta(hours=1)  # the last hours show how fast it answered
_ASSUMED = timedelta(days=31)  # that it answered before its first round, so that its rates begin where they would be


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRounds:
    """Oldest first, the last one holding until today, with the stretches of time in one state that they add up to."""

    rounds: tuple[Round, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """One chapter as it was shown and judged. `probes` bear witness to it; `first`: nothing was before it."""

    chapter: Chapter
    first: bool
    seen: Shown
    verdicts: tuple[Verdict, ...]
    probes: frozenset[str]


def past_rounds(today: Today, chance: Random, *, days: float) -> PastRounds:
    """The past of one portal, `days` long."""
    end = today.taken.since
    told = chapters(
        chance,
        start=(end - timedelta(days=days)).replace(microsecond=0),
        end=end,
        state=today.taken.state,
        differences=possible(today.facts),
    )
    counts = today.facts.get(_FIGURES)
    fewer = services_before(chance, counts) if isinstance(counts, PublishedCounts) else 0
    rounds: list[Round] = []
    spans: tuple[Span, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    for chapter in (piece for item in told for piece in _judged_daily(item, today.taken.state)):
        scene = _scene(today, chapter, spans=spans, before=verdicts)
        verdicts = scene.verdicts
        rounds += _rounds(today, scene, chance, fewer=fewer)
        spans = _with(spans, Span(state=scene.seen.state, start=chapter.starts, end=chapter.ends))
    return PastRounds(rounds=tuple(rounds), spans=spans)


def _judged_daily(chapter: Chapter, state: State) -> Iterator[Chapter]:
    """While a portal is down its rates change from day to day: each day is judged by itself."""
    down = chapter.mood is Mood.DOWN or (chapter.mood is Mood.AS_NOW and state is State.DOWN)
    starts = chapter.starts
    while down and chapter.ends - starts > timedelta(days=1):
        yield replace(chapter, starts=starts, ends=starts + timedelta(days=1))
        starts += timedelta(days=1)
    yield replace(chapter, starts=starts)


def _with(spans: tuple[Span, ...], more: Span) -> tuple[Span, ...]:
    if spans and spans[-1].state is more.state:
        return (*spans[:-1], replace(spans[-1], end=more.end))
    return (*spans, more)


def _scene(today: Today, chapter: Chapter, *, spans: tuple[Span, ...], before: tuple[Verdict, ...]) -> _Scene:
    facts = today.facts
    if chapter.otherwise is not None:
        facts = otherwise(facts, chapter.otherwise, Then(until=chapter.ends, law_day=today.taken.law_day))
    seen = shown(chapter, facts=facts, failures=today.failures, state=today.taken.state)
    start = spans[0].start if spans else chapter.starts
    assumed = Span(state=State.UP, start=start - _ASSUMED, end=start)
    lasting = spans[-1].start if spans and spans[-1].state is State.DOWN else chapter.starts
    outage = Outage(since=lasting, last=chapter.starts, failed=1) if seen.state is State.DOWN else None
    verdicts = today.judged(seen, at=chapter.starts, history=History(spans=(assumed, *spans), outage=outage))
    everything = frozenset(seen.facts) | frozenset(seen.failures)
    return _Scene(
        chapter=chapter,
        first=not spans,
        seen=seen,
        verdicts=verdicts,
        probes=_witnesses(today, (*before, *verdicts)) if spans else everything,
    )


def _witnesses(today: Today, verdicts: tuple[Verdict, ...]) -> frozenset[str]:
    """The probes by whose looks incidents are counted, of rules that fail or failed in the chapter before."""
    failing = {item.rule for item in verdicts if item.outcome is Outcome.FAIL}
    rules = (booked.rule for booked in today.watch.rulebook.rules if booked.rule.id in failing)
    return frozenset({"reachability", *(probe for rule in rules for probe in rule.reads)})


def _rounds(today: Today, scene: _Scene, chance: Random, *, fewer: int) -> Iterator[Round]:
    opening, readings = set(_opening(today, scene)), set(_readings(today, scene))
    times = sorted({*opening, *readings, *_lately(today, scene)})
    for at, until in zip(times, [*times[1:], scene.chapter.ends], strict=True):
        probes = scene.probes if at in opening else frozenset({"reachability"})
        probes = probes | {_FIGURES} if at in readings else probes - {_FIGURES}
        seen = observations(today, scene.seen, chance, at=at, probes=probes, fewer=fewer)
        yield replace(
            today.taken,
            since=at,
            ended=max(item.at for item in seen) + timedelta(seconds=1),
            holds_until=until,
            state=scene.seen.state,
            confirmed=True,
            observations=seen,
            evidence=(),
            verdicts=scene.verdicts,
            remember={},
            references=None,
        )


def _opening(today: Today, scene: _Scene) -> Iterator[datetime]:
    chapter, pause = scene.chapter, timedelta(seconds=today.watch.interval)
    fails = any(item.outcome is Outcome.FAIL for item in scene.verdicts)
    count = _OPENING if fails or not scene.first else 1
    return (at for at in (chapter.starts + n * pause for n in range(count)) if at < chapter.ends)


def _readings(today: Today, scene: _Scene) -> Iterator[datetime]:
    """When figures were read, every few days while the portal answered."""
    if scene.chapter.mood is not Mood.AS_NOW or _FIGURES not in today.facts:
        return
    at = scene.chapter.ends - _READ_EVERY / 2
    while at > scene.chapter.starts:
        yield at.replace(microsecond=0)
        at -= _READ_EVERY


def _lately(today: Today, scene: _Scene) -> Iterator[datetime]:
    end = today.taken.since
    if scene.chapter.ends == end:
        looks = (end - n * _LOOK_EVERY for n in range(1, int(_LATELY / _LOOK_EVERY) + 1))
        yield from (at for at in looks if at > scene.chapter.starts)
