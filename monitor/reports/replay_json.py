"""A replay and a comparison as JSON: what `judge --from --to --json` and `judge --compare --json` print."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from monitor.replay.comparing import Change, Step
from monitor.replay.replaying import Replayed
from monitor.reports.json_values import day, moment
from monitor.reports.look_json import verdicts_json
from monitor.rules.contract import Outcome, Verdict
from monitor.storage.standing import Stretch


def replay_json(replays: Iterable[Replayed]) -> dict[str, Any]:
    """How many portals had which outcome at the end of each day, and how long each portal's verdicts stood."""
    all_of_them = list(replays)
    return {
        "rounds": sum(item.rounds for item in all_of_them),
        "days": days_json(all_of_them),
        "portals": [
            {
                "portal": item.portal.id,
                "agency": item.agency.id,
                "rounds": item.rounds,
                "stretches": [stretch_json(stretch) for stretch in item.stretches],
            }
            for item in all_of_them
        ],
    }


def stretch_json(stretch: Stretch) -> dict[str, Any]:
    """A verdict for as long as its outcome stood, with the rule book that gave it."""
    (said,) = verdicts_json([stretch.verdict])
    return {
        **said,
        "since": moment(stretch.since),
        "last_at": moment(stretch.last_at),
        "ended": moment(stretch.ended),
        "law_day": day(stretch.law_day),
        "rulebook": stretch.rulebook,
    }


def days_json(replays: Sequence[Replayed]) -> list[dict[str, Any]]:
    """Outcomes by rule at the end of each day, over all portals that were looked at on it."""
    days: dict[date, dict[str, Counter[Outcome]]] = {}
    for item in replays:
        for on, outcomes in item.days.items():
            rules = days.setdefault(on, {})
            for rule, outcome in outcomes.items():
                rules.setdefault(rule, Counter())[outcome] += 1
    return [{"day": day(on), "rules": counts_json(days[on])} for on in sorted(days)]


def counts_json(counts: Mapping[str, Mapping[Outcome, int]]) -> dict[str, dict[str, int]]:
    """Every outcome by name, 0 where no portal has it."""
    return {rule: {outcome.value: counts[rule].get(outcome, 0) for outcome in Outcome} for rule in sorted(counts)}


def comparison_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Each effect by itself: counts on both sides and every change."""
    return [
        {
            "effect": step.effect.value,
            "changed": len(step.changes),
            "before": counts_json(step.before),
            "after": counts_json(step.after),
            "changes": [_change(change) for change in step.changes],
        }
        for step in steps
    ]


def _change(change: Change) -> dict[str, Any]:
    return {
        "portal": change.portal.id,
        "agency": change.agency.id,
        "rule": change.rule,
        "before": _side(change.before),
        "after": _side(change.after),
    }


def _side(verdict: Verdict | None) -> dict[str, str] | None:
    if verdict is None:
        return None
    return {
        "outcome": verdict.outcome.value,
        "basis": verdict.basis.value,
        "reason": verdict.reason,
        "reason_en": verdict.reason_en,
    }
