"""Everything that stands behind one incident, read in one snapshot."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, or_, select

from monitor.incidents.records import Incident
from monitor.incidents.seen_rounds import LONGEST, SeenRound, counted, last, opening, rounds_of
from monitor.records import ReferenceCheck
from monitor.rules.contract import Span
from monitor.storage.codec import Decoder
from monitor.storage.incidents import read_incidents
from monitor.storage.looks import read_evidence, read_named
from monitor.storage.outbox import Delivery, read_deliveries
from monitor.storage.reference_checks import read_checks
from monitor.storage.standing import Stretch
from monitor.storage.tables import OBSERVATION, STATE_SPAN, VERDICT
from monitor.storage.values import to_span, to_stretch
from monitor.storage.vantage_looks import read_networks
from probes.observe import Evidence, Observation

LAST_ROUNDS = 3  # of those at the end of an incident
MOST_ROUNDS = 12  # that opened it: more than any setting of rounds or nights that somebody would wait for
_MOST_ROWS = 20_000  # observations looked through at either end
_HEARD_WITHIN = timedelta(minutes=1)  # after a look that failed; in time, the references are asked at once
_STILL_GOOD = timedelta(hours=72)  # a nightly reading, until the one after next is overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was kept about an incident.

    `opening` and `last` are rounds; `left_out` counts those that opened it beyond the first `MOST_ROUNDS`. `beside` are
    the last readings of other probes by then. `checks` are by the beginning of the round that they vouch for. `pages`
    are those whose bytes were kept, by hash.
    """

    incident: Incident
    opening: tuple[SeenRound, ...]
    last: tuple[SeenRound, ...]
    left_out: int
    beside: tuple[Observation, ...]
    stretches: tuple[Stretch, ...]
    spans: tuple[Span, ...]
    checks: Mapping[datetime, ReferenceCheck]
    letters: tuple[Delivery, ...]
    pages: Mapping[str, Evidence]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All of them."""
        return (*(item for one in (*self.opening, *self.last) for item in one.observations), *self.beside)


def read_proof(
    connection: Connection, decoder: Decoder, incident: str, *, reads: Mapping[str, Collection[str]]
) -> Proof | None:
    """The proof of the incident of that id, `None` where there is none.

    `reads` gives, by rule, the probes that it reads: a round without any of them did not count.
    """
    found = next(iter(read_incidents(connection, ids=(incident,))), None)
    if found is None:
        return None
    rounds = _rounds(connection, decoder, found, reads.get(found.rule, ()))
    chosen = (*rounds.opening, *rounds.last)
    beside = _beside(connection, decoder, found, known={item.probe for one in chosen for item in one.observations})
    until = found.resolved or max((one.began for one in chosen), default=found.opened)
    return Proof(
        incident=found,
        opening=rounds.opening,
        last=rounds.last,
        left_out=rounds.left_out,
        beside=beside,
        stretches=_stretches(connection, found, end=until),
        spans=tuple(_spans(connection, found, end=until)),
        checks=dict(_checks(connection, chosen)),
        letters=read_deliveries(connection, incidents=(found.id,)),
        pages=_pages(connection, (*(item for one in chosen for item in one.observations), *beside)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rounds:
    opening: tuple[SeenRound, ...]
    last: tuple[SeenRound, ...]
    left_out: int


def _rounds(connection: Connection, decoder: Decoder, incident: Incident, wanted: Collection[str]) -> _Rounds:
    """Chosen by when and by what was looked; only what is chosen is read in full."""
    at, early = OBSERVATION.c.at, incident.begun + LONGEST
    vantages = read_networks(connection, incident.portal)
    begin = incident.since - LONGEST if vantages else incident.since  # others may have looked before the lead
    late = [at > incident.begun] + ([at <= incident.resolved + LONGEST] if incident.resolved is not None else [])
    first = _outlines(connection, incident.portal, at >= begin, at <= early, order=at.asc())
    began = opening(counted(rounds_of(first, vantages), wanted), incident)
    then = _outlines(connection, incident.portal, *late, order=at.desc())
    ended = last(counted(rounds_of(then, vantages), wanted), incident, most=LAST_ROUNDS)
    shown = began[:MOST_ROUNDS]
    names = {item.id for one in (*shown, *ended) for item in one.observations}
    full = rounds_of(read_named(connection, decoder, names), vantages)
    return _Rounds(
        opening=tuple(one for one in full if one.began <= incident.begun),
        last=tuple(one for one in full if one.began > incident.begun),
        left_out=len(began) - len(shown),
    )


def _outlines(
    connection: Connection, portal: str, *conditions: ColumnElement[bool], order: ColumnElement[datetime]
) -> Iterator[Observation]:
    """Observations without what they brought."""
    names = ("id", "portal", "probe", "vantage", "at", "law_day", "attempt", "seconds")
    asked = select(*(OBSERVATION.c[name] for name in names)).where(OBSERVATION.c.portal == portal, *conditions)
    for row in connection.execute(asked.order_by(order).limit(_MOST_ROWS)).mappings():
        yield Observation(**row, facts=None, failure=None, evidence=())


def _beside(
    connection: Connection, decoder: Decoder, incident: Incident, *, known: Collection[str]
) -> tuple[Observation, ...]:
    """The last reading of every other probe at the time when the incident was opened."""
    at, opened = OBSERVATION.c.at, incident.opened
    mine = (OBSERVATION.c.portal == incident.portal, at >= opened - _STILL_GOOD, at <= opened + LONGEST)
    asked = select(OBSERVATION.c.probe, func.max(OBSERVATION.c.id)).where(*mine).group_by(OBSERVATION.c.probe)
    latest = {row[0]: row[1] for row in connection.execute(asked) if row[0] not in known}
    return tuple(sorted(read_named(connection, decoder, set(latest.values())), key=lambda item: item.probe))


def _stretches(connection: Connection, incident: Incident, *, end: datetime) -> tuple[Stretch, ...]:
    asked = select(VERDICT).where(
        VERDICT.c.portal == incident.portal,
        VERDICT.c.rule == incident.rule,
        VERDICT.c.since <= end,
        or_(VERDICT.c.ended.is_(None), VERDICT.c.ended > incident.since),
    )
    return tuple(to_stretch(row) for row in connection.execute(asked.order_by(VERDICT.c.since)).mappings())


def _spans(connection: Connection, incident: Incident, *, end: datetime) -> Iterator[Span]:
    """States meanwhile; that which stood when the incident was resolved goes on in the store, and is cut there."""
    asked = select(STATE_SPAN).where(
        STATE_SPAN.c.portal == incident.portal, STATE_SPAN.c.ends > incident.since, STATE_SPAN.c.starts <= end
    )
    for span in (to_span(row) for row in connection.execute(asked.order_by(STATE_SPAN.c.starts)).mappings()):
        yield replace(span, end=min(span.end, end)) if incident.resolved is not None else span


def _checks(connection: Connection, rounds: Iterable[SeenRound]) -> Iterator[tuple[datetime, ReferenceCheck]]:
    """Of a failed round the answers that were heard nearest to the end of its last look."""
    for one in rounds:
        look = one.led[-1]
        heard = read_checks(connection, start=look.at, end=look.ended + _HEARD_WITHIN) if look.failed else ()
        if heard:
            yield one.began, min(heard, key=lambda check: (abs(check.at - look.ended), check.at))


def _pages(connection: Connection, observations: Iterable[Observation]) -> Mapping[str, Evidence]:
    hashes = sorted({digest for item in observations for digest in item.evidence})
    return {digest: page for digest in hashes if (page := read_evidence(connection, digest)) is not None}
