"""One portal and one agency as OpenAPI tells them: row, last look, parts of the score."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field


class FailureOut(BaseModel):
    """Why nothing was seen, and whose matter it is."""

    kind: str
    party: str
    detail: str


class HttpOut(BaseModel):
    """How far the request came; durations in seconds."""

    status: int | None
    hops: list[dict[str, Any]]
    final_url: str
    downgraded: bool
    address: str | None
    bytes: int
    phases: dict[str, float | None]
    total: float


class TlsOut(BaseModel):
    """The certificate that was shown."""

    version: str | None
    cipher: str | None
    issuer: str | None
    subject: str | None
    names: list[str]
    not_before: datetime | None
    not_after: datetime | None
    problem: str | None


class PageOut(BaseModel):
    """What sort of page answered. Title and reason read `[withheld]` where they could harm."""

    kind: str
    reason: str
    title: str | None
    language: str | None


class PeriodOut(BaseModel):
    """The days that a figure covers, both included."""

    start: date
    end: date


class FigureOut(BaseModel):
    """One published figure."""

    key: str
    value: float
    unit: str
    qualifier: str
    raw: str
    label: str
    scope: str | None
    period: PeriodOut | None
    as_of: date | None
    definition: str | None
    derived: bool
    where: str


class ProblemOut(BaseModel):
    """What hindered the reading of figures."""

    kind: str
    detail: str


class VerdictOut(BaseModel):
    """One rule's verdict; `cause` says why an unknown is unknown."""

    rule: str
    outcome: str
    severity: str
    basis: str = Field(description="Only `law` may be called noncompliance")
    reason: str
    reason_en: str
    law: str | None
    evidence: dict[str, Any]
    cause: str | None
    gate: str | None
    since: datetime | None


class LookOut(BaseModel):
    """A look as `look --json` prints it; null where it did not come so far."""

    portal: str | None
    url: str
    system: str
    at: datetime
    law_day: date
    vantage: str
    simulated: bool
    outcome: str | None = Field(description="`seen`, or the kind of the failure; null where the look is stored no more")
    state: str
    failure: FailureOut | None
    http: HttpOut | None
    tls: TlsOut | None
    page: PageOut | None
    dns: dict[str, Any] | None
    figures: list[FigureOut]
    problems: list[ProblemOut]
    verdicts: list[VerdictOut]


class VantageOut(BaseModel):
    """What one of several vantages saw last; `unobserved` where nothing was heard from there for two intervals."""

    vantage: str
    network: str | None = Field(description="Vantages of one network have one vote together; null: one of its own")
    lead: bool
    state: str
    since: datetime
    at: datetime
    confirmed: bool
    failure: FailureOut | None


class PartOut(BaseModel):
    """What one verdict brings into the score: credit times weight; the credit is null while undecided."""

    portal: str
    system: str
    rule: str
    outcome: str
    cause: str | None
    weight: float
    credit: float | None
    gate: str | None
