"""One portal judged round by round under one rule book; a rule is asked again only where something it asked for moved.

The timings of a look differ each time, and hardly any rule reads them.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import Circumstances
from monitor.replay.reads import FIGURES, MOVING, Cell, Reads, watched
from monitor.replay.rounds import PastRound
from monitor.rules.contract import Verdict
from monitor.rules.judging import judge
from monitor.rules.rulebook import RuleBook


class JudgedAgain:
    """Asked for one round after another; what was found stays until something under it moves."""

    def __init__(self, rulebook: RuleBook, *, portal: Portal, agency: Agency, circumstances: Circumstances) -> None:
        """Nothing is judged yet."""
        self._portal = portal
        self._agency = agency
        self._circumstances = circumstances
        self._reads: dict[str, Reads] = {booked.rule.id: set() for booked in rulebook.rules}
        self._book = replace(
            rulebook,
            rules=tuple(
                replace(booked, rule=watched(booked.rule, self._reads[booked.rule.id])) for booked in rulebook.rules
            ),
        )
        self._all = frozenset(self._reads)
        self._narrowed: dict[frozenset[str], tuple[RuleBook, Portal]] = {self._all: (self._book, portal)}
        self._last: PastRound | None = None
        self._readers: dict[Cell, set[str]] = {}
        self._fields: dict[str, set[str]] = {}

    def judge(self, item: PastRound) -> tuple[Verdict, ...]:
        """The verdicts that may be others than in the round before; all of them in the first."""
        rules = self._moved(item)
        self._last = item
        if not rules:
            return ()
        book, portal = self._narrowed.get(rules) or self._narrow(rules)
        before = self._asked_for()
        verdicts = judge(
            book,
            portal=portal,
            agency=self._agency,
            facts=item.facts,
            failures=item.failures,
            state=item.state,
            confirmed=item.confirmed,
            history=item.history,
            at=item.since,
            law_day=item.law_day,
            seen_on=item.law_day,
            circumstances=self._circumstances,
            quorum=item.quorum,
        )
        if self._asked_for() != before:
            self._index()
        return verdicts

    def _asked_for(self) -> int:
        return sum(map(len, self._reads.values()))

    def _narrow(self, rules: frozenset[str]) -> tuple[RuleBook, Portal]:
        """The book with these rules only, beside a portal of its own: scopes are remembered by both."""
        some = tuple(booked for booked in self._book.rules if booked.rule.id in rules)
        made = self._narrowed[rules] = (replace(self._book, rules=some), replace(self._portal))
        return made

    def _moved(self, item: PastRound) -> frozenset[str]:
        last = self._last
        if last is None or _outline(last) != _outline(item):
            return self._all
        moved = set(self._readers.get(MOVING, ()))
        if last.history.figures != item.history.figures:
            moved |= self._readers.get(FIGURES, set())
        for probe, record in item.facts.items():
            if record is not last.facts[probe]:
                moved.update(
                    *(self._readers[probe, field] for field in self._changed(probe, last.facts[probe], record))
                )
        return frozenset(moved)

    def _changed(self, probe: str, old: Any, new: Any) -> Iterable[str]:
        fields = self._fields.get(probe, ())
        if type(old) is not type(new):
            return fields
        return [name for name in fields if _of(old, name) != _of(new, name)]

    def _index(self) -> None:
        self._readers, self._fields = {}, {}
        for rule, reads in self._reads.items():
            for probe, name in reads:
                self._readers.setdefault((probe, name), set()).add(rule)
                if probe:
                    self._fields.setdefault(probe, set()).add(name)


def _of(record: Any, name: str) -> Any:
    return getattr(record, name) if name else record


def _outline(item: PastRound) -> tuple[Any, ...]:
    """What every rule is given or asked by: another one asks them all."""
    return item.state, item.confirmed, item.law_day, item.failures, item.facts.keys()
