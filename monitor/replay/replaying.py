"""A portal's past judged again: how long each verdict stood, and how each day ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from monitor.catalogue.records import Agency, Portal
from monitor.catalogue.selection import in_force
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.replay.judging_again import JudgedAgain
from monitor.replay.rounds import PastRound, rounds_of
from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Outcome, Verdict
from monitor.rules.rulebook import RuleBook
from monitor.storage.past import Past
from monitor.storage.standing import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One portal under one rule book. `days` holds the outcomes by rule with which each local day ended.

    A stretch without an end stood when the replay ended; its words are those of the last round that gave it.
    """

    portal: Portal
    agency: Agency
    rounds: int
    stretches: tuple[Stretch, ...]
    days: Mapping[date, Mapping[str, Outcome]]


def replay(
    past: Past,
    rulebook: RuleBook,
    *,
    portal: Portal,
    agency: Agency,
    start: datetime,
    circumstances: Circumstances = NOTHING_TOLD,
) -> Replayed:
    """Judge every round from `start` on; what was looked at before is only remembered, as it was then.

    Rounds of legal days on which the portal was not watched are left out.
    """
    judged = JudgedAgain(rulebook, portal=portal, agency=agency, circumstances=circumstances)
    told = _Told(portal=portal.id, rulebook=rulebook.version)

    def rounds_up(day: date) -> int:
        terms = rulebook.terms("REACH-01", portal, agency, day)
        return int(terms.thresholds["rounds_up"]) if terms else 2

    for item in rounds_of(past, rounds_up=rounds_up):
        if item.since >= start and in_force(portal, item.law_day) and in_force(agency, item.law_day):
            told.hear(item, judged.judge(item))
    return Replayed(
        portal=portal, agency=agency, rounds=told.rounds, stretches=tuple(told.stretches()), days=told.ended_days()
    )


@dataclass(slots=True, kw_only=True)
class _Standing:
    """A verdict since it was first given in a row."""

    verdict: Verdict
    since: datetime


@dataclass(slots=True, kw_only=True)
class _Told:
    """What one round after another said."""

    portal: str
    rulebook: str
    rounds: int = 0
    _present: dict[str, _Standing] = field(default_factory=dict)
    _over: list[Stretch] = field(default_factory=list)
    _days: dict[date, Mapping[str, Outcome]] = field(default_factory=dict)
    _last: PastRound | None = None
    _midnight: datetime | None = None

    def hear(self, item: PastRound, verdicts: tuple[Verdict, ...]) -> None:
        """Take the verdicts that may have changed; the others stand."""
        if self._midnight is not None and item.since >= self._midnight:
            self._end_day()
        for verdict in verdicts:
            self._take(verdict, item)
        self.rounds += 1
        self._last = item
        if self._midnight is None:
            self._midnight = day_begins(day_of(item.since) + timedelta(days=1))

    def stretches(self) -> Iterator[Stretch]:
        """All of them, in the order of their beginnings and their rules."""
        standing = (self._stretch(rule, ended=None) for rule in self._present)
        yield from sorted((*self._over, *standing), key=lambda item: (item.since, item.verdict.rule))

    def ended_days(self) -> Mapping[date, Mapping[str, Outcome]]:
        """The outcomes at the end of each day on which there was a round."""
        self._end_day()
        return self._days

    def _take(self, verdict: Verdict, item: PastRound) -> None:
        before = self._present.get(verdict.rule)
        if before is not None and before.verdict.outcome is verdict.outcome:
            before.verdict = verdict
            return
        if before is not None:
            self._over.append(self._stretch(verdict.rule, ended=item.since))
        self._present[verdict.rule] = _Standing(verdict=verdict, since=item.since)

    def _stretch(self, rule: str, *, ended: datetime | None) -> Stretch:
        standing = self._present[rule]
        assert self._last is not None  # a verdict stands because a round gave it
        return Stretch(
            portal=self.portal,
            verdict=standing.verdict,
            since=standing.since,
            last_at=self._last.since,
            ended=ended,
            rulebook=self.rulebook,
            law_day=self._last.law_day,
        )

    def _end_day(self) -> None:
        if self._last is not None:
            self._days[day_of(self._last.since)] = {
                rule: item.verdict.outcome for rule, item in sorted(self._present.items())
            }
        self._midnight = None


def day_begins(day: date) -> datetime:
    """Its midnight by Vietnamese time."""
    return datetime.combine(day, time(), LOCAL)


def day_of(moment: datetime) -> date:
    """The day by Vietnamese time."""
    return moment.astimezone(LOCAL).date()
