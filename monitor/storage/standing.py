"""What stands at present for a portal, and what stood before: values that metrics, web and reports are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.rules.contract import Verdict
from probes.failures import State
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
class Standing:
    """What stands for one portal since its last round. Times are aware UTC.

    `since`: start of the present state over spans without a gap; `holds_until`: from then on nothing is known.
    `observations` are the last ones by probe, whatever they brought; `seen` the last ones that brought facts.
    `figures` are those of the last reading that had any. Verdicts are by rule.
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
