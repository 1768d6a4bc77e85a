"""Whose turn it is: at most so many looks at one host, and at one address, at a time; who waits holds no thread."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

Job = Callable[[], None]
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    keys: Keys
    job: Job


class Turns:
    """Places at hosts and addresses, `limit` at each; safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        """All places are free."""
        self._limit = limit
        self._lock = threading.Lock()
        self._taken: dict[str, int] = defaultdict(int)
        self._waiting: dict[str, deque[_Waiting]] = {}

    def allow(self, limit: int) -> None:
        """So many places at each from now on; who has one too many keeps it, who waits hears of it at the next
        leaving."""
        with self._lock:
            self._limit = limit

    def take(self, keys: Keys, job: Job) -> bool:
        """Take a place at each of `keys`; `False` when one is full, and then `give_back` hands out `job` in its turn,
        with its places taken."""
        with self._lock:
            return self._place(_Waiting(keys, job))

    def give_back(self, keys: Keys) -> list[Job]:
        """Free these places; gives the jobs that have taken them, which the caller has to see run."""
        granted: list[Job] = []
        with self._lock:
            for key in keys:
                self._taken[key] -= 1
                if not self._taken[key]:
                    del self._taken[key]
            for key in keys:
                granted += self._grant(key)
        return granted

    def _place(self, asking: _Waiting) -> bool:
        full = next((key for key in asking.keys if self._taken.get(key, 0) >= self._limit), None)
        if full is not None:
            self._waiting.setdefault(full, deque()).append(asking)
            return False
        for key in asking.keys:
            self._taken[key] += 1
        return True

    def _grant(self, key: str) -> list[Job]:
        """Those who waited for this key, in their order, as far as there is room; who then finds another key full
        waits there."""
        granted: list[Job] = []
        line = self._waiting.get(key)
        while line and self._taken.get(key, 0) < self._limit:
            first = line.popleft()
            if self._place(first):
                granted.append(first.job)
        if line is not None and not line:
            del self._waiting[key]
        return granted


def keys_of(url: str, address: str | None, *, overridden: Collection[str]) -> Keys:
    """At which host and address a look takes its turn.

    Addresses of hosts that are `overridden` (sent elsewhere by the resolve map) do not count, nor does this machine
    itself: there is nobody to be polite to.
    """
    host = _host(url)
    keys = () if host in overridden or address in (None, host) else (str(address),)
    return tuple(key for key in (host, *keys) if key and not _is_loopback(key))


def overridden_hosts(resolve: Mapping[tuple[str, int | None], object]) -> frozenset[str]:
    """The hosts that a resolve map names."""
    return frozenset(host for host, _ in resolve)


@lru_cache(16_384)
def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


@lru_cache(16_384)
def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
