"""One batch on its way at a worker: it is done when every look has been taken and what it saw is with the broker."""

import threading
from dataclasses import dataclass

from monitor.cluster.wire import Batch


class Errand:
    """Safe to use from several threads."""

    def __init__(self, batch: Batch) -> None:
        """Nothing of it is done."""
        self.batch = batch
        self._changed = threading.Condition()
        self._left = len(batch.looks)
        self._cut = False

    def finish(self, *, sent: bool = False) -> None:
        """One look less: it is with the broker (`sent`), or nothing will come of it, which does not count any more once
        the errand was cut short."""
        with self._changed:
            if sent or not self._cut:
                self._left -= 1
                self._changed.notify_all()

    def cut(self) -> None:
        """We end before it is done."""
        with self._changed:
            self._cut = True
            self._changed.notify_all()

    def wait(self) -> bool:
        """Wait until it is done (`True`) or cut short."""
        with self._changed:
            self._changed.wait_for(lambda: self._left <= 0 or self._cut)
            return self._left <= 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one look saw, as JSON, and the errand that waits for its being sent."""

    text: str
    errand: Errand
