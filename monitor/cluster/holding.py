"""What came from workers and is not in the store yet: a message is acknowledged only when all of it is kept."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

Key = tuple[str, str, str]  # portal, the round's name, vantage

_REMEMBERED = 5000  # messages that were kept, in case their acknowledgement did not arrive


@dataclass(slots=True, eq=False)
class _Held:
    messages: list[Any]  # every delivery of it over the line that there is
    waiting: set[Key]


class Holding:
    """Told by any thread what is kept; messages are handed back to the one that may acknowledge them."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._lock = Lock()
        self._held: dict[str, _Held] = {}
        self._by_key: dict[Key, str] = {}
        self._kept: OrderedDict[str, None] = OrderedDict()
        self._ready: list[Any] = []

    def __len__(self) -> int:
        """Messages that are held."""
        return len(self._held)

    def known(self, name: str, message: Any) -> bool:
        """Whether a message of this name came before; then this delivery waits with the one before."""
        with self._lock:
            if name in self._kept:
                self._ready.append(message)
                return True
            held = self._held.get(name)
            if held is not None:
                held.messages.append(message)
            return held is not None

    def hold(self, name: str, message: Any, keys: Iterable[Key]) -> None:
        """Hold a message until all these are kept; one without any is as good as kept."""
        with self._lock:
            waiting = {key for key in keys if key not in self._by_key}
            self._held[name] = _Held([message], waiting)
            self._by_key |= dict.fromkeys(waiting, name)
            self._release(name)

    def kept(self, keys: Iterable[Key]) -> None:
        """These are in the store, or nobody will ever keep them."""
        with self._lock:
            for key in keys:
                name = self._by_key.pop(key, None)
                if name is not None:
                    self._held[name].waiting.discard(key)
                    self._release(name)

    def ready(self) -> list[Any]:
        """Messages to be acknowledged now."""
        with self._lock:
            ready, self._ready = self._ready, []
            return ready

    def lost(self) -> None:
        """The line broke: what was to be acknowledged comes again, and is known then."""
        with self._lock:
            self._ready = []
            for held in self._held.values():
                held.messages = []

    def _release(self, name: str) -> None:
        if self._held[name].waiting:
            return
        self._ready += self._held.pop(name).messages
        self._kept[name] = None
        if len(self._kept) > _REMEMBERED:
            self._kept.popitem(last=False)
