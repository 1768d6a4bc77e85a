"""Differences between the places that publish one figure, as the JSON of `/api/v1/differences`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from monitor.rollup.reconciliation import Difference, Statement
from probes.figures.figure import Period


def differences_json(differences: Sequence[Difference], *, at: datetime, simulated: bool) -> dict[str, Any]:
    """Every difference with its statements side by side; a difference is a question, never a verdict."""
    return {
        "simulated": simulated,
        "at": _instant(at),
        "differences": [
            {
                "agency": item.agency,
                "key": item.key,
                "period": _period(item.period),
                "difference": item.difference,
                "share": item.share,
                "one_definition": item.one_definition,
                "statements": [_statement(statement) for statement in item.statements],
            }
            for item in differences
        ],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "portal": statement.portal,
        "system": statement.system.value,
        "value": statement.value,
        "raw": statement.raw,
        "definition": statement.definition,
        "qualifier": statement.qualifier,
        "as_of": _day(statement.as_of),
        "read_at": _instant(statement.read_at),
    }


def _period(period: Period | None) -> dict[str, Any] | None:
    return None if period is None else {"start": _day(period.start), "end": _day(period.end)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
