"""The same figure as several systems of an agency and the national portal publish it: side by side, never equated."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.catalogue.records import Agency, Portal
from monitor.storage.standing import KeptFigure, Standing
from probes.contract import System
from probes.figures.figure import Figure, Period

_UNITS = ("service", "dossier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One portal with its agency and what stands for it."""

    portal: Portal
    agency: Agency
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one portal says: the figure as published, and when it was last read there (aware UTC)."""

    portal: str
    system: System
    value: int | float
    raw: str
    definition: str | None
    qualifier: str
    as_of: date | None
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure of an agency at two or more places.

    `difference` is the largest value less the smallest, `share` that over the largest (`None` where that is 0).
    It says nothing of who is right: services of one day differ a little, definitions differ, and a province's counts
    may be lower since 2026 because services move to central systems (Decree 224/2026 art. 15.1i).
    """

    agency: str
    key: str
    period: Period | None
    statements: tuple[Statement, ...]
    difference: int | float
    share: float | None
    one_definition: bool


def reconcile(places: Sequence[Place]) -> tuple[Difference, ...]:
    """Every figure of an agency's whole that two portals state, the agency's own and the national one among them.

    Services are a stock and are compared whatever their period, dossiers only for one period. A row of a national
    platform counts for the agency whose Vietnamese name it bears.
    """
    found: dict[tuple[str, str, Period | None], list[Statement]] = {}
    agencies = {_name(place.agency.name_vi): place.agency.id for place in places}
    for place in places:
        for agency, kept in _figures(place, agencies):
            figure = kept.figure
            key = (agency, figure.key, figure.period if figure.unit == "dossier" else None)
            found.setdefault(key, []).append(_statement(place, kept))
    told = [
        _difference(key, statements)
        for key, statements in found.items()
        if len({statement.portal for statement in statements}) > 1
    ]
    return tuple(sorted(told, key=lambda item: (item.agency, item.key, str(item.period))))


def _figures(place: Place, agencies: dict[str, str]) -> Iterator[tuple[str, KeptFigure]]:
    for kept in place.standing.figures if place.standing is not None else ():
        if kept.figure.unit not in _UNITS or kept.figure.derived:
            continue
        agency = _whose(place, kept.figure, agencies)
        if agency is not None:
            yield agency, kept


def _whose(place: Place, figure: Figure, agencies: dict[str, str]) -> str | None:
    if place.portal.system is System.NATIONAL_PLATFORM:
        return agencies.get(_name(figure.scope)) if figure.scope else None
    return place.agency.id if figure.scope is None else None


def _name(text: str) -> str:
    """An agency's name as it is compared: "UBND tỉnh Thử" is "Tỉnh Thử"."""
    tidy = " ".join(text.casefold().split())
    return tidy.removeprefix("ubnd ").removeprefix("ủy ban nhân dân ")


def _statement(place: Place, kept: KeptFigure) -> Statement:
    figure = kept.figure
    return Statement(
        portal=place.portal.id,
        system=place.portal.system,
        value=figure.value,
        raw=figure.raw,
        definition=figure.definition,
        qualifier=figure.qualifier.value,
        as_of=figure.as_of,
        read_at=kept.last_seen,
    )


def _difference(key: tuple[str, str, Period | None], statements: Iterable[Statement]) -> Difference:
    ordered = tuple(sorted(statements, key=lambda item: item.portal))
    values = [statement.value for statement in ordered]
    apart = max(values) - min(values)
    return Difference(
        agency=key[0],
        key=key[1],
        period=key[2],
        statements=ordered,
        difference=apart,
        share=apart / max(values) if max(values) else None,
        one_definition=len({statement.definition for statement in ordered}) == 1,
    )
