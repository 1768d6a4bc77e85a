"""What a way of telling is: it takes a letter, and says whether it was accepted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.alerts.records import Channel, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How the sending went. `again`: a later attempt may do better, after `wait` at the earliest where the receiver
    asked for that; `detail` is one sentence without secrets and without anybody's address."""

    accepted: bool
    again: bool = True
    detail: str = ""
    wait: timedelta = timedelta()


Send = Callable[[Letter], Receipt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a kind: the form expected, in words and as a reader that raises `ValueError` for anything else."""

    expected: str
    read: Callable[[str], object]
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """An entry whose parts do not go together: the key, what is wrong there, and what was expected."""

    key: str
    wrong: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A part found by being there: every module of `monitor.alerts.channels` with a `WAY` is one, named as its module.

    `prepare` takes the channel's entry and the value of its secret (`None` where the entry names no variable) and
    returns the function that sends; it raises `ValueError` with one sentence, without the secret, for a secret or
    options that it cannot use. Nothing is sent or connected while preparing. `timeout` bounds one sending, in seconds.
    `options` are those that the kind knows; `unfit` tells what else of an entry it cannot have.
    `letters`: takes letters about portals; a way without is no channel but a sign of life of the monitor itself.
    `stands`: what it was told must be told again every so often for as long as it goes on, outside the outbox.
    """

    prepare: Callable[[Channel, str | None, float], Send]
    options: Mapping[str, Option]
    needs_secret: bool = True
    unfit: Callable[[Channel], Iterable[Unfit]] = lambda _channel: ()
    letters: bool = True
    stands: timedelta | None = None
