"""One agency at three times; where it is younger, the counts of its predecessors added up, and never their scores.
Pure."""

from collections.abc import Callable, Iterable, Sequence

from monitor.catalogue.lineage import Lineage
from monitor.reports.compared import measuring
from monitor.reports.compared.nation import Three, roll_up_of, told
from monitor.reports.compared.published import FigureName, figure_names, figure_value
from monitor.reports.compared.snapshot import Snapshot
from monitor.rollup.comparing import Compared, Value, Why, added
from monitor.rollup.connection import Connection
from monitor.rollup.target_files import Target

Reading = Callable[[Snapshot, str], Value]


def compare_agency(
    agency: str,
    three: Three,
    lineages: Sequence[Lineage],
    *,
    targets: Iterable[Target],
    present: Connection | None,
) -> tuple[Compared, ...]:
    """All measures of an agency. `lineages` say who stood in its place at each of the three times; `present` is its
    connection as it stands, where the period is the running one."""
    times = tuple(zip(three, lineages, strict=True))

    def row(measure: str, unit: str, read: Reading, *, alone: Why | None = None) -> Compared:
        values = (_of_bodies(shot, line, agency, read, alone=alone) for shot, line in times)
        return three.compared(measure, unit, values)

    def connected(shot: Snapshot, body: str) -> Value:
        return _connected(shot, body, present=present if shot is three.now else None)

    rows = [
        row("score", "points", _score, alone=Why.OTHER_BODY),
        row("coverage", "ratio", _coverage, alone=Why.OTHER_BODY),
        row("connection", "word", connected, alone=Why.NOT_ADDABLE),
        row("availability", "ratio", _of_portals(measuring.availability), alone=Why.NOT_ADDABLE),
        row("watched", "ratio", _of_portals(measuring.watched), alone=Why.NOT_ADDABLE),
        row("incidents_opened", "count", _of_portals(measuring.opened)),
        row("incidents_open", "count", _of_portals(measuring.open_at_end)),
    ]
    for target in targets:
        values = (_share(shot, line, target) for shot, line in times)
        rows.append(three.compared(f"target:{target.id}", "ratio", values))
    rows.extend(
        row(name.measure, name.unit, _figure(name), alone=None if name.addable else Why.NOT_ADDABLE)
        for name in figure_names(three, lineages)
    )
    return tuple(rows)


def _of_bodies(shot: Snapshot, line: Lineage, agency: str, read: Reading, *, alone: Why | None) -> Value:
    """`alone`: why this measure cannot be told of several bodies, `None` where their counts add up."""
    if line.is_itself(agency):
        return read(shot, agency)
    if not line.bodies:
        return Value(why=Why.NO_PREDECESSOR)
    if alone is not None:
        return Value(why=alone, of=len(line.bodies))
    if not line.whole:
        return Value(why=Why.PREDECESSOR_DIVIDED, of=len(line.bodies))
    return added((read(shot, body) for body in line.bodies), of=len(line.bodies))


def _of_portals(measure: Callable[..., Value]) -> Reading:
    return lambda shot, body: measure(shot, shot.portals_of(body))


def _score(shot: Snapshot, body: str) -> Value:
    kept = shot.scores.get(body)
    if kept is None or kept.score is None:
        return Value(why=Why.NO_DATA)
    return Value(number=kept.score, basis=(kept.rulebook,), otherwise=Why.OTHER_RULEBOOK)


def _coverage(shot: Snapshot, body: str) -> Value:
    kept = shot.scores.get(body)
    if kept is None or kept.coverage is None:
        return Value(why=Why.NO_DATA)
    return Value(number=kept.coverage, basis=(kept.rulebook,), otherwise=Why.OTHER_RULEBOOK)


def _connected(shot: Snapshot, body: str, *, present: Connection | None) -> Value:
    state = present or shot.connected(body)
    return Value(why=Why.NO_DATA) if state is Connection.UNKNOWN else Value(word=state.value)


def _share(shot: Snapshot, line: Lineage, target: Target) -> Value:
    """Of several bodies the sum of what is divided over the sum of what it is divided by, if all of them published."""
    if not line.bodies:
        return Value(why=Why.NO_PREDECESSOR)
    if not line.whole:
        return Value(why=Why.PREDECESSOR_DIVIDED, of=len(line.bodies))
    result = roll_up_of(shot, target, line.bodies)
    if len(line.bodies) > 1 and result.agencies < result.of:
        return Value(why=Why.PREDECESSOR_MISSING, counted=result.agencies, of=result.of)
    if len(line.bodies) == 1 and result.shares:
        share = result.shares[0]
        return Value(number=share.value, basis=(share.definition or "",))
    return told(result, shot)


def _figure(name: FigureName) -> Reading:
    return lambda shot, body: figure_value(shot, body, name)
