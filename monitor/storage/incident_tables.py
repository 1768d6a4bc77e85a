"""What the store holds of incidents: their rows, what happened to them, the counting, and the letters to be sent."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

_UNFINISHED = text("finished IS NULL")
_NOT_RESOLVED = text("resolved IS NULL")


class IncidentRow(SQLModel, table=True):
    """An incident as it stands. `resolved` is null while it is open; `features` is JSON of what portals share."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ux_incident_open", "portal", "rule", unique=True, sqlite_where=_NOT_RESOLVED,
              postgresql_where=_NOT_RESOLVED),
        Index("ix_incident_opened", "opened"),
        Index("ix_incident_portal", "portal", "opened"),
        Index("ix_incident_resolved", "resolved"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    portal: str
    agency: str
    rule: str
    severity: int
    basis: str
    since: datetime
    opened: datetime
    reason: str = Field(sa_type=Text)
    reason_en: str = Field(sa_type=Text)
    law: str | None = Field(sa_type=Text)
    ended: datetime | None
    resolved: datetime | None
    acknowledged: datetime | None
    acknowledged_by: str
    note: str = Field(sa_type=Text)
    muted: str | None = Field(sa_type=Text)
    escalated: int
    cause: str = Field(sa_type=Text)
    features: str = Field(sa_type=Text)


class IncidentEventRow(SQLModel, table=True):
    """Something that happened to an incident; rows are only added."""

    __tablename__ = "incident_event"
    __table_args__ = (Index("ix_incident_event_incident", "incident", "at"),)

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite")
    )  # fmt: skip
    incident: str = Field(foreign_key="incident.id")
    happening: str
    at: datetime = Field(index=True)
    reason: str = Field(sa_type=Text)
    reason_en: str = Field(sa_type=Text)
    by: str


class TallyRow(SQLModel, table=True):
    """The rounds in a row of one portal under one rule; only where something fails, or did a moment ago."""

    __tablename__ = "tally"

    portal: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    failed: int
    good: int
    since: datetime | None
    good_since: datetime | None
    holds_until: datetime | None
    incident: str | None
    ended: datetime | None
    muted: str | None = Field(sa_type=Text)
    severity: int
    reason: str = Field(sa_type=Text)


class DeliveryRow(SQLModel, table=True):
    """A letter to be sent through one channel; its `id` goes with it, so that a receiver can drop a second copy.

    `grouping` is what it gathers (an agency, a cause, a day). `state`: `pending`, `sending` (until `claimed_until`),
    `sent`, `given_up` or `withdrawn`; `finished` is null in the first two. `held`: waits for others of its group.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "channel", "not_before", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        Index("ix_delivery_grouping", "grouping", "channel", "created"),
        Index("ix_delivery_finished", "finished"),
    )

    id: str = Field(primary_key=True)
    channel: str
    occasion: str
    grouping: str = Field(sa_type=Text)
    created: datetime
    not_before: datetime
    held: bool
    state: str
    attempts: int
    claimed_until: datetime | None
    finished: datetime | None
    detail: str = Field(sa_type=Text)


class DeliveryIncidentRow(SQLModel, table=True):
    """Which incidents a letter tells of."""

    __tablename__ = "delivery_incident"

    delivery: str = Field(primary_key=True, foreign_key="delivery.id", ondelete="CASCADE")
    incident: str = Field(primary_key=True, foreign_key="incident.id", index=True)


class AuditRow(SQLModel, table=True):
    """What a person or a program did with a token or on the command line; rows are only added."""

    __tablename__ = "audit"

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite")
    )  # fmt: skip
    at: datetime = Field(index=True)
    who: str
    action: str
    subject: str
    detail: str = Field(sa_type=Text)
    address: str


INCIDENT = SQLModel.metadata.tables["incident"]
INCIDENT_EVENT = SQLModel.metadata.tables["incident_event"]
TALLY = SQLModel.metadata.tables["tally"]
DELIVERY = SQLModel.metadata.tables["delivery"]
DELIVERY_INCIDENT = SQLModel.metadata.tables["delivery_incident"]
AUDIT = SQLModel.metadata.tables["audit"]
