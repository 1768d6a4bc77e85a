"""What the store holds of looks when they are counted: by hour for thirteen months, by day for good."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class LookHourRow(SQLModel, table=True):
    """The looks at a portal from one vantage within one hour that ended alike; `starts` is the hour's beginning.

    `outcome` is `seen` or the failure's kind. `timed` of the looks have a total: `seconds` is their sum, `fastest` and
    `slowest` the least and the most. Of each phase its seconds in all, null where no look got that far, and the looks
    that did: phases are not reached equally often, so each has its own mean.
    """

    __tablename__ = "look_hour"
    __table_args__ = (
        Index("ix_look_hour_portal_starts", "portal", "starts"),
        {"sqlite_with_rowid": False},
    )

    starts: datetime = Field(primary_key=True)
    portal: str = Field(primary_key=True)
    vantage: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)
    looks: int
    timed: int
    seconds: float | None
    fastest: float | None
    slowest: float | None
    resolve: float | None
    resolve_looks: int
    connect: float | None
    connect_looks: int
    tls: float | None
    tls_looks: int
    first_byte: float | None
    first_byte_looks: int
    transfer: float | None
    transfer_looks: int


class LookDayRow(SQLModel, table=True):
    """The same for one day of Asia/Ho_Chi_Minh."""

    __tablename__ = "look_day"
    __table_args__ = (
        Index("ix_look_day_portal_day", "portal", "day"),
        {"sqlite_with_rowid": False},
    )

    day: date = Field(primary_key=True)
    portal: str = Field(primary_key=True)
    vantage: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)
    looks: int
    timed: int
    seconds: float | None
    fastest: float | None
    slowest: float | None
    resolve: float | None
    resolve_looks: int
    connect: float | None
    connect_looks: int
    tls: float | None
    tls_looks: int
    first_byte: float | None
    first_byte_looks: int
    transfer: float | None
    transfer_looks: int


LOOK_HOUR = SQLModel.metadata.tables["look_hour"]
LOOK_DAY = SQLModel.metadata.tables["look_day"]
