"""Incidents with what happened to them, the counting behind them, the letters to be sent, and the audit of tokens."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and their indexes."""
    _incident()
    _incident_event()
    _tally()
    _delivery()
    _audit()


def downgrade() -> None:
    """Drop them, the dependent ones first."""
    for name in ("audit", "delivery_incident", "delivery", "tally", "incident_event", "incident"):
        op.drop_table(name)


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.String(), nullable=False),
        *_columns("portal", "agency", "rule"),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("opened", _TIME, nullable=False),
        *_columns("reason", "reason_en", kind=sa.Text()),
        sa.Column("law", sa.Text(), nullable=True),
        *_columns("ended", "resolved", "acknowledged", kind=_TIME, nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("muted", sa.Text(), nullable=True),
        sa.Column("escalated", sa.Integer(), nullable=False),
        *_columns("cause", "features", kind=sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    still_open = sa.text("resolved IS NULL")
    op.create_index(
        "ux_incident_open",
        "incident",
        ["portal", "rule"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index("ix_incident_opened", "incident", ["opened"])
    op.create_index("ix_incident_portal", "incident", ["portal", "opened"])
    op.create_index("ix_incident_resolved", "incident", ["resolved"])


def _incident_event() -> None:
    op.create_table(
        "incident_event",
        sa.Column("id", _SERIAL, nullable=False),
        *_columns("incident", "happening"),
        sa.Column("at", _TIME, nullable=False),
        *_columns("reason", "reason_en", kind=sa.Text()),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_incident_event_incident", "incident_event", ["incident", "at"])
    op.create_index("ix_incident_event_at", "incident_event", ["at"])


def _tally() -> None:
    op.create_table(
        "tally",
        *_columns("portal", "rule"),
        *_columns("failed", "good", kind=sa.Integer()),
        *_columns("since", "good_since", "holds_until", kind=_TIME, nullable=True),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("ended", _TIME, nullable=True),
        sa.Column("muted", sa.Text(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "rule"),
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        *_columns("id", "channel", "occasion"),
        sa.Column("grouping", sa.Text(), nullable=False),
        *_columns("created", "not_before", kind=_TIME),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *_columns("claimed_until", "finished", kind=_TIME, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    unfinished = sa.text("finished IS NULL")
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["channel", "not_before"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
    op.create_index("ix_delivery_grouping", "delivery", ["grouping", "channel", "created"])
    op.create_index("ix_delivery_finished", "delivery", ["finished"])
    op.create_table(
        "delivery_incident",
        *_columns("delivery", "incident"),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"]),
        sa.PrimaryKeyConstraint("delivery", "incident"),
    )
    op.create_index("ix_delivery_incident_incident", "delivery_incident", ["incident"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        *_columns("who", "action", "subject"),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def _columns(*names: str, kind: sa.types.TypeEngine[Any] | None = None, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind or sa.String(), nullable=nullable) for name in names]
