"""What each of several vantages saw of a portal last, and since when it has seen the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Text, and_, case, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel

from monitor.records import Round
from monitor.rules.vantages import VantageLook
from monitor.storage.looks import chosen
from monitor.storage.rows import Row
from monitor.storage.standing import VantageStanding
from monitor.storage.texts import clean, dump, load_object
from probes.answer import PageKind
from probes.facts import Reachability
from probes.failures import Failure, FailureKind, Party, State
from probes.observe import Observation

FORGOTTEN_AFTER = timedelta(days=7)  # without a word: the vantage is no longer one of ours


class VantageLookRow(SQLModel, table=True):
    """A vantage's last look at a portal; there is none where one place alone looks.

    `since` is when it began to see the same state, over looks without a gap of two intervals; `phases` is JSON, in
    seconds.
    """

    __tablename__ = "vantage_look"

    portal: str = Field(primary_key=True)
    vantage: str = Field(primary_key=True)
    network: str
    lead: bool
    at: datetime
    since: datetime
    holds_until: datetime
    state: str
    confirmed: bool
    failure_kind: str | None
    failure_party: str | None
    failure_detail: str | None = Field(sa_type=Text)
    status: int | None
    kind: str | None
    phases: str = Field(sa_type=Text)


VANTAGE_LOOK = SQLModel.metadata.tables["vantage_look"]
_KEY = ("portal", "vantage")


def keep_vantage_looks(connection: Connection, rounds: Iterable[Round]) -> None:
    """Keep what several vantages saw in these rounds, in the order of their beginnings; an older look changes
    nothing."""
    rows = [row for item in rounds if item.quorum is not None for row in _rows(item, item.quorum.looks)]
    if rows:
        connection.execute(_keeping(connection.dialect.name), rows)


def read_vantage_looks(
    connection: Connection, *, portals: Collection[str] | None, looked_at: Mapping[str, datetime]
) -> Mapping[str, tuple[VantageStanding, ...]]:
    """By portal: its vantages, the lead first. `looked_at` is when its last round began.

    None where it was looked at since by one place alone, and none that was not heard of for a week.
    """
    order = (VANTAGE_LOOK.c.lead.desc(), VANTAGE_LOOK.c.network, VANTAGE_LOOK.c.vantage)
    asked = select(VANTAGE_LOOK).where(*chosen(VANTAGE_LOOK.c.portal, portals)).order_by(*order)
    found: dict[str, list[VantageStanding]] = {}
    for row in connection.execute(asked).mappings():
        found.setdefault(row["portal"], []).append(_standing(row))
    return {
        portal: tuple(item for item in items if item.at > looked_at[portal] - FORGOTTEN_AFTER)
        for portal, items in found.items()
        if portal in looked_at and any(item.observed(looked_at[portal]) for item in items)
    }


def read_networks(connection: Connection, portal: str) -> Mapping[str, tuple[str, bool]]:
    """By vantage that ever looked at a portal together with others: its network, and whether it led when it looked
    last."""
    asked = select(VANTAGE_LOOK.c.vantage, VANTAGE_LOOK.c.network, VANTAGE_LOOK.c.lead)
    rows = connection.execute(asked.where(VANTAGE_LOOK.c.portal == portal))
    return {row.vantage: (row.network, row.lead) for row in rows}


def _rows(taken: Round, looks: Iterable[VantageLook]) -> Iterator[Row]:
    reached = {item.vantage: item for item in taken.observations if item.probe == "reachability"}
    for look in looks:
        failure, at = look.failure, min(max(look.at, taken.since), taken.ended)  # whatever the clock there says
        yield {
            "portal": taken.portal,
            "vantage": look.vantage,
            "network": look.network,
            "lead": look.lead,
            "at": at,
            "since": at,
            "holds_until": at + (taken.holds_until - taken.since),
            "state": look.state.value,
            "confirmed": look.confirmed,
            "failure_kind": failure.kind.value if failure else None,
            "failure_party": failure.party.value if failure else None,
            "failure_detail": clean(failure.detail) if failure else None,
            **_measured(reached.get(look.vantage)),
        }


def _measured(item: Observation | None) -> Row:
    facts = item.facts if item is not None and isinstance(item.facts, Reachability) else None
    if facts is None:
        return {"status": None, "kind": None, "phases": dump({})}
    return {
        "status": facts.status,
        "kind": facts.kind.value if facts.kind else None,
        "phases": dump({name: seconds for name, seconds in asdict(facts.phases).items() if seconds is not None}),
    }


@cache
def _keeping(dialect: str) -> Executable:
    """Insert, or go on: the state's beginning stays while the same state is seen again before it went stale."""
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(VANTAGE_LOOK)
    before, now = VANTAGE_LOOK.c, statement.excluded
    same = and_(before.state == now.state, before.confirmed == now.confirmed, now.at <= before.holds_until)
    changes: dict[str, Any] = {column.name: now[column.name] for column in before if column.name not in _KEY}
    changes["since"] = case((same, before.since), else_=now.since)
    return statement.on_conflict_do_update(index_elements=list(_KEY), set_=changes, where=now.at > before.at)


def _standing(row: Mapping[Any, Any]) -> VantageStanding:
    kind, detail = row["failure_kind"], row["failure_detail"]
    return VantageStanding(
        vantage=row["vantage"],
        network=row["network"],
        lead=row["lead"],
        at=row["at"],
        since=row["since"],
        holds_until=row["holds_until"],
        state=State(row["state"]),
        confirmed=row["confirmed"],
        failure=Failure(kind=FailureKind(kind), detail=detail, party=Party(row["failure_party"])) if kind else None,
        status=row["status"],
        kind=PageKind(row["kind"]) if row["kind"] else None,
        phases=load_object(row["phases"]),
    )
