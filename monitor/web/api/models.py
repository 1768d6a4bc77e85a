"""Incidents as the API gives and takes them; the same objects as `incidents --json`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SeverityName = Literal["critical", "major", "minor", "advisory", "info"]


class EventOut(BaseModel):
    """Something that happened to an incident. The words and the name of a person are null without the scope `read`."""

    happening: str
    at: datetime
    reason: str | None
    reason_en: str | None
    by: str | None


class IncidentOut(BaseModel):
    """An incident. `since`: the first confirmed failure. `withheld`: notes and names are there and were left out."""

    id: str
    state: Literal["open", "acknowledged", "resolved"]
    portal: str
    url: str | None
    system: str | None
    agency: str
    agency_name: str | None
    rule: str
    duty: str | None
    duty_en: str | None
    severity: SeverityName
    basis: Literal["law", "criterion", "product"] = Field(description="Only `law` may be called noncompliance")
    reason: str
    reason_en: str
    law: str | None
    since: datetime
    opened: datetime
    ended: datetime | None
    resolved: datetime | None
    acknowledged: datetime | None
    acknowledged_by: str | None
    note: str | None
    muted: str | None
    escalated: int
    cause: str | None
    withheld: bool
    events: list[EventOut]


class IncidentPage(BaseModel):
    """Some incidents, the newest first; `next` is the cursor of the following page, null on the last one."""

    simulated: bool
    incidents: list[IncidentOut]
    next: str | None


class AcknowledgeIn(BaseModel):
    """What somebody who answers for an incident says of it."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
