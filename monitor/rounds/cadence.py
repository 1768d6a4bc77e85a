"""When a portal is due: rounds spread by a stable hash of its id, heavy reading once a night."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_OVERDUE = timedelta(hours=36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Hours of the local day (Asia/Ho_Chi_Minh) for heavy reading, 0..24, `start` before `end`."""

    start: int = 1
    end: int = 5


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
    local = now.astimezone(LOCAL)
    opening = datetime.combine(local.date(), time(night.start), LOCAL)
    closing = opening + timedelta(hours=night.end - night.start)
    turn = opening + timedelta(seconds=spread(portal, (closing - opening).total_seconds()))
    if now - last > _OVERDUE:
        return True
    return last < turn <= now < closing
