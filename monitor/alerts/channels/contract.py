"""What a way of telling is: it takes a letter, and says whether it was accepted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monitor.alerts.records import Channel, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How the sending went. `again`: a later attempt may do better; `detail` is one sentence without secrets."""

    accepted: bool
    again: bool = True
    detail: str = ""


Send = Callable[[Letter], Receipt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A part found by being there: every module of `monitor.alerts.channels` with a `WAY` is one, named as its module.

    `prepare` takes the channel's entry and the value of its secret (`None` where the variable is not set) and returns
    the function that sends; it raises `ValueError` with one sentence for options or secrets that it cannot use.
    Nothing is sent or connected while preparing. `timeout` bounds one sending, in seconds.
    `options` maps each option that the kind knows to what is expected of it.
    """

    prepare: Callable[[Channel, str | None, float], Send]
    options: Mapping[str, str]
    needs_secret: bool = True
