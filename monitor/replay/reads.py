"""Which of its inputs a rule asks for: what it never asked for cannot have changed its answer."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from typing import Any, cast

from monitor.rules.contract import Case, Finding, Rule
from monitor.rules.judged_before import narrowed

Cell = tuple[str, str]  # a probe and a field of its facts, or "" for all of them
FIGURES: Cell = ("", "figures")
MOVING: Cell = ("", "moving")  # the clock, and time in states: another one in each round
Reads = set[Cell]

# The same for a portal in every round of a replay, or looked after by whoever asks for all rules again (`state` …).
_STEADY = frozenset(
    {"system", "agency", "agency_name", "agency_kind", "lifecycle", "url", "terms", "abilities", "stops", "reviews"}
    | {"holidays", "state", "confirmed", "failures", "law_day", "seen_on"}
)
_WHOLE = ("__len__", "__iter__", "__getitem__", "__contains__", "__bool__")


def watched(rule: Rule, reads: Reads) -> Rule:
    """The same rule; `reads` gathers what it asks for.

    A rule that has once asked for what always moves is asked each time from then on, and needs no watching.
    What it says it depends on is all that it is given here too, but nobody else remembers its answers: they would not
    say what it asked for.
    """

    def ask(case: Case) -> Finding:
        given = case if rule.depends_on is None else narrowed(rule, case)
        return rule.judge(given if MOVING in reads else cast(Case, _Case(given, reads)))

    return replace(rule, judge=ask, depends_on=None)


class _Case:
    """Stands for a case; a name that is not known here counts as moving, so that the rule is asked each time."""

    def __init__(self, case: Case, reads: Reads) -> None:
        self._case = case
        self._reads = reads
        self.facts = _Facts(case.facts, reads)

    @property
    def history(self) -> Any:
        return _History(self._case.history, self._reads)

    @property  # type: ignore[misc]  # `isinstance` has to find a case
    def __class__(self) -> type:
        return Case

    def __getattr__(self, name: str) -> Any:
        if name not in _STEADY:
            self._reads.add(MOVING)
        return getattr(self._case, name)


class _History:
    """Stands for the history: figures change seldom, everything else with every round."""

    def __init__(self, history: Any, reads: Reads) -> None:
        self._history = history
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        self._reads.add(FIGURES if name == "figures" else MOVING)
        return getattr(self._history, name)


class _Facts(Mapping[str, Any]):
    """Facts by probe; each record tells which of its fields are asked for."""

    def __init__(self, facts: Mapping[str, Any], reads: Reads) -> None:
        self._facts = facts
        self._reads = reads

    def __getitem__(self, probe: str) -> Any:
        record = self._facts[probe]
        if not is_dataclass(record) or any(hasattr(type(record), name) for name in _WHOLE):
            self._reads.add((probe, ""))
            return record
        return _Record(record, self._reads, probe)

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


class _Record:
    """Stands for one record of facts."""

    __slots__ = ("_probe", "_reads", "_record")

    def __init__(self, record: Any, reads: Reads, probe: str) -> None:
        self._record = record
        self._reads = reads
        self._probe = probe

    @property  # type: ignore[misc]  # `isinstance` has to find the record
    def __class__(self) -> type:
        return type(self._record)

    def __getattr__(self, name: str) -> Any:
        self._reads.add((self._probe, name))
        return getattr(self._record, name)

    def __eq__(self, other: object) -> bool:
        self._reads.add((self._probe, ""))
        return bool(self._record == (other._record if type(other) is _Record else other))

    def __hash__(self) -> int:
        self._reads.add((self._probe, ""))
        return hash(self._record)

    def __repr__(self) -> str:
        self._reads.add((self._probe, ""))
        return repr(self._record)
