"""What stands and what stood: present standings, state history, availability, verdict and figure history."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, case, func, select, type_coerce

from monitor.rules.contract import History, Span
from monitor.storage.codec import Decoder
from monitor.storage.looks import chosen, read_last_looks
from monitor.storage.present import SHOWN
from monitor.storage.spans import seconds_by_state
from monitor.storage.standing import KeptFigure, Standing, Stretch
from monitor.storage.tables import FIGURE, LAST_ROUND, STATE_SPAN, VERDICT
from monitor.storage.values import Columns, to_kept_figure, to_span, to_stretch
from monitor.storage.vantage_looks import read_vantage_looks
from probes.failures import State

T = TypeVar("T", KeptFigure, Stretch)

# A verdict that stands was last given by the portal's last round; its own row is not written again for that.
_LAST_AT = case(
    (VERDICT.c.ended.is_(None), func.coalesce(LAST_ROUND.c.since, VERDICT.c.last_at)), else_=VERDICT.c.last_at
)
_STRETCHES = select(
    *(column for column in VERDICT.c if column.name != "last_at"),
    type_coerce(_LAST_AT, VERDICT.c.last_at.type).label("last_at"),
).outerjoin(LAST_ROUND, LAST_ROUND.c.portal == VERDICT.c.portal)


def read_standings(
    connection: Connection, decoder: Decoder, *, portals: Collection[str] | None
) -> tuple[Standing, ...]:
    """The present of these portals (`None`: of all), by id; portals without a round yet are left out."""
    rounds = connection.execute(
        select(LAST_ROUND).where(*chosen(LAST_ROUND.c.portal, portals)).order_by(LAST_ROUND.c.portal)
    )
    rows = rounds.mappings().all()
    last, seen = read_last_looks(connection, decoder, portals=portals)
    looked_at = {row["portal"]: row["since"] for row in rows}
    vantages = read_vantage_looks(connection, portals=portals, looked_at=looked_at)
    stretches = _grouped(_present_stretches(connection, portals))
    figures = _grouped(_shown_figures(connection, portals))
    return tuple(
        Standing(
            portal=row["portal"],
            agency=row["agency"],
            vantage=row["vantage"],
            state=State(row["state"]),
            since=row["state_since"],
            looked_at=row["since"],
            holds_until=row["holds_until"],
            law_day=row["law_day"],
            confirmed=row["confirmed"],
            judged=row["judged"],
            rulebook=row["rulebook"],
            observations=last.get(row["portal"], {}),
            seen=seen.get(row["portal"], {}),
            verdicts={item.verdict.rule: item for item in stretches.get(row["portal"], ())},
            figures=tuple(figures.get(row["portal"], ())),
            vantages=vantages.get(row["portal"], ()),
        )
        for row in rows
    )


def read_history(connection: Connection, *, portal: str, until: datetime, days: float) -> History:
    """State spans that reach into the `days` before `until`, cut off there, and the figures last read before."""
    spans = connection.execute(
        select(STATE_SPAN)
        .where(
            STATE_SPAN.c.portal == portal,
            STATE_SPAN.c.ends > until - timedelta(days=days),
            STATE_SPAN.c.starts < until,
        )
        .order_by(STATE_SPAN.c.starts)
    )
    shown = (item for item in _shown_figures(connection, (portal,)) if item.first_seen < until)
    return History(
        spans=tuple(_before(row, until) for row in spans.mappings()),
        figures=tuple(item.figure for item in shown),
    )


def read_availability(
    connection: Connection, *, portals: Collection[str] | None, start: datetime, end: datetime
) -> Mapping[str, Mapping[str, float]]:
    """Seconds of the window by state and `unobserved`, for each portal that ever had a round or was named."""
    rows = connection.execute(
        select(STATE_SPAN).where(
            *chosen(STATE_SPAN.c.portal, portals), STATE_SPAN.c.ends > start, STATE_SPAN.c.starts < end
        )
    )
    names = connection.scalars(select(LAST_ROUND.c.portal)) if portals is None else portals
    spans: dict[str, list[Span]] = {name: [] for name in names}
    for row in rows.mappings():
        spans.setdefault(row["portal"], []).append(to_span(row))
    return {portal: seconds_by_state(found, start=start, end=end) for portal, found in spans.items()}


def read_verdict_changes(
    connection: Connection, *, portals: Collection[str] | None, start: datetime, end: datetime
) -> tuple[Stretch, ...]:
    """Verdict stretches that began within the window, oldest first."""
    rows = connection.execute(
        _STRETCHES.where(*chosen(VERDICT.c.portal, portals), VERDICT.c.since >= start, VERDICT.c.since < end).order_by(
            VERDICT.c.since, VERDICT.c.portal, VERDICT.c.rule
        )
    )
    return tuple(to_stretch(row) for row in rows.mappings())


def read_figure_history(connection: Connection, *, portal: str, key: str) -> tuple[KeptFigure, ...]:
    """Every value that a portal showed under a key, oldest first."""
    rows = connection.execute(
        select(FIGURE).where(FIGURE.c.portal == portal, FIGURE.c.key == key).order_by(FIGURE.c.first_seen, FIGURE.c.id)
    )
    return tuple(to_kept_figure(row) for row in rows.mappings())


def _before(row: Columns, until: datetime) -> Span:
    span = to_span(row)
    return Span(state=span.state, start=span.start, end=min(span.end, until))


def _present_stretches(connection: Connection, portals: Collection[str] | None) -> list[Stretch]:
    rows = connection.execute(
        _STRETCHES.where(VERDICT.c.ended.is_(None), *chosen(VERDICT.c.portal, portals)).order_by(
            VERDICT.c.portal, VERDICT.c.rule
        )
    )
    return [to_stretch(row) for row in rows.mappings()]


def _shown_figures(connection: Connection, portals: Collection[str] | None) -> list[KeptFigure]:
    rows = connection.execute(
        select(FIGURE).join(LAST_ROUND, SHOWN).where(*chosen(LAST_ROUND.c.portal, portals)).order_by(FIGURE.c.id)
    )
    return [to_kept_figure(row) for row in rows.mappings()]


def _grouped(items: list[T]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(item.portal, []).append(item)
    return groups
