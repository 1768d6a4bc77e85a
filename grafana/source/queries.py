"""Queries: narrowed to the chosen monitors, with names joined on, values turned into numbers that a chart can draw."""

from collections.abc import Mapping
from dataclasses import dataclass

from grafana.source.words import Word

CHOSEN = 'instance=~"$monitor"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question to Prometheus; `legend` names its series, `table` asks for the present values as rows."""

    expr: str
    legend: str = ""
    table: bool = False
    instant: bool = False


def metric(name: str, *matchers: str) -> str:
    """A selector of the chosen monitors' series."""
    return f"{name}{{{','.join((CHOSEN, *matchers))}}}"


def named(expr: str, *labels: str) -> str:
    """With labels of the portal: its agency's name and its system, or those given."""
    told = ", ".join(labels or ("agency_name", "system"))
    return f"{expr} * on (instance, portal) group_left ({told}) emc_portal_info"


def agency_named(expr: str) -> str:
    """With the agency's name, for series that know the agency alone."""
    return f"{expr} * on (instance, agency) group_left (agency_name) {AGENCIES}"


AGENCIES = "group by (instance, agency, agency_name) (emc_portal_info)"


def dutied(expr: str) -> str:
    """With the duty in words, for series that know the rule."""
    return f"{expr} * on (instance, rule) group_left (duty) emc_duty_info"


def targeted(expr: str) -> str:
    """With the target's title."""
    return f"{expr} * on (instance, target) group_left (title) emc_target_info"


def coded(name: str, label: str, words: Mapping[str, Word], *matchers: str, by: str) -> str:
    """The gravest of the values, as its number."""
    sets = " or ".join(
        metric(name, f'{label}="{value}"', *matchers) + f" * {word.code}" for value, word in words.items()
    )
    return f"max by ({by}) ({sets})"


def rows(expr: str) -> Query:
    """Present values as rows of a table."""
    return Query(expr=expr, table=True, instant=True)


def now(expr: str, legend: str = "") -> Query:
    """Present values."""
    return Query(expr=expr, legend=legend, instant=True)


def over_time(expr: str, legend: str = "") -> Query:
    """Values over the range that is looked at."""
    return Query(expr=expr, legend=legend)
