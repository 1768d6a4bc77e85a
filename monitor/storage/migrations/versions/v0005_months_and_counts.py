"""Looks divided by month on PostgreSQL, and counted by hour and by day; what is stored already is counted too."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

_TIME = sa.DateTime(timezone=True)
_PHASES = ("resolve", "connect", "tls", "first_byte", "transfer")
_DAY = timedelta(days=1)
_HANOI = timedelta(hours=7)
_DATE = sa.Date()
_STEP = 5_000  # rows at once
_FAILED = ("failure_kind IS NOT NULL", "failure_kind IS NOT NULL")
_OBSERVATION = sa.table(
    "observation",
    *(sa.column(name) for name in ("portal", "vantage", "probe", "outcome", "facts")),
    sa.column("at", _TIME),
)
_OPTIONAL = ("failure_kind", "failure_party", "failure_detail", "facts")
_KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "id": sa.String(),
    "portal": sa.String(),
    "probe": sa.String(),
    "vantage": sa.String(),
    "at": _TIME,
    "law_day": sa.Date(),
    "attempt": sa.Integer(),
    "seconds": sa.Float(),
    "outcome": sa.String(),
    "failure_kind": sa.String(),
    "failure_party": sa.String(),
    "failure_detail": sa.Text(),
    "facts": sa.Text(),
    "parts": sa.Text(),
    "evidence": sa.Text(),
    "held": sa.Boolean(),
}


def upgrade() -> None:
    """Divide, free the last looks of what would hold the months together, make the counts and fill them."""
    _free_last_looks()
    if _on_postgresql():
        _rebuild_observations(divided=True)
    _index("ix_observation_held", ["at"], where=("held", "held = 1"))
    _index("ix_observation_failed_at", ["at"], where=_FAILED)
    _index("ix_observation_failed", ["portal", "at"], where=_FAILED)
    _make_counts()
    _count_what_is_stored()


def downgrade() -> None:
    """The tables as they were; what was counted is lost."""
    for name in ("look_day", "look_hour"):
        op.drop_table(name)
    for name in ("ix_observation_failed", "ix_observation_failed_at", "ix_observation_held"):
        op.drop_index(name, "observation")
    if _on_postgresql():
        _rebuild_observations(divided=False)
    _bind_last_looks()


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _free_last_looks() -> None:
    """A reference to the observations would forbid letting go of a month; its two indexes cost more than all else."""
    if _on_postgresql():
        for name in ("last_look_observation_fkey", "last_look_seen_fkey"):
            op.drop_constraint(name, "last_look", type_="foreignkey")
        for name in ("ix_last_look_observation", "ix_last_look_seen"):
            op.drop_index(name, "last_look")
    else:
        _remake_last_looks()


def _bind_last_looks() -> None:
    keys = [("last_look_observation_fkey", "observation"), ("last_look_seen_fkey", "seen")]
    if _on_postgresql():
        for name, column in keys:
            op.create_foreign_key(name, "last_look", "observation", [column], ["id"])
    else:
        _remake_last_looks(*(sa.ForeignKeyConstraint([column], ["observation.id"]) for _, column in keys))
    for column in ("observation", "seen"):
        op.create_index(f"ix_last_look_{column}", "last_look", [column])


def _remake_last_looks(*constraints: sa.ForeignKeyConstraint) -> None:
    """SQLite takes no constraint away from a table."""
    op.create_table(
        "last_look_anew",
        *(sa.Column(name, sa.String(), nullable=name == "seen") for name in ("portal", "probe", "observation", "seen")),
        *constraints,
        sa.PrimaryKeyConstraint("portal", "probe"),
    )
    op.execute("INSERT INTO last_look_anew SELECT portal, probe, observation, seen FROM last_look")
    op.drop_table("last_look")
    op.rename_table("last_look_anew", "last_look")


def _rebuild_observations(*, divided: bool) -> None:
    for name in ("ix_observation_at", "ix_observation_portal_at"):
        op.drop_index(name, "observation")
    op.execute("ALTER TABLE observation RENAME TO observation_before")
    op.execute("ALTER INDEX observation_pkey RENAME TO observation_before_pkey")
    key = ("id", "at") if divided else ("id",)
    by: dict[str, Any] = {"postgresql_partition_by": "RANGE (at)"} if divided else {}
    op.create_table(
        "observation",
        *(sa.Column(name, kind, nullable=name in _OPTIONAL) for name, kind in _KINDS.items()),
        sa.PrimaryKeyConstraint(*key, name="observation_pkey"),
        **by,
    )
    if divided:
        _make_months("observation", "SELECT at FROM observation_before")
    names = ", ".join(_KINDS)
    op.execute(f"INSERT INTO observation ({names}) SELECT {names} FROM observation_before")
    op.execute("DROP TABLE observation_before")
    op.create_index("ix_observation_at", "observation", ["at"])
    op.create_index("ix_observation_portal_at", "observation", ["portal", "at"])


def _make_months(table: str, moments: str) -> None:
    """The months of what is there, the present one and the next."""
    asked = (
        f"SELECT DISTINCT date_trunc('month', moment AT TIME ZONE 'UTC') FROM ({moments} UNION ALL SELECT now() "
        "UNION ALL SELECT now() + interval '1 month') AS moments (moment) ORDER BY 1"
    )
    for start in op.get_bind().scalars(sa.text(asked)).all():
        end = (start + 32 * _DAY).replace(day=1)
        op.execute(
            f"CREATE TABLE {table}_{start:%Y_%m} PARTITION OF {table} "
            f"FOR VALUES FROM ('{start.isoformat()}+00') TO ('{end.isoformat()}+00')"
        )


def _index(name: str, columns: list[str], *, where: tuple[str, str]) -> None:
    postgresql, sqlite = map(sa.text, where)
    op.create_index(name, "observation", columns, sqlite_where=sqlite, postgresql_where=postgresql)


def _make_counts() -> None:
    by: dict[str, Any] = {"postgresql_partition_by": "RANGE (starts)"} if _on_postgresql() else {}
    for table, column, kind, options in (("look_hour", "starts", _TIME, by), ("look_day", "day", _DATE, {})):
        op.create_table(
            table,
            sa.Column(column, kind, nullable=False),
            *(sa.Column(name, sa.String(), nullable=False) for name in ("portal", "vantage", "outcome")),
            *(sa.Column(name, sa.Integer(), nullable=False) for name in ("looks", "timed")),
            *(sa.Column(name, sa.Float(), nullable=True) for name in ("seconds", "fastest", "slowest")),
            *(column for phase in _PHASES for column in _phase(phase)),
            sa.PrimaryKeyConstraint(column, "portal", "vantage", "outcome"),
            sqlite_with_rowid=False,
            **options,
        )
        op.create_index(f"ix_{table}_portal_{column}", table, ["portal", column])
    if _on_postgresql():
        _make_months("look_hour", "SELECT at FROM observation")
        for name in ("last_look", "last_round", "memory", "look_day"):  # written again in each round, in their place
            op.execute(f"ALTER TABLE {name} SET (fillfactor = 60)")


def _phase(name: str) -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column(name, sa.Float(), nullable=True), sa.Column(f"{name}_looks", sa.Integer(), nullable=False)


def _count_what_is_stored() -> None:
    """A day of Asia/Ho_Chi_Minh at a time: it is whole hours, and memory holds no more."""
    first, last = op.get_bind().execute(sa.select(sa.func.min(_OBSERVATION.c.at), sa.func.max(_OBSERVATION.c.at))).one()
    if first is None:
        return
    day, end = (_utc(first) + _HANOI).date(), (_utc(last) + _HANOI).date()
    while day <= end:
        hours, days = _counted(day)
        for table, column, counted in (("look_hour", "starts", hours), ("look_day", "day", days)):
            _insert(table, column, counted)
        day += _DAY


_Counted = dict[tuple[Any, ...], dict[str, Any]]


def _counted(day: date) -> tuple[_Counted, _Counted]:
    start = datetime.combine(day, time(), tzinfo=UTC) - _HANOI
    at = _OBSERVATION.c.at
    asked = sa.select(_OBSERVATION).where(_OBSERVATION.c.probe == "reachability", at >= start, at < start + _DAY)
    rows = op.get_bind().execute(asked, execution_options={"yield_per": _STEP})
    hours: _Counted = {}
    days: _Counted = {}
    for row in rows:
        seconds = _seconds(json.loads(row.facts) if row.facts else {})
        hour = _utc(row.at).replace(minute=0, second=0, microsecond=0)
        for counted, since in ((hours, hour), (days, day)):
            _add(counted.setdefault((since, row.portal, row.vantage, row.outcome), {"looks": 0}), seconds)
    return hours, days


def _utc(moment: datetime) -> datetime:
    """SQLite gives times without their zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _seconds(facts: dict[str, Any]) -> dict[str, float]:
    found = {"seconds": facts.get("total"), **{phase: (facts.get("phases") or {}).get(phase) for phase in _PHASES}}
    return {name: value for name, value in found.items() if value is not None}


def _add(counted: dict[str, Any], seconds: dict[str, float]) -> None:
    counted["looks"] += 1
    for name, value in seconds.items():
        counted[name] = counted.get(name, 0.0) + value
        number = "timed" if name == "seconds" else f"{name}_looks"
        counted[number] = counted.get(number, 0) + 1
    if "seconds" in seconds:
        counted["fastest"] = min(counted.get("fastest", seconds["seconds"]), seconds["seconds"])
        counted["slowest"] = max(counted.get("slowest", seconds["seconds"]), seconds["seconds"])


def _insert(table: str, column: str, counted: _Counted) -> None:
    numbers = ("looks", "timed", *(f"{phase}_looks" for phase in _PHASES))
    empty = dict.fromkeys(("seconds", "fastest", "slowest", *_PHASES)) | dict.fromkeys(numbers, 0)
    key = (column, "portal", "vantage", "outcome")
    into = sa.table(
        table,
        sa.column(column, _TIME if column == "starts" else sa.Date()),
        *(sa.column(name) for name in (*key[1:], *empty)),
    )
    rows = [empty | dict(zip(key, which, strict=True)) | values for which, values in counted.items()]
    for some in _in_steps(rows):
        op.get_bind().execute(sa.insert(into), some)


def _in_steps(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (rows[first : first + _STEP] for first in range(0, len(rows), _STEP))
