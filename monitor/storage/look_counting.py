"""Looks counted by hour and by day in the commit that keeps them, so that long stretches of time are read fast.

An observation is counted when it is new to the store and never again, however late or often it comes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection

from monitor.storage.in_bulk import Change, put_all
from monitor.storage.look_tables import LOOK_DAY, LOOK_HOUR
from monitor.storage.rows import PHASES, Row

HANOI = timezone(timedelta(hours=7))  # the day of people; Viet Nam has no summer time
_SUMS = ("looks", "timed", "seconds", *PHASES, *(f"{phase}_looks" for phase in PHASES))
_ADDED = Change(add=_SUMS, least=("fastest",), most=("slowest",))
_Key = tuple[datetime | date, str, str, str]


def count(connection: Connection, looks: Iterable[Row]) -> None:
    """Add looks that were just kept for the first time."""
    hours: dict[_Key, Row] = {}
    days: dict[_Key, Row] = {}
    for look in looks:
        at = look["at"].astimezone(UTC)
        _add(hours, look, "starts", at.replace(minute=0, second=0, microsecond=0))
        _add(days, look, "day", at.astimezone(HANOI).date())
    put_all(connection, LOOK_HOUR, hours.values(), change=_ADDED)
    put_all(connection, LOOK_DAY, days.values(), change=_ADDED)


def _add(counted: dict[_Key, Row], look: Row, column: str, since: datetime | date) -> None:
    key = (since, look["portal"], look["vantage"], look["outcome"])
    known = counted.get(key)
    if known is None:
        counted[key] = {column: since, **{name: value for name, value in look.items() if name not in ("id", "at")}}
        return
    for name in _SUMS:
        known[name] = _together(known[name], look[name])
    if look["timed"]:
        known["fastest"] = min(x for x in (known["fastest"], look["fastest"]) if x is not None)
        known["slowest"] = max(x for x in (known["slowest"], look["slowest"]) if x is not None)


def _together(one: Any, other: Any) -> Any:
    return one + other if one is not None and other is not None else (other if one is None else one)
