"""What every round needs: the way to the network, the probes, the rule book, the place we look from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rounds.cadence import Night
from monitor.rules.contract import History
from monitor.rules.rulebook import RuleBook
from probes.answer import Answer
from probes.contract import Looker, Memory
from probes.exchange import Exchange
from probes.failures import Failure
from probes.names.facts import DnsFacts, not_asked
from probes.observe import Observation, Vantage
from probes.ownership import Owner
from probes.rendering.loads import Rendering, Wanted, not_rendered


class Fetch(Protocol):
    """The way to the network; `avoid` names an address to be taken only where the name has no other."""

    def __call__(self, url: str, *, avoid: str | None = None) -> Exchange:
        """One URL, redirects followed; never raises for what a portal does wrong."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Fixed for the life of a configuration.

    `confirm_after` and `interval` are seconds; `patience` bounds one look over all its pages, in seconds.
    `daily` names the probes of nightly cadence. `look_up` asks the name system, `render` a browser; without them nobody
    is asked. `revisit` fetches as `fetch` does, but lets a page that did not change come out of memory. `network` names
    the network that our own vantage is connected to; where it is empty, the vantage counts as a network of its own.
    """

    fetch: Fetch
    classify: Callable[[Exchange], Answer]
    lookers: Mapping[str, Looker]
    daily: frozenset[str]
    rulebook: RuleBook
    vantage: Vantage
    law_day: Callable[[], date]
    online: Callable[[], bool]
    confirm_after: float
    patience: float
    interval: float
    night: Night
    look_up: Callable[[str], DnsFacts | Failure] = not_asked
    render: Callable[[str, Wanted], Rendering] = not_rendered
    circumstances: Circumstances = NOTHING_TOLD
    revisit: Fetch | None = None
    network: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One portal with its agency: who a round is about."""

    portal: Portal
    agency: Agency
    owner: Owner | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What is known of a portal before its round: probe memories, state history, last observations by probe."""

    memories: Mapping[str, Memory]
    history: History
    observations: Mapping[str, Observation]
    looked_daily: datetime | None
