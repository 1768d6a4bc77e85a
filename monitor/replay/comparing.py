"""Two rule books and two days side by side: what another day's law, the portals and the other book each changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from monitor.catalogue.records import Agency, Portal
from monitor.rollup.rejudging import Rejudged
from monitor.rules.contract import Outcome, Verdict


class Effect(StrEnum):
    """What alone is another one between two judgings.

    `LAW`: the same looks and the same book, under the law of the later day. `PORTALS`: the same book and law, looks of
    the later day. `RULES`: the same looks and the same day, the other book.
    """

    LAW = "law"
    PORTALS = "portals"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A verdict that is another one; `None` where a side has none, because the portal was not looked at by then."""

    portal: Portal
    agency: Agency
    rule: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One effect: verdicts by rule and outcome on both sides, and every verdict whose outcome is another one."""

    effect: Effect
    before: Mapping[str, Mapping[Outcome, int]]
    after: Mapping[str, Mapping[Outcome, int]]
    changes: tuple[Change, ...]


def compare(judgings: Sequence[tuple[Effect | None, Iterable[Rejudged]]]) -> tuple[Step, ...]:
    """The way from the first judging to the last, effect by effect: their changes one after the other lead there.

    Each judging but the first names what alone is another one than in the judging before.
    """
    made = [(effect, {item.portal.id: item for item in judged}) for effect, judged in judgings]
    return tuple(_step(effect, before, after) for (_, before), (effect, after) in pairwise(made) if effect is not None)


def _step(effect: Effect, before: Mapping[str, Rejudged], after: Mapping[str, Rejudged]) -> Step:
    return Step(effect=effect, before=_counted(before), after=_counted(after), changes=tuple(_changes(before, after)))


def _counted(judged: Mapping[str, Rejudged]) -> Mapping[str, Mapping[Outcome, int]]:
    counted: dict[str, Counter[Outcome]] = {}
    for item in judged.values():
        for verdict in item.verdicts:
            counted.setdefault(verdict.rule, Counter())[verdict.outcome] += 1
    return {rule: counted[rule] for rule in sorted(counted)}


def _changes(before: Mapping[str, Rejudged], after: Mapping[str, Rejudged]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        one, other = _by_rule(before.get(name)), _by_rule(after.get(name))
        who = after.get(name) or before[name]
        for rule in sorted(one.keys() | other.keys()):
            old, new = one.get(rule), other.get(rule)
            if (old and old.outcome) is not (new and new.outcome):
                yield Change(portal=who.portal, agency=who.agency, rule=rule, before=old, after=new)


def _by_rule(item: Rejudged | None) -> Mapping[str, Verdict]:
    return {verdict.rule: verdict for verdict in item.verdicts} if item is not None else {}
