"""One round of one portal: what was seen and how it was judged, ready to be kept in one commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.rules.contract import Verdict
from monitor.rules.vantages import Quorum
from probes.contract import Memory
from probes.failures import State
from probes.observe import Evidence, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAnswer:
    """What one reference target said. `answered` is `None` where others had answered before it, or time was up."""

    host: str
    port: int
    network: str
    answered: bool | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCheck:
    """The reference targets as they were asked at `at` (aware UTC), before somebody was blamed.

    `online`: those of at least `needed` networks answered.
    """

    at: datetime
    online: bool
    needed: int
    answers: tuple[ReferenceAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """From the first look to the verdicts. Times are aware UTC; `holds_until` is when the state goes stale if no
    later round comes.

    `state` is the judged one (after confirmation); `since` is when the first look of this round began.
    `judged` is false for portals that
    are only proposed: they are shown apart. `evidence` holds only what is worth keeping.
    `remember` is by probe name. `references`: what the reference targets said before this round blamed the portal.
    `quorum`: what several vantages agree on; `vantage` is then the one that leads. Observations that stand for the
    portal come last. `late`: it came after its portal's round was over, and moves nothing.
    """

    portal: str
    agency: str
    vantage: str
    since: datetime
    ended: datetime
    holds_until: datetime
    law_day: date
    state: State
    confirmed: bool
    judged: bool
    observations: tuple[Observation, ...]
    evidence: tuple[Evidence, ...]
    verdicts: tuple[Verdict, ...]
    rulebook: str
    remember: Mapping[str, Memory]
    references: ReferenceCheck | None = None
    quorum: Quorum | None = None
    late: bool = False
