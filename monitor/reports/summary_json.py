"""The national summary as JSON: what `demo --once --json` and `sweep --json` print."""

from collections import Counter
from typing import Any

from monitor.exemptions.records import Exemption
from monitor.reports.json_values import day, moment
from monitor.reports.score_json import score_json
from monitor.reports.words import LEVELS
from monitor.rollup.connection import Connection
from monitor.rollup.picture import AgencyPicture, Picture
from monitor.rollup.targets import TargetResult
from monitor.rules.contract import Cause, Outcome
from monitor.rules.verdicts import scope_json
from probes.failures import State


def summary_json(picture: Picture, *, seconds: float | None) -> dict[str, Any]:
    """The object of `INTERFACE`; `seconds` is how long the round took, null where none was waited for."""
    states, verdicts, undecided = picture.states(), picture.verdicts(), picture.undecided()
    proposed = [item for item in picture.portals if not item.judged and item.standing is not None]
    return {
        "simulated": bool(picture.scenario),
        "scenario": picture.scenario or None,
        "law_day": day(picture.law_day),
        "at": moment(picture.at),
        "portals": {"total": len(picture.judged)} | {state.value: states.get(state, 0) for state in State},
        "proposed": {"looked_at": len(proposed)},
        "connected": {level: _connected(picture, level) for level in LEVELS},
        "national": {f"{target.name}_ratio": target.value for target in picture.targets},
        "targets": [target_json(target) for target in picture.targets],
        "verdicts": {outcome.value: verdicts.get(outcome, 0) for outcome in Outcome},
        "undecided": {cause.value: undecided.get(cause, 0) for cause in Cause},
        "exemptions": [exemption_json(item) for item in picture.exemptions],
        "bands": bands_json(picture),
        "agencies": [agency_json(item) for item in picture.agencies],
        "seconds": seconds,
    }


def target_json(target: TargetResult) -> dict[str, Any]:
    """One target with over how many agencies its value was read, and who is missing."""
    return {
        "id": target.id,
        "name": target.title_vi,
        "name_en": target.title_en,
        "goal": target.goal,
        "value": target.value,
        "due": day(target.due),
        "state": target.state.value,
        "agencies": target.agencies,
        "of": target.of,
        "missing": dict(target.missing),
    }


def agency_json(item: AgencyPicture) -> dict[str, Any]:
    """One row of the league table."""
    return {
        "id": item.agency.id,
        "name": item.agency.name_vi,
        "kind": item.agency.kind.value,
        **score_json(item.score),
        "connected": item.connected.value,
    }


def bands_json(picture: Picture) -> dict[str, int]:
    """Agencies with a judged portal by band, and those of which too little was decided."""
    bands = Counter(item.score.band.id if item.score.band else "none" for item in picture.agencies if item.portals)
    return dict(bands)


def exemption_json(item: Exemption) -> dict[str, Any]:
    """One exemption that holds, as it was granted."""
    return {
        "scope": scope_json(item.scope),
        "rule": item.rule,
        "ground": item.ground,
        "approver": item.approver,
        "from": day(item.starts),
        "to": day(item.ends),
    }


def _connected(picture: Picture, level: str) -> dict[str, int]:
    counts = picture.connected(level)
    return {item.value: counts.get(item, 0) for item in Connection} | {"total": sum(counts.values())}
