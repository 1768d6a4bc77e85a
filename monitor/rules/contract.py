"""What a rule is: a pure judgement of one duty from facts, with its law and the dates between which it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from monitor.catalogue.records import AgencyKind, Lifecycle
from probes.contract import System
from probes.failures import Failure, State
from probes.figures.figure import Figure


class Outcome(StrEnum):
    """What a verdict can be."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"


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
    """What a threshold counts; the rule book refuses a value of another unit."""

    RATIO = "ratio"
    DAYS = "days"
    COUNT = "count"
    WORDS = "words"
    FLAG = "flag"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time in one state: `start` included, `end` excluded, aware UTC; what no span covers was not
    observed."""

    state: State
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What earlier rounds showed: state spans of at least the last 30 days, oldest first, and the figures read
    before this round."""

    spans: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a rule may look at. `facts` and `failures` are by probe name; `at` is the wall clock of the look,
    aware UTC.

    `confirmed`: a failed look was confirmed by a second one, or needs none.
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
    terms: Terms
    agency: str = ""
    agency_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule's answer: outcome, reason in Vietnamese and in English, and what it rests on (JSON values)."""

    outcome: Outcome
    reason: str
    reason_en: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A part found by being there: every module of `monitor.rules.duties` has one `RULE`.

    `reads` names the probes whose facts must have been seen; where they were not, the verdict is `unknown` before
    `judge` is asked. `reads_failed` names those of them whose facts are enough even where a failure stands beside
    (a certificate is seen though the handshake failed).
    `judges_retired`: asked also of a system that has moved to the national portal; the others do not apply then,
    because what answers is somebody else's page.
    `thresholds` names what its terms must state, and in which unit.
    """

    id: str
    reads: tuple[str, ...]
    judge: Callable[[Case], Finding]
    reads_failed: tuple[str, ...] = ()
    judges_retired: bool = False
    thresholds: Mapping[str, Unit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A rule's outcome for one portal, with the terms that it was judged under."""

    rule: str
    outcome: Outcome
    severity: Severity
    basis: Basis
    weight: float
    reason: str
    reason_en: str
    law: str | None
    evidence: Mapping[str, Any]
