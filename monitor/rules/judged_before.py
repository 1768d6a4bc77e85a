"""Rules that say what they depend on are asked once for the same inputs; they are given nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.catalogue.records import Portal
from monitor.rules.contract import Case, Rule, Verdict
from monitor.rules.history import History
from probes.failures import Failure

_NO_CLOCK = datetime(1, 1, 1, tzinfo=UTC)
_NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class _Last:
    """One rule's last verdict of a portal, and what it was made of."""

    rule: Rule
    case: Case
    verdict: Verdict


class Judged:
    """The last verdict of each portal and rule, at most about `remembered`; safe for threads.

    Facts are the same where they are the very same objects, everything else where it is equal.
    """

    def __init__(self, remembered: int) -> None:
        """Nothing was judged yet."""
        self._remembered = remembered
        self._last: dict[tuple[str, str], _Last] = {}

    @staticmethod
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
        )

    def find(self, portal: Portal, rule: Rule, case: Case) -> Verdict | None:
        """The verdict of the same inputs, where it was the last one."""
        last = self._last.get((portal.id, rule.id))
        same = last is not None and last.rule is rule and _same(last.case, case)
        return last.verdict if last is not None and same else None

    def put(self, portal: Portal, rule: Rule, case: Case, verdict: Verdict) -> Verdict:
        """Remember a verdict."""
        if len(self._last) >= self._remembered:
            self._last = {}
        self._last[portal.id, rule.id] = _Last(rule, case, verdict)
        return verdict


def _same(one: Case, other: Case) -> bool:
    return (
        one.terms is other.terms
        and one.state is other.state
        and one.confirmed is other.confirmed
        and one.law_day == other.law_day
        and all(one.facts[name] is fact for name, fact in other.facts.items())
        and _alike(one.failures, other.failures)
        and (one.url, one.system, one.lifecycle) == (other.url, other.system, other.lifecycle)
        and (one.agency, one.agency_name, one.agency_kind) == (other.agency, other.agency_name, other.agency_kind)
        and (one.abilities, one.reviews) == (other.abilities, other.reviews)
        and one.holidays is other.holidays
    )


def _alike(one: Mapping[str, Failure], other: Mapping[str, Failure]) -> bool:
    return one is other or one == other
