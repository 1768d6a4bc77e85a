"""What a canary is: a page of our own behind a certificate of our own, and what each probe has to say of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from probes.contract import System
from probes.observe import Observation

Expectation = Callable[[Observation], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """Found by being there: every module of `monitor.canaries` with a `CANARY` is one.

    `page` is the HTML answered with status 200; `{mark}` in it changes with every question, so that nobody can
    answer from memory.
    `expects` says by probe name what is wrong with an observation, in words, or `None`.
    The certificate is valid for `valid` from the question on; below zero it ended that long ago.
    `records` (`name type data`) are told by a name server of our own; a canary with any has a name only, and no page.
    """

    name: str
    expects: Mapping[str, Expectation]
    page: str = ""
    records: tuple[str, ...] = ()
    system: System = System.PORTAL
    valid: timedelta = timedelta(hours=1)

    @property
    def host(self) -> str:
        """A name that exists nowhere else."""
        return f"{self.name.replace('_', '-')}.canary.test"


def outcome(expected: str) -> Expectation:
    """The observation's outcome has to be this one."""
    return lambda item: None if item.outcome == expected else f"{item.outcome} in place of {expected}"
