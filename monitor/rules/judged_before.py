"""Rules that say what they depend on are asked once for the same inputs; they are given nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from monitor.rules.contract import Case, Rule, Terms, Verdict
from monitor.rules.history import History
from probes.failures import Failure

_NO_CLOCK = datetime(1, 1, 1, tzinfo=UTC)
_NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that decides the verdict of such a rule: `shared` by all rules of a portal, and what this one depends on."""

    rule: Rule
    terms: Terms
    shared: tuple[object, ...]
    facts: tuple[Any, ...]
    failures: tuple[Failure | None, ...]
    reviews: tuple[object, ...]

    def same(self, other: "Inputs") -> bool:
        """Facts are the same where they are the very same objects, everything else where it is equal."""
        return (
            self.rule is other.rule
            and self.terms is other.terms
            and self.shared == other.shared
            and all(one is another for one, another in zip(self.facts, other.facts, strict=True))
            and self.failures == other.failures
            and self.reviews == other.reviews
        )


def inputs(
    rule: Rule,
    terms: Terms,
    *,
    shared: tuple[object, ...],
    facts: Mapping[str, Any],
    failures: Mapping[str, Failure],
    reviews: tuple[object, ...],
) -> Inputs:
    """What a rule that says so depends on."""
    asked = rule.depends_on or ()
    seen, failed = tuple(map(facts.get, asked)), tuple(map(failures.get, asked))
    return Inputs(rule, terms, shared, seen, failed, reviews)


def narrowed(rule: Rule, case: Case) -> Case:
    """The case with what the rule depends on, and nothing else."""
    asked = rule.depends_on or ()
    return replace(
        case,
        facts={name: case.facts.get(name) for name in asked},
        failures={name: case.failures[name] for name in asked if name in case.failures},
        history=_NO_HISTORY,
        at=_NO_CLOCK,
        stops=(),
        quorum=None,
    )


class Judged:
    """The last verdict of each portal and rule, about `remembered` at most; safe for threads."""

    def __init__(self, remembered: int) -> None:
        """Nothing was judged yet."""
        self._remembered = remembered
        self._last: dict[tuple[str, str], tuple[Inputs, Verdict]] = {}

    def find(self, portal: str, given: Inputs) -> Verdict | None:
        """The verdict of the same inputs, where it was the last one."""
        last = self._last.get((portal, given.rule.id))
        return last[1] if last is not None and last[0].same(given) else None

    def put(self, portal: str, given: Inputs, verdict: Verdict) -> Verdict:
        """Remember a verdict."""
        if len(self._last) >= self._remembered:
            self._last = {}
        self._last[portal, given.rule.id] = (given, verdict)
        return verdict
