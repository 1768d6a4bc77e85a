"""Observations read back, with the long fields of their facts fetched together."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from monitor.storage.codec import Decoder, unpack
from monitor.storage.engine import among
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_LOOK, MEMORY, OBSERVATION
from monitor.storage.texts import load_object
from monitor.storage.values import to_evidence, to_observation
from probes.contract import Memory
from probes.observe import Evidence, Observation

_AT_ONCE = 10_000  # names in one question; both databases take more
ByPortal = Mapping[str, Mapping[str, Observation]]


def chosen(column: ColumnElement[str], portals: Collection[str] | None) -> list[ColumnElement[bool]]:
    """The condition that picks these portals; none for all of them."""
    return [] if portals is None else [column.in_(sorted(portals))]


def in_steps(names: Collection[str]) -> Iterator[Sequence[str]]:
    """The names, in order, as many at a time as one question takes."""
    ordered = sorted(names)
    return (ordered[first : first + _AT_ONCE] for first in range(0, len(ordered), _AT_ONCE))


def read_observations(connection: Connection, decoder: Decoder, *, portal: str, limit: int) -> tuple[Observation, ...]:
    """A portal's last observations, newest first."""
    rows = connection.execute(
        select(OBSERVATION)
        .where(OBSERVATION.c.portal == portal)
        .order_by(OBSERVATION.c.at.desc(), OBSERVATION.c.id.desc())
        .limit(limit)
    )
    return tuple(_typed(connection, decoder, rows.mappings().all()))


def read_last_looks(
    connection: Connection, decoder: Decoder, *, portals: Collection[str] | None
) -> tuple[ByPortal, ByPortal]:
    """By portal and probe: the last observations, and the last ones that brought facts (often the same)."""
    pointers = connection.execute(select(LAST_LOOK).where(*chosen(LAST_LOOK.c.portal, portals))).mappings().all()
    wanted = {name for row in pointers for name in (row["observation"], row["seen"]) if name is not None}
    rows = [row for some in in_steps(wanted) for row in _rows(connection, some)]
    by_id = {item.id: item for item in _typed(connection, decoder, rows)}
    last: dict[str, dict[str, Observation]] = {}
    seen: dict[str, dict[str, Observation]] = {}
    for row in pointers:
        last.setdefault(row["portal"], {})[row["probe"]] = by_id[row["observation"]]
        if row["seen"] is not None:
            seen.setdefault(row["portal"], {})[row["probe"]] = by_id[row["seen"]]
    return last, seen


def read_memories(connection: Connection, *, portals: Collection[str] | None) -> Mapping[str, Mapping[str, Memory]]:
    """What probes remember, by portal and probe."""
    memories: dict[str, dict[str, Memory]] = {}
    for row in connection.execute(select(MEMORY).where(*chosen(MEMORY.c.portal, portals))).mappings():
        memories.setdefault(row["portal"], {})[row["probe"]] = load_object(row["remembered"])
    return memories


def read_evidence(connection: Connection, sha256: str) -> Evidence | None:
    """The page of that hash, or `None` where it was not kept."""
    row = connection.execute(select(EVIDENCE).where(EVIDENCE.c.sha256 == sha256)).mappings().first()
    return to_evidence(row) if row is not None else None


def read_named(connection: Connection, decoder: Decoder, ids: Collection[str]) -> tuple[Observation, ...]:
    """The observations of these ids, oldest first."""
    rows = [row for some in in_steps(ids) for row in _rows(connection, some)]
    return tuple(sorted(_typed(connection, decoder, rows), key=lambda item: (item.at, item.id)))


def _typed(connection: Connection, decoder: Decoder, rows: Sequence[RowMapping]) -> Iterator[Observation]:
    bodies = read_bodies(connection, {digest for row in rows for digest in load_object(row["parts"]).values()})
    return (to_observation(row, decoder=decoder, bodies=bodies) for row in rows)


def _rows(connection: Connection, ids: Sequence[str]) -> Sequence[RowMapping]:
    return connection.execute(select(OBSERVATION).where(among(connection, OBSERVATION.c.id, ids))).mappings().all()


def read_bodies(connection: Connection, digests: Collection[str]) -> Mapping[str, str]:
    """The long fields of facts, by hash."""
    bodies: dict[str, str] = {}
    for some in in_steps(digests):
        wanted = among(connection, FACTS_PART.c.sha256, some)
        rows = connection.execute(select(FACTS_PART.c.sha256, FACTS_PART.c.body).where(wanted))
        bodies.update((row.sha256, unpack(row.body)) for row in rows)
    return bodies
