"""What a probe is: it looks at one target, reads typed facts from what answered, and judges nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

from probes.answer import Answer
from probes.failures import Failure
from probes.names.facts import DnsFacts
from probes.ownership import Owner
from probes.rendering.loads import Rendering, Wanted


class System(StrEnum):
    """The kinds of system that an agency runs and we watch."""

    PORTAL = "portal"
    PUBLIC_SERVICE = "public_service"
    ONE_STOP = "one_stop"
    NATIONAL_PLATFORM = "national_platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What to look at, and the legal day whose words and periods apply; `owner` where the catalogue knows whose.

    `level`: `ministries` or `provinces`, as the national summary groups agencies; `None` where it is not known.
    """

    url: str
    system: System
    law_day: date
    portal: str | None = None
    owner: Owner | None = None
    level: str | None = None


class Session(Protocol):
    """One look's way to the network: each URL is asked for at most once, and its page is parsed at most once."""

    def ask(self, url: str) -> Answer:
        """GET, with redirects; never raises for what a portal does wrong."""
        ...

    def look_up(self, url: str) -> DnsFacts | Failure:
        """What the name system says of the URL's host; `asked` is `False` where it is not to be asked."""
        ...

    def render(self, url: str, wanted: Wanted) -> Rendering:
        """What a browser shows of the URL; `None` where there is none, or where it has no time just now."""
        ...


F = TypeVar("F")

Memory = Mapping[str, Any]  # JSON values: what a probe remembers of its last look at this portal


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Generic[F]):
    """Facts or a failure (reachability may give both: how far the look came is a fact), and what to remember.

    Neither of them means that the probe did not look: nothing is kept of it, and it stays due.
    """

    facts: F | None = None
    failure: Failure | None = None
    remember: Memory = field(default_factory=dict)
    pages: tuple[Answer, ...] = ()  # the answers these facts rest on


Looker = Callable[[Target, Session, Memory], Look[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A part found by being there: every module of `probes` with a `PROBE` is one.

    `prepare` reads the probe's own data files below the configuration folder (raising `DataError` with every
    mistake) and
    returns the function that looks. `cadence`: every `round`, or once a day (`daily`, heavy reading, at night).
    """

    name: str
    facts: type
    prepare: Callable[[Path], Looker]
    cadence: Literal["round", "daily"] = "round"
