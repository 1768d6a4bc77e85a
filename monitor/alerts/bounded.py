"""A sending that ends in time, whatever the receiver does: what takes longer goes on alone and delays nobody.

A receiver that drips a byte a second runs into no timeout of a socket, and some libraries know no other.
"""

import threading
from collections import OrderedDict

from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.records import Letter

_MOST_HANGING = 4  # sendings of one channel that hang at a time
_REMEMBERED = 1000  # letters accepted too late


class Bounded:
    """Sends through `send` and waits at most `timeout` seconds; for one thread at a time.

    A letter that is accepted after that is remembered: the next attempt finds it accepted, and sends nothing.
    """

    def __init__(self, send: Send, timeout: float) -> None:
        """Nothing hangs yet."""
        self._send, self._timeout = send, timeout
        self._hanging: list[_Attempt] = []
        self._late: OrderedDict[str, Receipt] = OrderedDict()

    def __call__(self, letter: Letter) -> Receipt:
        """How the sending of this letter went."""
        before = next((item for item in self._hanging if item.letter.id == letter.id and not item.waited_for), None)
        if before is not None:
            before.over.wait(self._timeout)
            before.waited_for = True
        self._look_after_late_ones()
        if letter.id in self._late:
            return self._late.pop(letter.id)
        if before is not None and not before.over.is_set():
            return Receipt(accepted=False, detail="the last attempt still hangs")
        if len(self._hanging) >= _MOST_HANGING:
            return Receipt(accepted=False, detail=f"{_MOST_HANGING} earlier sendings still hang")
        attempt = _Attempt(self._send, letter)
        if not attempt.over.wait(self._timeout):
            self._hanging.append(attempt)
            return Receipt(accepted=False, detail=f"not accepted within {self._timeout:g} s")
        return attempt.receipt

    def _look_after_late_ones(self) -> None:
        for attempt in [item for item in self._hanging if item.over.is_set()]:
            self._hanging.remove(attempt)
            if attempt.receipt.accepted:
                self._late[attempt.letter.id] = attempt.receipt
        while len(self._late) > _REMEMBERED:
            self._late.popitem(last=False)


class _Attempt:
    """One sending in a thread of its own, which does not keep the process alive."""

    def __init__(self, send: Send, letter: Letter) -> None:
        self.letter = letter
        self.receipt = Receipt(accepted=False, detail="broke while sending")
        self.over = threading.Event()
        self.waited_for = False  # once more; after that another attempt may begin beside it
        self._send = send
        threading.Thread(target=self._run, name="one sending", daemon=True).start()

    def _run(self) -> None:
        try:
            self.receipt = self._send(self.letter)
        finally:
            self.over.set()
