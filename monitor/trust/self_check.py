"""The daemon watches itself: the canaries every five minutes, the references again while none answers."""

import logging
import threading
from collections.abc import Callable

from monitor.canaries.asking import Canaries
from monitor.seldom import Seldom
from monitor.trust.gate import Gate

EVERY = 300.0  # seconds between two questions to the canaries
WRONG_EVERY = 30.0  # seconds while one of them is misjudged
_TICK = 1.0  # seconds; the gate itself holds an answer a little longer
_LAST_BREATH = 0.5  # seconds

log = logging.getLogger(__name__)


class SelfCheck:
    """Asks before the first round and, once started, in a thread of its own."""

    def __init__(self, gate: Gate, canaries: Canaries, *, monotonic: Callable[[], float], tick: float = _TICK) -> None:
        """Nothing is asked yet."""
        self._gate = gate
        self._canaries = canaries
        self._monotonic = monotonic
        self._tick = tick
        self._asked: float | None = None
        self._seldom = Seldom()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="self-check", daemon=True)

    def turn(self) -> None:
        """Ask whoever is due; blocks for seconds where nobody answers.

        Never raises: a part of ours that breaks, or a port, file or thread that is not to be had, is logged, makes
        every canary wrong until they are asked again, and ends this turn only.
        """
        try:
            self._ask()
        except Exception as fault:
            if self._seldom.worth_saying(repr(fault)):
                log.exception("the monitor could not check itself, and trusts no probe until it can")
            self._canaries.distrust(f"could not be asked: {fault}")

    def _ask(self) -> None:
        self._gate.recheck()
        every = WRONG_EVERY if self._canaries.wrong() else EVERY
        now = self._monotonic()
        if self._asked is None or now - self._asked >= every:
            self._asked = now  # before the answer: what breaks each time is not asked every second
            self._canaries.ask()
            self._seldom.over()

    def use(self, gate: Gate) -> None:
        """Ask by this gate from now on, and the canaries at the next turn: what they are asked with has changed."""
        self._gate, self._asked = gate, None

    def start(self) -> None:
        """Go on asking until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Ask nobody any more; a question that is on its way is waited for a moment, so that it can tidy up."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_LAST_BREATH)

    def _run(self) -> None:
        while not self._ended.wait(self._tick):
            self.turn()
