"""The nation at three times: availability, incidents, connection and targets, never a score. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.catalogue.records import Agency
from monitor.reports.compared import measuring
from monitor.reports.compared.snapshot import Snapshot
from monitor.rollup.comparing import Compared, Value, Why
from monitor.rollup.connection import Connection
from monitor.rollup.target_files import Target
from monitor.rollup.targets import TargetResult, roll_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Three:
    """The same agencies, or what stood in their place, now, a period before and a year before."""

    now: Snapshot
    before: Snapshot
    year_ago: Snapshot

    def compared(self, measure: str, unit: str, values: Iterable[Value]) -> Compared:
        """The three values of one measure, in this order."""
        now, before, year_ago = values
        return Compared(
            measure=measure, unit=unit, length=self.now.period.length, now=now, before=before, year_ago=year_ago
        )

    def __iter__(self) -> Iterator[Snapshot]:
        """In this order."""
        return iter((self.now, self.before, self.year_ago))


def compare_nation(
    three: Three,
    *,
    targets: Iterable[Target],
    agencies: Mapping[str, Agency],
    present: Mapping[str, Connection] | None,
) -> tuple[Compared, ...]:
    """All measures of the nation. `agencies` are those of all days by id; `present` is the connection of each as it
    stands, where the period is the running one."""
    rows = [
        three.compared("availability", "ratio", (measuring.availability(shot, shot.portals) for shot in three)),
        three.compared("watched", "ratio", (measuring.watched(shot, shot.portals) for shot in three)),
        three.compared("incidents_opened", "count", (measuring.opened(shot, shot.portals) for shot in three)),
        three.compared("incidents_open", "count", (measuring.open_at_end(shot, shot.portals) for shot in three)),
    ]
    for level in ("ministries", "provinces"):
        connected = [_connections(shot, present if shot is three.now else None) for shot in three]
        values = (_full(mine, agencies, level) for mine in connected)
        rows.append(three.compared(f"connection_full_{level}", "count", values))
    rows.extend(three.compared(f"target:{one.id}", "ratio", [_target(shot, one) for shot in three]) for one in targets)
    return tuple(rows)


def _connections(shot: Snapshot, present: Mapping[str, Connection] | None) -> Mapping[str, Connection]:
    return present if present is not None else {name: shot.connected(name) for name in shot.agencies}


def _full(connected: Mapping[str, Connection], agencies: Mapping[str, Agency], level: str) -> Value:
    """Agencies with the tag wherever it is needed; compared only where as many were settled."""
    mine = [state for name, state in connected.items() if name in agencies and agencies[name].kind.level == level]
    known = [state for state in mine if state is not Connection.UNKNOWN]
    return Value(
        number=known.count(Connection.FULL) if known else None,
        why=None if known else Why.NO_DATA,
        counted=len(known),
        of=len(mine),
        basis=(str(len(known)), str(len(mine))),
        otherwise=Why.OTHER_COVERAGE,
    )


def _target(shot: Snapshot, target: Target) -> Value:
    return told(roll_up_of(shot, target, shot.agencies), shot)


def roll_up_of(shot: Snapshot, target: Target, agencies: Iterable[str]) -> TargetResult:
    """The target over these agencies, from what they published at the end of the period."""
    return roll_up(
        target,
        agencies=tuple(agencies),
        publications=shot.publications(),
        at=shot.period.end,
        law_day=shot.law_day,
    )


def told(result: TargetResult, shot: Snapshot) -> Value:
    """A target's value with how many agencies it comes from."""
    why = Why.NOT_PUBLISHED if any(shot.seen(portal.id) for portal in shot.portals) else Why.NO_DATA
    return Value(
        number=result.value,
        why=None if result.value is not None else why,
        counted=result.agencies,
        of=result.of,
    )
