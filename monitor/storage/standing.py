"""What stands at present for a portal, and what stood before: values that metrics, web and reports are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.rules.contract import Verdict
from probes.answer import PageKind
from probes.failures import Failure, State
from probes.figures.figure import Figure
from probes.observe import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A verdict for as long as its outcome stayed: from the round at `since` to that at `last_at`.

    `ended` is when another outcome took its place (`None`: it stands). The verdict's words are those of `last_at`.
    """

    portal: str
    verdict: Verdict
    since: datetime
    last_at: datetime
    ended: datetime | None
    rulebook: str
    law_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFigure:
    """A figure for as long as it stood unchanged on the page.

    `changed` is when its value last changed; `observation` is the id of the one that first showed it.
    """

    portal: str
    figure: Figure
    first_seen: datetime
    last_seen: datetime
    changed: datetime
    observation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VantageStanding:
    """What one of several vantages saw of a portal last. Times are aware UTC.

    `since`: when it began to see this state; `holds_until`: from then on nothing is known from there. `lead`: it led
    the round. `confirmed`: what failed there was confirmed by a second look. `phases` are seconds by name; `status`
    and `kind` are of the page that answered, `None` where none did.
    """

    vantage: str
    network: str
    lead: bool
    at: datetime
    since: datetime
    holds_until: datetime
    state: State
    confirmed: bool
    failure: Failure | None
    status: int | None
    kind: PageKind | None
    phases: Mapping[str, float]

    def observed(self, now: datetime) -> bool:
        """Whether its look still holds; after that the portal is not observed from there, which is not down."""
        return now < self.holds_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands for one portal since its last round. Times are aware UTC.

    `since`: start of the present state over spans without a gap; `holds_until`: from then on nothing is known.
    `observations` are the last ones by probe, whatever they brought; `seen` the last ones that brought facts.
    `figures` are those of the last reading that had any. Verdicts are by rule. `vantages` are those that looked
    together, the lead first; none where one place alone looks.
    """

    portal: str
    agency: str
    vantage: str
    state: State
    since: datetime
    looked_at: datetime
    holds_until: datetime
    law_day: date
    confirmed: bool
    judged: bool
    rulebook: str
    observations: Mapping[str, Observation]
    seen: Mapping[str, Observation]
    verdicts: Mapping[str, Stretch]
    figures: tuple[KeptFigure, ...]
    vantages: tuple[VantageStanding, ...] = ()

    @property
    def comparable(self) -> str | None:
        """The vantage whose earlier looks the last one may be held against: another place may come to another address.
        `None` for any, where one place alone looks."""
        last = self.seen.get("reachability")
        return last.vantage if self.vantages and last is not None else None
