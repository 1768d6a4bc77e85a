"""A sending that hangs is left alone in time, and counts when it was accepted after all."""

import threading
from dataclasses import dataclass, field

from monitor.alerts.bounded import Bounded
from monitor.alerts.channels.contract import Receipt
from monitor.alerts.records import Letter
from tests.support.letters import letter
from tests.support.receivers import soon


@dataclass
class Slow:
    """Takes letters when it is let go."""

    go: threading.Event = field(default_factory=threading.Event)
    begun: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def __call__(self, told: Letter) -> Receipt:
        self.begun.append(told.id)
        self.go.wait(20)
        self.taken.append(told.id)
        return Receipt(accepted=True, detail="taken")


def test_what_is_taken_in_time_is_taken() -> None:
    slow = Slow()
    slow.go.set()
    assert Bounded(slow, 20)(letter()) == Receipt(accepted=True, detail="taken")


def test_what_hangs_is_left_alone_in_time() -> None:
    slow = Slow()
    assert Bounded(slow, 0.05)(letter()) == Receipt(accepted=False, detail="not accepted within 0.05 s")
    slow.go.set()


def test_a_letter_taken_too_late_is_not_sent_again() -> None:
    slow = Slow()
    send = Bounded(slow, 1)
    assert not send(letter()).accepted
    slow.go.set()
    assert soon(lambda: slow.taken)
    assert send(letter()).accepted
    assert slow.begun == slow.taken == [letter().id]


def test_one_that_hangs_on_is_waited_for_once_more_and_then_sent_again() -> None:
    slow = Slow()
    send = Bounded(slow, 0.05)
    details = [send(letter()).detail for _ in range(3)]
    slow.go.set()
    assert details == ["not accepted within 0.05 s", "the last attempt still hangs", "not accepted within 0.05 s"]
    assert slow.begun == [letter().id] * 2


def test_another_letter_is_not_taken_for_it() -> None:
    slow = Slow()
    send = Bounded(slow, 0.05)
    send(letter())
    slow.go.set()
    assert soon(lambda: slow.taken)
    send(letter(id="another"))
    assert soon(lambda: slow.taken == [letter().id, "another"])


def test_no_more_than_four_hang_at_a_time() -> None:
    slow = Slow()
    send = Bounded(slow, 0.02)
    for number in range(6):
        receipt = send(letter(id=str(number)))
    assert receipt == Receipt(accepted=False, detail="4 earlier sendings still hang")
    assert slow.begun == ["0", "1", "2", "3"]
    slow.go.set()
    assert soon(lambda: len(slow.taken) == 4)
    assert soon(lambda: send(letter(id="5")).accepted)
