"""What a rule is: a pure judgement of one duty from facts, with its law and the dates between which it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.exemptions.records import PlannedStop, Review
from monitor.rules.history import History as History
from monitor.rules.history import Outage as Outage
from monitor.rules.history import Span as Span
from monitor.rules.vantages import Quorum
from monitor.working_days.holidays import NO_HOLIDAYS, Holidays
from probes.contract import System
from probes.failures import Failure, State


class Outcome(StrEnum):
    """What a verdict can be."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"


class Cause(StrEnum):
    """Why an `unknown` is unknown.

    `NOT_SEEN`: a failure stands before it, or nobody has looked yet. `NOT_CONFIRMED`: a failure seen once only.
    `NOT_OBSERVED_ENOUGH`: too little of a window was observed. `UNREADABLE`: seen, but not to be read without what
    we do not do (scripts). `AMBIGUOUS`: read, and it does not settle the question. `STALE`: looked at too long ago.
    `NOT_TOLD`: only people know (a planned stop, the kind of an agency). `AWAITS_REVIEW`: a person decides.
    `UNDECIDABLE_HERE`: this installation can never decide it; such a verdict leaves the applicable weight.
    """

    NOT_SEEN = "not_seen"
    NOT_CONFIRMED = "not_confirmed"
    NOT_OBSERVED_ENOUGH = "not_observed_enough"
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    STALE = "stale"
    NOT_TOLD = "not_told"
    AWAITS_REVIEW = "awaits_review"
    UNDECIDABLE_HERE = "undecidable_here"


class Severity(IntEnum):
    """In order; `critical` weighs most."""

    INFO = 0
    ADVISORY = 1
    MINOR = 2
    MAJOR = 3
    CRITICAL = 4


class Basis(StrEnum):
    """What a rule rests on; only `law` may be called noncompliance."""

    LAW = "law"
    CRITERION = "criterion"
    PRODUCT = "product"


class Unit(StrEnum):
    """What a threshold counts; the rule book refuses a value of another unit.

    `WORDS` is a list of texts, `WORD_GROUPS` a table of such lists, `PATTERNS` a list of regular expressions.
    """

    RATIO = "ratio"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    SECONDS = "seconds"
    COUNT = "count"
    POINTS = "points"
    FLAG = "flag"
    DAY = "day"
    WORDS = "words"
    WORD_GROUPS = "word_groups"
    PATTERNS = "patterns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Document and article, with a link where one is known; `read_in_full`: somebody of ours read that article."""

    document: str
    article: str
    link: str | None = None
    read_in_full: bool = True

    def __str__(self) -> str:
        """As people cite it."""
        return f"{self.document}, {self.article}" if self.article else self.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One stretch of time in which a rule holds unchanged; days are legal days, both included, open where `None`.

    `launched_from`: these terms hold only for portals watched since that day or later (new sites);
    `launched_before` the other way round.
    `law` is `None` only where the basis is `product` and no text asks for it.
    `product_thresholds` names those thresholds whose values are our own, whatever the basis of the duty.
    `gate` names the cap of `scoring.toml` that a gating failure puts on the agency's score.
    """

    effective_from: date | None
    effective_to: date | None
    systems: frozenset[System]
    agency_kinds: frozenset[AgencyKind]
    lifecycles: frozenset[Lifecycle]
    severity: Severity
    weight: float
    basis: Basis
    law: Law | None
    launched_from: date | None = None
    launched_before: date | None = None
    agencies: frozenset[str] = frozenset()
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    product_thresholds: frozenset[str] = frozenset()
    gate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a rule may look at. `facts` and `failures` are by probe name; `at` is the wall clock of the look,
    aware UTC.

    `law_day` is the day whose law is asked for, `seen_on` the legal day of the look: ages are counted to the latter.
    `confirmed`: a failed look was confirmed by a second one, or needs none.
    `quorum` is what several vantages agree on, `None` where one alone looks.
    `agency_name` is the agency's Vietnamese name, empty where the address belongs to nobody in the catalogue.
    """

    system: System
    agency_kind: AgencyKind
    lifecycle: Lifecycle
    url: str
    state: State
    confirmed: bool
    facts: Mapping[str, Any]
    failures: Mapping[str, Failure]
    history: History
    at: datetime
    law_day: date
    seen_on: date
    terms: Terms
    agency: str = ""
    agency_name: str = ""
    abilities: frozenset[str] = frozenset()
    stops: tuple[PlannedStop, ...] = ()
    reviews: tuple[Review, ...] = ()
    holidays: Holidays = NO_HOLIDAYS
    quorum: Quorum | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule's answer: outcome, reason in Vietnamese and in English, and what it rests on (JSON values).

    `cause` is given with `unknown` and with nothing else. `gates`: a failure so grave that it caps the score, where
    its terms name a gate.
    """

    outcome: Outcome
    reason: str
    reason_en: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    cause: Cause | None = None
    gates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A part found by being there: every module of `monitor.rules.duties` has one `RULE`.

    `reads` names the probes whose facts must have been seen; where they were not, the verdict is `unknown` before
    `judge` is asked. `reads_failed` names those of them whose facts are enough even where a failure stands beside
    (a certificate is seen though the handshake failed).
    `judges_retired`: asked also of a system that has moved to the national portal; the others do not apply then,
    because what answers is somebody else's page.
    `thresholds` names what its terms must state, and in which unit.
    `beside` names those that change no outcome: rounds that open an incident, the grace before a gate.
    `needs` names abilities without which it can never be decided here: then `unknown` with `undecidable_here`.
    `depends_on` names the probes whose facts and failures are all that it looks at beside state, scope, legal days
    and terms; it is then given nothing else (no history, no clock, no stops), and the same inputs are judged once.
    `for_reports`: a rate over a window, which goes into reports and opens no incidents.
    `times`: it looks at how long a look took; to the others all looks are the same that differ in that alone.
    """

    id: str
    reads: tuple[str, ...]
    judge: Callable[[Case], Finding]
    reads_failed: tuple[str, ...] = ()
    judges_retired: bool = False
    thresholds: Mapping[str, Unit] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    depends_on: tuple[str, ...] | None = None
    for_reports: bool = False
    times: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A rule's outcome for one portal, with the terms that it was judged under.

    `gate` names the cap that this failure puts on the score, or that this `unknown` would put if it failed.
    """

    rule: str
    outcome: Outcome
    severity: Severity
    basis: Basis
    weight: float
    reason: str
    reason_en: str
    law: str | None
    evidence: Mapping[str, Any]
    cause: Cause | None = None
    gate: str | None = None
