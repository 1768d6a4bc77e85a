"""One rule file: the words, and for each stretch of time the law, the scope, the severity and the thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.rules.contract import Basis, Law, Outcome, Rule, Severity, Terms, Unit
from monitor.rules.table import (
    COUNT,
    DAY,
    DAYS,
    FLAG,
    NAMES,
    PATTERNS,
    POINTS,
    RATIO,
    SECONDS,
    TEXT,
    TEXTS,
    WEIGHT,
    WORD_GROUPS,
    WORKING_DAYS,
    Form,
    Table,
    one_of,
    some_of,
)
from probes.contract import System

LEVELS = ("ministries", "provinces")
_UNITS: Mapping[Unit, Form[Any]] = MappingProxyType(
    {
        Unit.RATIO: RATIO,
        Unit.DAYS: DAYS,
        Unit.WORKING_DAYS: WORKING_DAYS,
        Unit.SECONDS: SECONDS,
        Unit.COUNT: COUNT,
        Unit.POINTS: POINTS,
        Unit.FLAG: FLAG,
        Unit.DAY: DAY,
        Unit.WORDS: TEXTS,
        Unit.WORD_GROUPS: WORD_GROUPS,
        Unit.PATTERNS: PATTERNS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One saying in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """What people read of a rule: the duty, what to do where it is not met, and how it is seen from outside."""

    duty: Words
    what_to_do: Words
    how_seen: Words


def severity_of(value: Any) -> Severity:
    """A severity by its name; `ValueError` for any other."""
    if not isinstance(value, str) or value.upper() not in Severity.__members__ or value != value.lower():
        raise ValueError
    return Severity[value.upper()]


SEVERITY = Form(expected="one of: critical, major, minor, advisory, info", read=severity_of, blank=Severity.INFO)


def _levels(value: Any) -> frozenset[AgencyKind]:
    names = TEXTS.read(value)
    if not set(names) <= set(LEVELS):
        raise ValueError
    return frozenset(kind for kind in AgencyKind if kind.level in names)


_LEVELS = Form(expected="a list of: ministries, provinces", read=_levels, blank=frozenset[AgencyKind]())
_KINDS = some_of(AgencyKind)
_LIFECYCLES = some_of(Lifecycle)


def read_text(table: Table) -> RuleText:
    """The three sayings of a rule."""
    return RuleText(
        duty=_words(table.table("duty")),
        what_to_do=_words(table.table("what_to_do")),
        how_seen=_words(table.table("how_seen")),
    )


def read_never(table: Table) -> Mapping[Outcome, str]:
    """The outcomes that a rule gives on no page, each with the reason; most rules have none."""
    if not table.has("never"):
        return MappingProxyType({})
    below = table.table("never")
    reasons = {outcome: below.need(outcome.value, TEXT) for outcome in Outcome if below.has(outcome.value)}
    below.done()
    return MappingProxyType(reasons)


def _words(table: Table) -> Words:
    words = Words(vi=table.need("vi", TEXT), en=table.need("en", TEXT))
    table.done()
    return words


def read_terms(table: Table, rule: Rule | None, weights: Mapping[Severity, float]) -> Terms:
    """One `[[terms]]` table; thresholds are read as the rule's module declares them."""
    severity = table.need("severity", SEVERITY)
    basis = table.need("basis", one_of(Basis, Basis.PRODUCT))
    terms = Terms(
        effective_from=table.need("effective_from", DAY) if table.has("effective_from") else None,
        effective_to=table.need("effective_to", DAY) if table.has("effective_to") else None,
        systems=table.need("systems", some_of(System)),
        agency_kinds=_agency_kinds(table),
        lifecycles=table.may("lifecycles", _LIFECYCLES, frozenset(Lifecycle)),
        severity=severity,
        weight=table.may("weight", WEIGHT, weights.get(severity, 0.0)),
        basis=basis,
        law=_law(table) if table.has("law") else None,
        launched_from=table.need("launched_from", DAY) if table.has("launched_from") else None,
        launched_before=table.need("launched_before", DAY) if table.has("launched_before") else None,
        agencies=_agencies(table),
        thresholds=_thresholds(table, rule),
        product_thresholds=_product_thresholds(table, rule, basis),
        gate=table.need("gate", TEXT) if table.has("gate") else None,
    )
    table.done()
    _check(terms, table)
    return terms


def _agencies(table: Table) -> frozenset[str]:
    named: tuple[str, ...] = table.may("agencies", TEXTS, ())
    return frozenset(named)


def _agency_kinds(table: Table) -> frozenset[AgencyKind]:
    if table.has("levels") and table.has("agency_kinds"):
        table.wrong("levels", "stands beside agency_kinds", "one of the two")
    kinds = table.may("agency_kinds", _KINDS, frozenset(AgencyKind))
    return table.may("levels", _LEVELS, kinds)


def _law(table: Table) -> Law:
    below = table.table("law")
    law = Law(
        document=below.need("document", TEXT),
        article=below.need("article", TEXT),
        link=below.need("link", TEXT) if below.has("link") else None,
        read_in_full=below.need("read_in_full", FLAG),
    )
    below.done()
    return law


def _thresholds(table: Table, rule: Rule | None) -> Mapping[str, Any]:
    declared = {} if rule is None else rule.thresholds
    if not table.has("thresholds"):
        for name, unit in declared.items():
            table.wrong(f"thresholds.{name}", "missing", _UNITS[unit].expected)
        return {}
    below = table.table("thresholds")
    values = {name: below.need(name, _UNITS[unit]) for name, unit in declared.items()}
    if rule is not None:
        below.done()
    return MappingProxyType(values)


def _product_thresholds(table: Table, rule: Rule | None, basis: Basis) -> frozenset[str]:
    """Those named; where none are named all of them if the basis is our own, else none."""
    declared = frozenset() if rule is None else frozenset(rule.thresholds)
    if not table.has("product_thresholds"):
        return declared if basis is Basis.PRODUCT else frozenset()
    names: tuple[str, ...] = table.need("product_thresholds", NAMES)
    named = frozenset(names)
    if rule is not None and not named <= declared:
        wrong = f"{', '.join(sorted(named - declared))} is no threshold of {rule.id}"
        table.wrong("product_thresholds", wrong, f"some of: {', '.join(sorted(declared)) or 'none'}")
    return named & declared


def _check(terms: Terms, table: Table) -> None:
    """What holds between the keys of one stretch."""
    if terms.effective_from and terms.effective_to and terms.effective_to < terms.effective_from:
        table.wrong("effective_to", f"{terms.effective_to} is before {terms.effective_from}", "a later day")
    if terms.law is None and terms.basis is not Basis.PRODUCT:
        table.wrong("law", f"missing, but the basis is {terms.basis}", "a table with document and article")
    if terms.law is not None and not terms.law.read_in_full:
        _check_unread(terms, table)
    if terms.severity <= Severity.ADVISORY and terms.weight:
        table.wrong("weight", f"{terms.weight:g}, but the severity is {terms.severity.name.lower()}", "0")
    if terms.severity <= Severity.ADVISORY and terms.gate is not None:
        table.wrong("gate", f"stands beside severity {terms.severity.name.lower()}", "no gate, or a higher severity")


def _check_unread(terms: Terms, table: Table) -> None:
    """What nobody of ours has read is no law, and binds only as a criterion that is known from elsewhere."""
    if terms.basis is Basis.LAW:
        table.wrong("basis", "law, but the text was not read in full", "criterion or product")
    if terms.basis is Basis.PRODUCT and terms.severity > Severity.ADVISORY:
        wrong = f"{terms.severity.name.lower()}, but the text was not read in full"
        table.wrong("severity", wrong, "advisory or info, or basis criterion")


def overlaps(one: Terms, other: Terms) -> bool:
    """Whether some portal could come under both stretches on one day."""
    return (
        _days_meet(one.effective_from, one.effective_to, other.effective_from, other.effective_to)
        and bool(one.systems & other.systems)
        and bool(one.agency_kinds & other.agency_kinds)
        and bool(one.lifecycles & other.lifecycles)
        and (not one.agencies or not other.agencies or bool(one.agencies & other.agencies))
        and _launches_meet(one, other)
    )


def _days_meet(from_one: Any, to_one: Any, from_other: Any, to_other: Any) -> bool:
    begins_before = to_other is None or from_one is None or from_one <= to_other
    return begins_before and (to_one is None or from_other is None or from_other <= to_one)


def _launches_meet(one: Terms, other: Terms) -> bool:
    apart = one.launched_from and other.launched_before and other.launched_before <= one.launched_from
    apart = apart or (other.launched_from and one.launched_before and one.launched_before <= other.launched_from)
    return not apart
