"""Errands that are run every so often, each in a thread of its own, so that one that hangs holds up no other."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from monitor.alerts.channels.contract import Receipt
from monitor.seldom import Seldom

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is done every `every` seconds, and under which name its failures are logged."""

    name: str
    every: float
    run: Callable[[], Receipt]


class Regularly:
    """Runs errands from `start` to `stop`, the first time at once."""

    def __init__(self, errands: Iterable[Errand]) -> None:
        """Nothing runs yet."""
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(errand,), name=errand.name, daemon=True) for errand in errands
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float) -> None:
        """Run nothing more; waits up to `timeout` seconds for each that is under way."""
        self._stopped.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    def _run(self, errand: Errand) -> None:
        seldom = Seldom()
        while not self._stopped.is_set():
            receipt = errand.run()
            if receipt.accepted:
                seldom.over()
            elif seldom.worth_saying(receipt.detail):
                _LOG.warning("%s: %s", errand.name, receipt.detail)
            self._stopped.wait(errand.every)
