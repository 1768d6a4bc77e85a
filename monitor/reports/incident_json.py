"""An incident as JSON: what the command line and the API give, with or without what only token holders see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.catalogue.records import Agency, Catalogue, Portal
from monitor.incidents.records import Event, Happening, Incident
from monitor.reports.json_values import moment
from monitor.rules.rule_file import RuleText
from monitor.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNames:
    """What incidents only name by id: agencies and portals on any day, and the words of rules."""

    agencies: Mapping[str, Agency]
    portals: Mapping[str, Portal]
    texts: Mapping[str, RuleText]


def incident_names(catalogue: Catalogue, rulebook: RuleBook) -> IncidentNames:
    """The names in a configuration."""
    return IncidentNames(
        agencies={item.id: item for item in catalogue.agencies},
        portals={item.id: item for item in catalogue.portals},
        texts={booked.rule.id: booked.text for booked in rulebook.rules},
    )


def state_of(incident: Incident) -> str:
    """`open`, `acknowledged` (open, and somebody answers for it) or `resolved`."""
    if not incident.open:
        return "resolved"
    return "open" if incident.acknowledged is None else "acknowledged"


def incident_json(incident: Incident, names: IncidentNames, *, private: bool) -> dict[str, Any]:
    """The incident with all that happened to it. `private`: with notes and the names of people, which are null (and
    `withheld` is true) otherwise."""
    agency, portal = names.agencies.get(incident.agency), names.portals.get(incident.portal)
    text = names.texts.get(incident.rule)
    return {
        "id": incident.id,
        "state": state_of(incident),
        "portal": incident.portal,
        "url": portal.url if portal else None,
        "system": portal.system.value if portal else None,
        "agency": incident.agency,
        "agency_name": agency.name_vi if agency else None,
        "rule": incident.rule,
        "duty": text.duty.vi if text else None,
        "duty_en": text.duty.en if text else None,
        "severity": incident.severity.name.lower(),
        "basis": incident.basis.value,
        "reason": incident.reason,
        "reason_en": incident.reason_en,
        "law": incident.law,
        "since": moment(incident.since),
        "opened": moment(incident.opened),
        "ended": moment(incident.ended),
        "resolved": moment(incident.resolved),
        "acknowledged": moment(incident.acknowledged),
        "acknowledged_by": (incident.acknowledged_by or None) if private else None,
        "note": (incident.note or None) if private else None,
        "muted": incident.muted,
        "escalated": incident.escalated,
        "cause": incident.cause or None,
        "withheld": not private and incident.acknowledged is not None,
        "events": [_event(event, private=private) for event in incident.events],
    }


def _event(event: Event, *, private: bool) -> dict[str, Any]:
    """What a person wrote is theirs; what the monitor says is for everybody."""
    shown = private or event.happening is not Happening.ACKNOWLEDGED
    return {
        "happening": event.happening.value,
        "at": moment(event.at),
        "reason": event.reason if shown else None,
        "reason_en": event.reason_en if shown else None,
        "by": (event.by or None) if private else None,
    }
