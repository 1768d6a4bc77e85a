"""What the store holds, table by table; times are aware UTC, long texts of hostile origin are cleaned in `rows`."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Table, Text, text
from sqlmodel import Field, SQLModel

_OPEN = text("ended IS NULL")
_HELD, _HELD_SQLITE = text("held"), text("held = 1")
_FAILED = text("failure_kind IS NOT NULL")


class MetaRow(SQLModel, table=True):
    """What holds for the whole store: `simulation` names the simulated scenario, empty for the real world."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


class EvidenceRow(SQLModel, table=True):
    """Bytes of a page, once by their SHA-256; `last_used` is renewed once a day, and tells pruning what to spare."""

    __tablename__ = "evidence"

    sha256: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
    status: int | None
    headers: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)
    size: int
    first_seen: datetime
    last_used: datetime = Field(index=True)


class FactsPartRow(SQLModel, table=True):
    """A long field of facts (the links of a page, its figures), once by the SHA-256 of its JSON."""

    __tablename__ = "facts_part"

    sha256: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)
    last_used: datetime = Field(index=True)


class ObservationRow(SQLModel, table=True):
    """One probe's look. `facts` is JSON without the long fields that `parts` names by hash.

    `held`: it opened a failing or warning verdict, and is kept longer.
    On PostgreSQL the table is divided by month, and `id` and `at` together are its key.
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_portal_at", "portal", "at"),
        Index("ix_observation_held", "at", sqlite_where=_HELD_SQLITE, postgresql_where=_HELD),
        Index("ix_observation_failed_at", "at", sqlite_where=_FAILED, postgresql_where=_FAILED),
        Index("ix_observation_failed", "portal", "at", sqlite_where=_FAILED, postgresql_where=_FAILED),
    )

    id: str = Field(primary_key=True)
    portal: str
    probe: str
    vantage: str
    at: datetime = Field(index=True)
    law_day: date
    attempt: int
    seconds: float
    outcome: str
    failure_kind: str | None
    failure_party: str | None
    failure_detail: str | None = Field(sa_type=Text)
    facts: str | None = Field(sa_type=Text)
    parts: str = Field(sa_type=Text)
    evidence: str = Field(sa_type=Text)
    held: bool


class LastLookRow(SQLModel, table=True):
    """Each probe's last observation of a portal, and the last one that brought facts.

    No foreign key: it would forbid letting go of a month. Retention spares them, and the check looks for lost ones.
    """

    __tablename__ = "last_look"

    portal: str = Field(primary_key=True)
    probe: str = Field(primary_key=True)
    observation: str
    seen: str | None


class LastRoundRow(SQLModel, table=True):
    """A portal's last round; an older one that arrives later changes nothing but the observations.

    `state_since` points to the present state span; `figures_at` is when figures were last read.
    """

    __tablename__ = "last_round"

    portal: str = Field(primary_key=True)
    agency: str
    vantage: str
    since: datetime
    ended: datetime
    holds_until: datetime
    law_day: date
    state: str
    state_since: datetime
    confirmed: bool
    judged: bool
    rulebook: str
    figures_at: datetime | None


class StateSpanRow(SQLModel, table=True):
    """A stretch of time in one state: `starts` included, `ends` excluded; what no span covers was not observed."""

    __tablename__ = "state_span"
    __table_args__ = (Index("ix_state_span_portal_ends", "portal", "ends"),)

    portal: str = Field(primary_key=True)
    starts: datetime = Field(primary_key=True)
    state: str
    last_look: datetime
    ends: datetime


class VerdictRow(SQLModel, table=True):
    """A stretch of one rule's same outcome for a portal, with the reason as last given; `ended` is null at present."""

    __tablename__ = "verdict"
    __table_args__ = (
        Index("ux_verdict_present", "portal", "rule", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_verdict_since", "since"),
    )

    portal: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    since: datetime = Field(primary_key=True)
    last_at: datetime
    ended: datetime | None
    outcome: str
    severity: int
    basis: str
    weight: float
    reason: str = Field(sa_type=Text)
    reason_en: str = Field(sa_type=Text)
    law: str | None = Field(sa_type=Text)
    evidence: str = Field(sa_type=Text)
    rulebook: str
    law_day: date
    cause: str | None
    gate: str | None


class AgencyScoreRow(SQLModel, table=True):
    """An agency's score as of one day (Asia/Ho_Chi_Minh), under the rule book of that version; the day's last counts.

    Nulls are what could not be said: no band below the least coverage, no score where nothing was decided.
    """

    __tablename__ = "agency_score"

    day: date = Field(primary_key=True)
    agency: str = Field(primary_key=True)
    at: datetime
    law_day: date
    rulebook: str
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    band: str | None


class FigureRow(SQLModel, table=True):
    """A published number for as long as it stood unchanged; `changed` is when its value last changed.

    `whole` tells a count from a ratio that happens to be round; `nth` tells apart figures that only differ in place.
    """

    __tablename__ = "figure"
    __table_args__ = (
        Index("ix_figure_portal_last_seen", "portal", "last_seen"),
        Index("ix_figure_portal_key", "portal", "key", "first_seen"),
    )

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )
    portal: str
    key: str
    scope: str | None = Field(sa_type=Text)
    period: bool
    period_start: date | None
    period_end: date | None
    definition: str | None = Field(sa_type=Text)
    nth: int
    value: float
    whole: bool
    unit: str
    qualifier: str
    raw: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    place: str = Field(sa_type=Text)
    as_of: date | None
    derived: bool
    observation: str
    first_seen: datetime
    last_seen: datetime
    changed: datetime


class MemoryRow(SQLModel, table=True):
    """What a probe remembers of its last look at a portal, as JSON."""

    __tablename__ = "memory"

    portal: str = Field(primary_key=True)
    probe: str = Field(primary_key=True)
    remembered: str = Field(sa_type=Text)


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


META = _table("meta")
EVIDENCE = _table("evidence")
FACTS_PART = _table("facts_part")
OBSERVATION = _table("observation")
LAST_LOOK = _table("last_look")
LAST_ROUND = _table("last_round")
STATE_SPAN = _table("state_span")
VERDICT = _table("verdict")
FIGURE = _table("figure")
MEMORY = _table("memory")
AGENCY_SCORE = _table("agency_score")
