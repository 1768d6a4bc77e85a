"""How often somebody may ask: a bucket for each token and each address, filled again as time goes by."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

_MOST = 10_000  # buckets remembered; those that are full again go first


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Buckets:
    """`burst` at once, and `rate` a second afterwards, for each key. Threads may share it."""

    def __init__(self, *, rate: float, burst: float, monotonic: Callable[[], float], most: int = _MOST) -> None:
        """All buckets begin full."""
        self._rate, self._burst, self._monotonic, self._most = rate, burst, monotonic, most
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, key: str, *, cost: float = 1.0) -> float | None:
        """Take from the key's bucket: `None` where there was enough, else the seconds until there is."""
        now = self._monotonic()
        with self._lock:
            bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
            bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._rate)
            bucket.at = now
            self._buckets[key] = bucket  # the one used last stands last
            if len(self._buckets) > self._most:
                self._make_room(now)
            if bucket.left >= cost:
                bucket.left -= cost
                return None
            return (cost - bucket.left) / self._rate

    def _make_room(self, now: float) -> None:
        """Forget those that are full by now, and if that is not enough the half that was used longest ago."""
        full = self._burst / self._rate
        self._buckets = {key: item for key, item in self._buckets.items() if now - item.at < full}
        if len(self._buckets) > self._most:
            self._buckets = dict(list(self._buckets.items())[len(self._buckets) // 2 :])


def key_of(address: str) -> str:
    """By what askers are told apart: an IPv4 address, the /64 of an IPv6 one, else the text itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:100]
    return str(parsed) if parsed.version == 4 else str(ip_network((parsed, 64), strict=False))
