"""When a portal is due: rounds spread by a stable hash of its id, heavy reading once a night."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_OVERDUE = timedelta(hours=36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Hours of the local day (Asia/Ho_Chi_Minh) for heavy reading, 0..24, `start` before `end`."""

    start: int = 1
    end: int = 5


@lru_cache(65_536)
def spread(portal: str, span: float) -> float:
    """Seconds within `span` at which this portal has its turn: the same on every machine and after every
    restart."""
    share = int.from_bytes(sha256(portal.encode()).digest()[:8], "big") / 2**64
    return share * span


def nightly_due(portal: str, *, last: datetime | None, now: datetime, night: Night) -> bool:
    """Whether a daily look is due: never taken yet, its turn of this night has come, or missed for more than 36
    hours."""
    if last is None:
        return True
    if now - last > _OVERDUE:
        return True
    opening, closing = _open(now.astimezone(LOCAL).date(), night)
    if not opening <= now < closing:
        return False
    turn = opening + timedelta(seconds=spread(portal, (closing - opening).total_seconds()))
    return last < turn <= now


def all_rest(lasts: Iterable[datetime], *, now: datetime, night: Night) -> bool:
    """Whether it is day and none of the looks taken then is overdue: no daily look is due, whosever turn comes when."""
    opening, closing = _open(now.astimezone(LOCAL).date(), night)
    return not opening <= now < closing and now - min(lasts, default=now) <= _OVERDUE


@lru_cache(8)
def _open(day: date, night: Night) -> tuple[datetime, datetime]:
    """The night's hours on that local day, in UTC."""
    opening = datetime.combine(day, time(night.start), LOCAL).astimezone(UTC)
    return opening, opening + timedelta(hours=night.end - night.start)
