"""The outbox: letters made in the commit of what they tell, claimed by one sender each, and never forgotten.

A race is settled by an UPDATE with its condition, and the number of rows that it changed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from monitor.storage.engine import upsert
from monitor.storage.incident_tables import DELIVERY, DELIVERY_INCIDENT
from monitor.storage.looks import chosen
from monitor.storage.rows import Row
from monitor.storage.texts import clean


class DeliveryState(StrEnum):
    """Where a letter stands; the last three are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One letter to be sent through one channel. Times are aware UTC; `incidents` are ids, sorted."""

    id: str
    channel: str
    occasion: str
    grouping: str
    created: datetime
    not_before: datetime
    incidents: tuple[str, ...] = ()
    held: bool = False
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    claimed_until: datetime | None = None
    finished: datetime | None = None
    detail: str = ""


_UNFINISHED = DELIVERY.c.finished.is_(None)
_PENDING = DELIVERY.c.state == DeliveryState.PENDING.value


def add(connection: Connection, deliveries: Iterable[Delivery]) -> None:
    """New letters with the incidents that they tell of."""
    made = list(deliveries)
    if not made:
        return
    connection.execute(insert(DELIVERY), [_row(item) for item in made])
    attach(connection, ((item.id, incident) for item in made for incident in item.incidents))


def attach(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Let letters that are not claimed yet tell of further incidents: pairs of their ids."""
    rows = [{"delivery": delivery, "incident": incident} for delivery, incident in pairs]
    if rows:
        connection.execute(upsert(connection, DELIVERY_INCIDENT), rows)


def detach(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Let letters no longer tell of these incidents: pairs of their ids."""
    for letter, incident in pairs:
        connection.execute(
            delete(DELIVERY_INCIDENT).where(
                DELIVERY_INCIDENT.c.delivery == letter, DELIVERY_INCIDENT.c.incident == incident
            )
        )


def pending(
    connection: Connection, *, groupings: Collection[str] | None = None, held_only: bool = False
) -> tuple[Delivery, ...]:
    """Letters that nobody has claimed, the oldest first."""
    conditions = [_UNFINISHED, _PENDING, *chosen(DELIVERY.c.grouping, groupings)]
    if held_only:
        conditions.append(DELIVERY.c.held)
    return _read(connection, *conditions)


def due(connection: Connection, *, channel: str, now: datetime, limit: int = 20) -> tuple[Delivery, ...]:
    """Letters of a channel whose time has come, the oldest first."""
    return _read(connection, _UNFINISHED, _PENDING, DELIVERY.c.channel == channel, DELIVERY.c.not_before <= now)[:limit]


def reschedule(connection: Connection, ids: Collection[str], *, not_before: datetime, held: bool) -> None:
    """Let unclaimed letters wait longer, or no longer."""
    connection.execute(
        update(DELIVERY).where(DELIVERY.c.id.in_(list(ids)), _PENDING).values(not_before=not_before, held=held)
    )


def claim(connection: Connection, delivery: str, *, now: datetime, until: datetime) -> bool:
    """Take a letter for sending; of several that try, one succeeds. Counts as an attempt."""
    taken = connection.execute(
        update(DELIVERY)
        .where(DELIVERY.c.id == delivery, _PENDING, DELIVERY.c.not_before <= now)
        .values(state=DeliveryState.SENDING.value, claimed_until=until, attempts=DELIVERY.c.attempts + 1, held=False)
    )
    return taken.rowcount == 1


def finish(connection: Connection, delivery: str, *, state: DeliveryState, at: datetime, detail: str = "") -> None:
    """A claimed letter was sent, or is given up."""
    _settle(connection, delivery, state=state.value, finished=at, claimed_until=None, detail=clean(detail))


def retry(connection: Connection, delivery: str, *, not_before: datetime, detail: str) -> None:
    """A claimed letter was not accepted and is tried again later."""
    state = DeliveryState.PENDING.value
    _settle(connection, delivery, state=state, not_before=not_before, claimed_until=None, detail=clean(detail))


def withdraw(connection: Connection, ids: Collection[str], *, at: datetime, detail: str) -> None:
    """Unclaimed letters that have nothing left to tell."""
    if ids:
        _withdraw(connection, DELIVERY.c.id.in_(list(ids)), at=at, detail=detail)


def withdraw_all(connection: Connection, *, but: str, at: datetime, detail: str) -> int:
    """Unclaimed letters of every occasion but one; gives how many."""
    return _withdraw(connection, DELIVERY.c.occasion != but, at=at, detail=detail)


def withdraw_unheard(
    connection: Connection, channels: Collection[str], *, due_before: datetime, at: datetime, detail: str
) -> int:
    """Unclaimed letters through other channels than these that could have been sent before a moment; gives how many."""
    others = DELIVERY.c.channel.not_in(list(channels))
    return _withdraw(connection, others, DELIVERY.c.not_before < due_before, at=at, detail=detail)


def release(connection: Connection, *, now: datetime, but: Collection[str] = ()) -> int:
    """Letters whose sender is gone can be claimed again: those whose claim has run out by `now`.

    `but` are in the hands of a sender that lives: it may know more of them than it could write.
    """
    return _free(connection, DELIVERY.c.claimed_until < now, DELIVERY.c.id.not_in(list(but)))


def take_over(connection: Connection, *, now: datetime) -> int:
    """Letters whose sender is gone can be claimed again, at the beginning of a leader.

    Whoever led a file is dead. Whoever led a server may only have lost its connection, and be sending yet: what it
    claimed is free when the claim has run out.
    """
    return release(connection, now=now) if connection.dialect.name == "postgresql" else _free(connection)


def _free(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    sending = DELIVERY.c.state == DeliveryState.SENDING.value
    freed = connection.execute(
        update(DELIVERY)
        .where(_UNFINISHED, sending, *conditions)
        .values(state=DeliveryState.PENDING.value, claimed_until=None)
    )
    return freed.rowcount


def read(connection: Connection, delivery: str) -> Delivery:
    """One letter as it stands; raises `LookupError` where there is none of that id."""
    found = _read(connection, DELIVERY.c.id == delivery)
    if not found:
        raise LookupError(delivery)
    return found[0]


def read_deliveries(connection: Connection, *, incidents: Collection[str]) -> tuple[Delivery, ...]:
    """The letters that told, tell or will tell of these incidents, the oldest first."""
    mine = select(DELIVERY_INCIDENT.c.delivery).where(DELIVERY_INCIDENT.c.incident.in_(list(incidents)))
    return _read(connection, DELIVERY.c.id.in_(mine))


def groupings_since(connection: Connection, moment: datetime) -> frozenset[tuple[str, str]]:
    """Channel and grouping of every letter made since."""
    asked = select(DELIVERY.c.channel, DELIVERY.c.grouping).where(DELIVERY.c.created >= moment).distinct()
    return frozenset((row.channel, row.grouping) for row in connection.execute(asked))


def read_occasion(connection: Connection, occasion: str) -> tuple[Delivery, ...]:
    """The letters of one occasion that are still kept, the oldest first."""
    return _read(connection, DELIVERY.c.occasion == occasion)


def oldest_unfinished(connection: Connection, *, now: datetime) -> datetime | None:
    """Since when the letter that waits longest could have been sent; `None` where none waits."""
    found: datetime | None = connection.scalar(
        select(func.min(DELIVERY.c.not_before)).where(_UNFINISHED, DELIVERY.c.not_before <= now)
    )
    return found


def forget(connection: Connection, *, finished_before: datetime) -> int:
    """Remove letters that were finished before; gives how many."""
    return connection.execute(delete(DELIVERY).where(DELIVERY.c.finished < finished_before)).rowcount


def _withdraw(connection: Connection, *conditions: ColumnElement[bool], at: datetime, detail: str) -> int:
    withdrawn = connection.execute(
        update(DELIVERY)
        .where(_UNFINISHED, _PENDING, *conditions)
        .values(state=DeliveryState.WITHDRAWN.value, finished=at, held=False, detail=clean(detail))
    )
    return withdrawn.rowcount


def _settle(connection: Connection, delivery: str, **values: object) -> None:
    connection.execute(update(DELIVERY).where(DELIVERY.c.id == delivery, _UNFINISHED).values(**values))


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Delivery, ...]:
    asked = select(DELIVERY).where(*conditions).order_by(DELIVERY.c.created, DELIVERY.c.id)
    rows = connection.execute(asked).mappings().all()
    told: dict[str, list[str]] = {}
    links = select(DELIVERY_INCIDENT).where(DELIVERY_INCIDENT.c.delivery.in_([row["id"] for row in rows]))
    for link in connection.execute(links.order_by(DELIVERY_INCIDENT.c.incident)) if rows else ():
        told.setdefault(link.delivery, []).append(link.incident)
    return tuple(
        Delivery(**{**row, "state": DeliveryState(row["state"]), "incidents": tuple(told.get(row["id"], ()))})
        for row in rows
    )


def _row(item: Delivery) -> Row:
    return {name: getattr(item, name) for name in DELIVERY.columns.keys()} | {  # noqa: SIM118 - no mapping
        "state": item.state.value,
        "detail": clean(item.detail),
    }
