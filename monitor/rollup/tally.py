"""Verdicts counted: by outcome, by why they are undecided, and the rules that they were given by."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor.rules.contract import Cause, Outcome, Verdict

JudgedRule = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Verdicts counted by outcome and, where undecided, by cause; and the rules as they were judged: the rule, its
    severity, its basis and the text of the law."""

    outcomes: Mapping[Outcome, int]
    causes: Mapping[Cause, int]
    rules: frozenset[JudgedRule]


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Count these verdicts."""
    return _counted(tuple((item.outcome, item.cause, _as_judged(item)) for item in verdicts))


@lru_cache(4096)  # most portals count the same
def _counted(verdicts: tuple[tuple[Outcome, Cause | None, JudgedRule], ...]) -> Tally:
    return Tally(
        outcomes=Counter(outcome for outcome, _, _ in verdicts),
        causes=Counter(cause for _, cause, _ in verdicts if cause is not None),
        rules=frozenset(rule for _, _, rule in verdicts),
    )


def _as_judged(verdict: Verdict) -> JudgedRule:
    return verdict.rule, verdict.severity.name.lower(), verdict.basis.value, verdict.law or ""


def together(tallies: Iterable[Tally]) -> Tally:
    """Many tallies as one."""
    outcomes, causes, rules = Counter[Outcome](), Counter[Cause](), set[JudgedRule]()
    kinds: dict[int, tuple[Tally, int]] = {}
    for one in tallies:
        kinds[id(one)] = one, kinds.get(id(one), (one, 0))[1] + 1
    for one, times in kinds.values():
        outcomes.update({outcome: times * number for outcome, number in one.outcomes.items()})
        causes.update({cause: times * number for cause, number in one.causes.items()})
        rules |= one.rules
    return Tally(outcomes=outcomes, causes=causes, rules=frozenset(rules))
