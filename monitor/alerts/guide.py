"""What the desk goes by: who answers for which portal, which rules open incidents, which channels there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.alerts.records import Channel
from monitor.alerts.routing import Whose
from monitor.catalogue.records import Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.incidents.records import Patience
from monitor.working_days.holidays import NO_HOLIDAYS, Holidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """How incidents treat a rule. `reads`: a round counts only where one of these probes looked; empty: every round.

    `tells`: a rule for reports opens none.
    """

    tells: bool = True
    reads: frozenset[str] = frozenset()
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Fixed for the life of a configuration. `telling`: letters are made; else incidents are only kept and shown.

    `hold` bounds how long a letter waits for others of its group. `portals` and `whose` name judged portals only.
    """

    portals: Mapping[str, Portal]
    whose: Mapping[str, Whose]
    duties: Mapping[str, Duty]
    channels: tuple[Channel, ...] = ()
    telling: bool = False
    hold: timedelta = timedelta(minutes=6)
    circumstances: Circumstances = NOTHING_TOLD
    holidays: Holidays = NO_HOLIDAYS

    def muted(self, portal: str, at: datetime) -> str | None:
        """Why nobody is to be told about a portal at that time: a stop that was planned."""
        known = self.portals.get(portal)
        planned = known is not None and any(
            stop.starts <= at < stop.ends and stop.scope.holds(known) for stop in self.circumstances.stops
        )
        return "tạm dừng theo kế hoạch" if planned else None
