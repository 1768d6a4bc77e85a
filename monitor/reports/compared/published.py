"""The figures that an agency published at three times, each from one system, of one kind of period. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.catalogue.lineage import Lineage
from monitor.reports.compared.snapshot import Snapshot
from monitor.rollup.comparing import Value, Why
from probes.contract import System
from probes.figures.figure import Figure, Period

_ORDER = {
    "dossier": (System.ONE_STOP, System.PUBLIC_SERVICE, System.PORTAL, System.NATIONAL_PLATFORM),
    "": (System.PUBLIC_SERVICE, System.ONE_STOP, System.PORTAL, System.NATIONAL_PLATFORM),
}
_ADDABLE = ("service", "dossier")
_LENGTHS = {1: "month", 3: "quarter", 12: "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureName:
    """Which figure: its key, the kind of its period, and the system that it is read from at all times."""

    key: str
    kind: str
    unit: str
    system: System

    @property
    def measure(self) -> str:
        """As the comparison names it."""
        return f"figure:{self.key}:{self.kind}"

    @property
    def addable(self) -> bool:
        """Whether figures of several bodies add up: counts do, shares and points do not."""
        return self.unit in _ADDABLE


def period_kind(period: Period | None) -> str:
    """`year quarter month to_date unknown`: from 1 January to any other day is to date."""
    if period is None or period.end is None:
        return "unknown"
    if period.start is None:
        return "to_date"
    first, last = period.start, period.end
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and months in _LENGTHS:
        return _LENGTHS[months]
    return "to_date" if first == date(last.year, 1, 1) else "unknown"


def figure_names(shots: Iterable[Snapshot], lineages: Sequence[Lineage]) -> list[FigureName]:
    """Every figure of the whole that was published at any of the times, by unit and key; the system is that of the
    earliest of these times that has it, the present first."""
    found: dict[tuple[str, str], FigureName] = {}
    for shot, line in zip(shots, lineages, strict=True):
        here: dict[tuple[str, str], list[tuple[System, str]]] = {}
        for body in line.bodies:
            for portal in shot.portals_of(body):
                for kept in shot.figures.get(portal.id, ()):
                    name = (kept.figure.key, period_kind(kept.figure.period))
                    here.setdefault(name, []).append((portal.system, kept.figure.unit))
        for (key, kind), places in here.items():
            unit = places[0][1]
            order = _ORDER.get(unit, _ORDER[""])
            system = min((system for system, _unit in places), key=order.index)
            found.setdefault((key, kind), FigureName(key=key, kind=kind, unit=unit, system=system))
    return sorted(found.values(), key=lambda name: (name.unit, name.key, name.kind))


def figure_value(shot: Snapshot, body: str, name: FigureName) -> Value:
    """What one body published under that name; two different values are none."""
    figures = [
        kept.figure
        for portal in shot.portals_of(body)
        if portal.system is name.system
        for kept in shot.figures.get(portal.id, ())
        if kept.figure.key == name.key and period_kind(kept.figure.period) == name.kind
    ]
    if not figures:
        looked = any(shot.seen(portal.id) for portal in shot.portals_of(body))
        return Value(why=Why.NOT_PUBLISHED if looked else Why.NO_DATA)
    latest = max(_end(figure) for figure in figures)
    last = [figure for figure in figures if _end(figure) == latest]
    if len({(figure.value, figure.definition, figure.qualifier) for figure in last}) > 1:
        return Value(why=Why.DIFFERENT_VALUES)
    figure = last[0]
    return Value(
        number=figure.value,
        basis=(figure.definition or "", figure.qualifier.value),
        began=_began(figure, shot) if figure.unit == "dossier" else None,
        kind=name.kind,
    )


def _end(figure: Figure) -> date:
    return figure.period.end if figure.period and figure.period.end else date.min


def _began(figure: Figure, shot: Snapshot) -> date:
    """Dossiers of an unstated period are taken to run since the start of the year, as TT 32/2017/TT-BTTTT Điều 11
    wants them published."""
    if figure.period is not None and figure.period.start is not None:
        return figure.period.start
    return date((figure.as_of or shot.period.last).year, 1, 1)
