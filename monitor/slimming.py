"""Standings of ten thousand portals made to fit: what says the same is one object, what only rules read is left out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from monitor.rules.contract import Verdict
from monitor.storage.standing import Standing, Stretch
from probes.facts import LandingPage
from probes.observe import Observation

_MOST = 50_000  # verdicts, texts or parts of evidence remembered; then from the beginning
T = TypeVar("T")


class Slimming:
    """For one thread at a time."""

    def __init__(self) -> None:
        """Nothing was met yet."""
        self._verdicts: dict[tuple[object, ...], Verdict] = {}
        self._values: dict[object, Any] = {}

    def slim(self, item: Standing) -> Standing:
        """The same, holding what others hold too, and first pages without their links."""
        if max(len(self._verdicts), len(self._values)) > _MOST:
            self._verdicts, self._values = {}, {}
        light: dict[int, Observation] = {}
        return replace(
            item,
            observations={self._one(name): _light(one, light) for name, one in item.observations.items()},
            seen={self._one(name): _light(one, light) for name, one in item.seen.items()},
            verdicts={self._one(rule): self._stretch(stretch, item) for rule, stretch in item.verdicts.items()},
        )

    def _stretch(self, stretch: Stretch, item: Standing) -> Stretch:
        return Stretch(
            portal=item.portal,
            verdict=self._verdict(stretch.verdict),
            since=self._one(stretch.since),
            last_at=self._one(stretch.last_at),
            ended=stretch.ended,
            rulebook=self._one(stretch.rulebook),
            law_day=self._one(stretch.law_day),
        )

    def _verdict(self, verdict: Verdict) -> Verdict:
        evidence = repr(verdict.evidence) if verdict.evidence else ""
        terms = (verdict.cause, verdict.weight, verdict.law, verdict.severity, verdict.basis, verdict.gate)
        key = (verdict.rule, verdict.outcome, verdict.reason, verdict.reason_en, evidence, *terms)
        known = self._verdicts.get(key)
        if known is None:
            known = self._verdicts[key] = replace(
                verdict,
                rule=self._one(verdict.rule),
                reason=self._one(verdict.reason),
                reason_en=self._one(verdict.reason_en),
                law=self._one(verdict.law),
                evidence=self._evidence(verdict.evidence),
            )
        return known

    def _evidence(self, evidence: Mapping[str, Any]) -> Mapping[str, Any]:
        """Evidence whose thresholds are those of everybody."""
        return {
            self._one(name): self._values.setdefault(repr(value), value) if isinstance(value, dict | list) else value
            for name, value in evidence.items()
        }

    def _one(self, value: T) -> T:
        one: T = self._values.setdefault((type(value), value), value)
        return one


def _light(item: Observation, known: dict[int, Observation]) -> Observation:
    """The links of a page are most of what was read of it, and only rules read them, when the page is looked at."""
    if not isinstance(item.facts, LandingPage):
        return item
    if id(item) not in known:
        known[id(item)] = replace(item, facts=replace(item.facts, links=()))
    return known[id(item)]
