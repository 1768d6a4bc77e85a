"""What the reference targets said before portals were blamed: one row for each time that they were asked."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Boolean, Connection, Text, select
from sqlmodel import Field, SQLModel

from monitor.records import ReferenceAnswer, ReferenceCheck, Round
from monitor.storage.engine import upsert
from monitor.storage.texts import dump, load_array


class ReferenceCheckRow(SQLModel, table=True):
    """The references as they were asked at `at`; `answers` is JSON, one object for each reference."""

    __tablename__ = "reference_check"

    at: datetime = Field(primary_key=True)
    online: bool = Field(sa_type=Boolean)
    needed: int
    answers: str = Field(sa_type=Text)


REFERENCE_CHECK = SQLModel.metadata.tables["reference_check"]


def keep_checks(connection: Connection, rounds: Iterable[Round]) -> None:
    """Keep what the rounds carry; many of them were vouched for by one and the same answer."""
    checks = {item.references.at: item.references for item in rounds if item.references is not None}
    rows = [
        {
            "at": at,
            "online": check.online,
            "needed": check.needed,
            "answers": dump([asdict(answer) for answer in check.answers]),
        }
        for at, check in sorted(checks.items())
    ]
    if rows:
        connection.execute(upsert(connection, REFERENCE_CHECK), rows)


def read_checks(connection: Connection, *, start: datetime, end: datetime) -> tuple[ReferenceCheck, ...]:
    """What the references said from `start` to `end`, both included, oldest first."""
    asked = select(REFERENCE_CHECK).where(REFERENCE_CHECK.c.at >= start, REFERENCE_CHECK.c.at <= end)
    return tuple(
        ReferenceCheck(
            at=row["at"],
            online=row["online"],
            needed=row["needed"],
            answers=tuple(ReferenceAnswer(**answer) for answer in load_array(row["answers"])),
        )
        for row in connection.execute(asked.order_by(REFERENCE_CHECK.c.at)).mappings()
    )
