"""Looks of a stretch of time read back fast, portal by portal, for whoever judges them again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from monitor.rules.contract import Span
from monitor.storage.codec import Decoder
from monitor.storage.looks import read_bodies
from monitor.storage.standing import Stretch
from monitor.storage.tables import FIGURE, META, OBSERVATION, STATE_SPAN, VERDICT
from monitor.storage.texts import load_object
from monitor.storage.values import to_kept_figure, to_span, to_stretch
from monitor.storage.vantage_looks import read_networks
from probes.failures import Failure, FailureKind, Party
from probes.figures.figure import Figure

_ROUND = timedelta(minutes=10)  # that a round lasts at most, with the pause before its confirming look
LOOKS_FROM = "looks_from"  # in `meta`: looks before this moment were removed by retention
_LOOKS = select(
    *(OBSERVATION.c[name] for name in ("probe", "at", "law_day", "attempt", "seconds", "facts", "parts")),
    *(OBSERVATION.c[name] for name in ("failure_kind", "failure_party", "failure_detail", "vantage")),
)


@dataclass(frozen=True, slots=True)
class PastLook:
    """One probe's look, without what only identifies it. The same facts are the same object."""

    probe: str
    at: datetime
    law_day: date
    attempt: int
    seconds: float
    facts: Any | None
    failure: Failure | None
    vantage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is stored of a portal for a stretch of time, oldest first.

    `spans` reach back as far as rules look before `looks` begin; `figures` are those read last before that.
    `stood`, by rule, are the verdicts that stood with the last look, where that alone was asked for.
    `vantages`: the network of every vantage that ever looked together with others, and whether it leads.
    """

    portal: str
    looks: tuple[PastLook, ...]
    spans: tuple[Span, ...]
    figures: tuple[Figure, ...]
    stood: Mapping[str, Stretch] = field(default_factory=dict)
    vantages: Mapping[str, tuple[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What looks there are at all: of the `first` and the `last` moment, `None` for none.

    Before `complete_from` retention has removed looks; those that opened a failing or warning verdict are still there,
    and alone they would tell another story.
    """

    first: datetime | None
    last: datetime | None
    complete_from: datetime | None


def read_stored(connection: Connection) -> Stored:
    """The stretch of time that can be looked back on."""
    first, last = connection.execute(select(func.min(OBSERVATION.c.at), func.max(OBSERVATION.c.at))).one()
    marked = connection.scalar(select(META.c.value).where(META.c.key == LOOKS_FROM))
    return Stored(first=first, last=last, complete_from=datetime.fromisoformat(marked) if marked else None)


def read_last_look(connection: Connection, *, portal: str, before: datetime | None) -> datetime | None:
    """When a portal was last looked at, before a moment or at all."""
    asked = select(func.max(OBSERVATION.c.at)).where(OBSERVATION.c.portal == portal)
    at: datetime | None = connection.scalar(asked if before is None else asked.where(OBSERVATION.c.at < before))
    return at


def read_past(
    connection: Connection, decoder: Decoder, *, portal: str, start: datetime, end: datetime, days: float
) -> Past:
    """The looks of a portal from `start` on, before `end`; spans reach back `days` further."""
    rows = connection.execute(
        _LOOKS.where(OBSERVATION.c.portal == portal, OBSERVATION.c.at >= start, OBSERVATION.c.at < end).order_by(
            OBSERVATION.c.at, OBSERVATION.c.id
        )
    ).all()
    spans = connection.execute(
        select(STATE_SPAN)
        .where(
            STATE_SPAN.c.portal == portal,
            STATE_SPAN.c.ends > start - timedelta(days=days),
            STATE_SPAN.c.starts < end,
        )
        .order_by(STATE_SPAN.c.starts)
    )
    return Past(
        portal=portal,
        looks=_looks(connection, decoder, rows),
        spans=tuple(to_span(row) for row in spans.mappings()),
        figures=_figures(connection, portal, start),
        vantages=read_networks(connection, portal),
    )


def read_last_past(
    connection: Connection, decoder: Decoder, *, portal: str, before: datetime | None, age: timedelta, days: float
) -> Past | None:
    """The looks that a portal's last round was judged by, before a moment or at all; `None` without any.

    Of probes that are not asked in every round the last look counts that is at most `age` older.
    """
    last = read_last_look(connection, portal=portal, before=before)
    if last is None:
        return None
    start, end = last - _ROUND, last + timedelta(microseconds=1)
    recent = read_past(connection, decoder, portal=portal, start=start, end=end, days=days)
    others = (OBSERVATION.c.at >= last - age, OBSERVATION.c.at < start)
    latest = (
        select(OBSERVATION.c.probe, func.max(OBSERVATION.c.at).label("at"))
        .where(OBSERVATION.c.portal == portal, *others, OBSERVATION.c.probe.not_in({x.probe for x in recent.looks}))
        .group_by(OBSERVATION.c.probe)
        .subquery()
    )
    same = and_(latest.c.probe == OBSERVATION.c.probe, latest.c.at == OBSERVATION.c.at)
    rows = connection.execute(_LOOKS.join(latest, same).where(OBSERVATION.c.portal == portal).order_by("at")).all()
    stretches = connection.execute(
        select(VERDICT).where(
            VERDICT.c.portal == portal, VERDICT.c.since <= last, or_(VERDICT.c.ended.is_(None), VERDICT.c.ended > last)
        )
    )
    return replace(
        recent,
        looks=(*_looks(connection, decoder, rows), *recent.looks),
        stood={row["rule"]: to_stretch(row) for row in stretches.mappings()},
    )


def _looks(connection: Connection, decoder: Decoder, rows: Sequence[Row[Any]]) -> tuple[PastLook, ...]:
    digests = {digest for text in {row.parts for row in rows} for digest in load_object(text).values()}
    bodies = read_bodies(connection, digests)
    facts: dict[tuple[str, str, str], Any] = {}
    return tuple(_look(row, decoder, bodies, facts) for row in rows)


def _look(
    row: Iterable[Any], decoder: Decoder, bodies: Mapping[str, str], known: dict[tuple[str, str, str], Any]
) -> PastLook:
    probe, at, law_day, attempt, seconds, facts, parts, kind, party, detail, vantage = row
    read = None
    if facts is not None:
        name = (probe, facts, parts)
        if name not in known:
            known[name] = decoder.decode(probe, facts, parts=parts, bodies=bodies)
        read = known[name]
    failure = None if kind is None else Failure(kind=FailureKind(kind), detail=detail, party=Party(party))
    return PastLook(probe, at, law_day, attempt, seconds, read, failure, vantage)


def _figures(connection: Connection, portal: str, before: datetime) -> tuple[Figure, ...]:
    """What the portal showed at its last reading before a moment: what stood on over it, failing that what was read
    last."""
    rows = connection.execute(
        select(FIGURE).where(FIGURE.c.portal == portal, FIGURE.c.first_seen < before).order_by(FIGURE.c.id)
    )
    kept = [to_kept_figure(row) for row in rows.mappings()]
    latest = max((item.last_seen for item in kept), default=None)
    standing = [item for item in kept if item.last_seen >= before] or [x for x in kept if x.last_seen == latest]
    return tuple(item.figure for item in standing)
