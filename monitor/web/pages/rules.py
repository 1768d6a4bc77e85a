"""The rule reference as a page: every duty with its law, days and thresholds, and what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.rules.contract import Terms, Unit
from monitor.rules.rulebook import BookedRule, holds_on
from monitor.web.pages.shell import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRow:
    """One stretch of law; `now`: it holds on the legal day. Thresholds with whether they are the monitor's own."""

    terms: Terms
    now: bool
    thresholds: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule with its stretches, those that hold first."""

    booked: BookedRule
    rows: tuple[TermsRow, ...]

    @property
    def now(self) -> TermsRow | None:
        """What holds on the legal day."""
        return self.rows[0] if self.rows and self.rows[0].now else None


def rules_router(shell: Shell) -> APIRouter:
    """`/rules`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/rules")
    def rules(request: Request) -> Response:
        book, day = shell.sources.rulebook(), shell.sources.picture().law_day
        rows = [_rule(booked, day) for booked in book.rules]
        return shell.show(request, "rules.html", {"rules": rows, "version": book.version})

    return router


def _rule(booked: BookedRule, day: date) -> RuleRow:
    rows = [
        TermsRow(terms=terms, now=holds_on(terms, day), thresholds=tuple(_thresholds(terms, booked.rule.thresholds)))
        for terms in booked.terms
    ]
    return RuleRow(booked=booked, rows=tuple(sorted(rows, key=lambda row: not row.now)))


def _thresholds(terms: Terms, units: Mapping[str, Unit]) -> Iterator[tuple[str, str, bool]]:
    for name, value in terms.thresholds.items():
        yield name, _value(value, units.get(name)), name in terms.product_thresholds


def _value(value: Any, unit: Unit | None) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {', '.join(map(str, words))}" for name, words in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    if unit is Unit.RATIO:
        return f"{100 * value:g} %".replace(".", ",")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:g}".replace(".", ",") + (f" {unit.value}" if unit else "")
