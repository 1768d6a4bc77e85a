"""A letter as JSON for receivers that are programs; times in UTC, missing is null."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from monitor.alerts.records import Affair, Letter
from monitor.incidents.records import Incident
from monitor.reports.json_values import moment
from monitor.rules.contract import Severity


def letter_bytes(letter: Letter) -> bytes:
    """The letter as it is posted: UTF-8, the same bytes for every attempt at the same state of its incidents."""
    told = {
        "id": letter.id,
        "occasion": letter.occasion.value,
        "at": moment(letter.at),
        "title": letter.title,
        "body": letter.body,
        "simulated": letter.simulated,
        "incidents": [_affair(affair) for affair in letter.affairs],
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode(errors="replace")


def _affair(affair: Affair) -> Mapping[str, Any]:
    words = {item.name: _value(getattr(affair, item.name)) for item in fields(affair) if item.name != "incident"}
    incident = {item.name: _value(getattr(affair.incident, item.name)) for item in fields(Incident)}
    return {**incident, "open": affair.incident.open, **words}


def _value(value: Any) -> Any:
    match value:
        case datetime():
            return moment(value)
        case Severity():
            return value.name.lower()
        case Enum():
            return value.value
        case tuple():
            return [_value(item) for item in value]
        case Mapping():
            return {str(key): _value(item) for key, item in value.items()}
        case str():
            return value or None  # a word that is not there is missing
        case None | int() | float():
            return value
    return {item.name: _value(getattr(value, item.name)) for item in fields(value)}
