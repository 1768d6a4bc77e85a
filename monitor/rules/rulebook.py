"""The rule book: every rule with its words and its stretches of law, and the weights; with one version for all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from monitor.catalogue.records import Agency, Portal
from monitor.rules.contract import Outcome, Rule, Terms
from monitor.rules.discovery import find_rules
from monitor.rules.rule_file import RuleText, overlaps, read_never, read_terms, read_text
from monitor.rules.rule_folder import RuleFolder, rules_of
from monitor.rules.scoring_file import read_scoring
from monitor.rules.table import TEXT, Table, open_table, shown
from monitor.scoring import Scoring
from monitor.working_days.holidays import NO_HOLIDAYS, Holidays
from monitor.working_days.reading import read_holidays
from probes.mistakes import DataError, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedRule:
    """One rule as the book holds it; `terms` stand in the order of the file.

    `never` are the outcomes that the rule gives on no page, each with the reason.
    """

    rule: Rule
    text: RuleText
    terms: tuple[Terms, ...]
    never: Mapping[Outcome, str] = field(default_factory=dict)

    def in_scope(self, portal: Portal, agency: Agency) -> tuple[Terms, ...]:
        """The stretches that hold for this portal on some day, earliest first."""
        fitting = (terms for terms in self.terms if _fits(terms, portal, agency))
        return tuple(sorted(fitting, key=lambda terms: terms.effective_from or date.min))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """Rules in the order of their ids. `version` names the files that it was read from."""

    rules: tuple[BookedRule, ...]
    scoring: Scoring
    version: str
    holidays: Holidays = NO_HOLIDAYS

    def booked(self, rule: str) -> BookedRule | None:
        """The rule of that id."""
        return next((booked for booked in self.rules if booked.rule.id == rule), None)

    def terms(self, rule: str, portal: Portal, agency: Agency, day: date) -> Terms | None:
        """What holds of that rule for a portal on that legal day; `None` where nothing does."""
        booked = self.booked(rule)
        scope = booked.in_scope(portal, agency) if booked else ()
        return next((terms for terms in scope if holds_on(terms, day)), None)


def holds_on(terms: Terms, day: date) -> bool:
    """Whether a stretch holds on that legal day, both ends included."""
    begun = terms.effective_from is None or terms.effective_from <= day
    return begun and (terms.effective_to is None or day <= terms.effective_to)


def _fits(terms: Terms, portal: Portal, agency: Agency) -> bool:
    launched = _launched(portal, agency)
    return (
        portal.system in terms.systems
        and agency.kind in terms.agency_kinds
        and portal.lifecycle in terms.lifecycles
        and (not terms.agencies or agency.id in terms.agencies)
        and (terms.launched_from is None or launched >= terms.launched_from)
        and (terms.launched_before is None or launched < terms.launched_before)
    )


def _launched(portal: Portal, agency: Agency) -> date:
    """When the site was launched; one of unknown age counts as one that existed before, so nobody is blamed early.

    A first day that is its agency's own says when the legal body began: a merger founds a body, not a site.
    """
    if portal.valid_from is None or portal.valid_from == agency.valid_from:
        return date.min
    return portal.valid_from


def load_rulebook(folder: Path | RuleFolder, *, rules: Mapping[str, Rule] | None = None) -> RuleBook:
    """Read `scoring.toml`, `holidays.toml` and `rules/*.toml` below the configuration folder, or where a folder says.

    `rules` are the judging parts, by default those that are there.
    Raises `DataError` with every mistake of every file.
    """
    place = folder if isinstance(folder, RuleFolder) else rules_of(folder)
    parts = find_rules() if rules is None else rules
    mistakes: list[Mistake] = []
    scoring = read_scoring(place, mistakes)
    holidays = read_holidays(place.holidays, place.named(place.holidays), mistakes)
    booked = tuple(_booked(place, parts, scoring, mistakes))
    mistakes += _unwritten(parts, place)
    if mistakes:
        raise DataError(mistakes)
    return RuleBook(
        rules=tuple(sorted(booked, key=lambda item: item.rule.id)),
        scoring=scoring,
        version=version_of(place),
        holidays=holidays,
    )


def version_of(place: RuleFolder) -> str:
    """Twelve hex digits over the names and bytes of the files that judge; line ends do not count."""
    digest = sha256()
    for path in (place.scoring, place.holidays, *place.files()):
        body = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:12]


def _booked(
    place: RuleFolder, parts: Mapping[str, Rule], scoring: Scoring, mistakes: list[Mistake]
) -> Iterator[BookedRule]:
    for path in place.files():
        table = open_table(path, place.named(path), mistakes)
        if table is None:
            continue
        rule = _part(table, path.stem, parts)
        text, never = read_text(table), read_never(table)
        stretches = [(below, read_terms(below, rule, scoring.weights)) for below in table.tables("terms")]
        table.done()
        _note_overlaps(stretches)
        _note_gates(stretches, scoring)
        if rule is not None:
            yield BookedRule(rule=rule, text=text, terms=tuple(t for _, t in stretches), never=never)


def _part(table: Table, name: str, parts: Mapping[str, Rule]) -> Rule | None:
    found = table.need("id", TEXT)
    if found and found != name:
        table.wrong("id", f"{shown(found)} in a file called {name}.toml", f'"{name}"')
    if found and found not in parts:
        table.wrong("id", f"no judging part is called {found}", f"one of: {', '.join(sorted(parts))}")
    return parts.get(found) or parts.get(name)  # the file's name is enough to check the rest


def _note_overlaps(stretches: Iterable[tuple[Table, Terms]]) -> None:
    for (first, one), (second, other) in combinations(stretches, 2):
        if overlaps(one, other):
            second.wrong("", f"holds on days and for portals of {first.place('')} too", "one stretch for one scope")


def _note_gates(stretches: Iterable[tuple[Table, Terms]], scoring: Scoring) -> None:
    for table, terms in stretches if scoring.weights else ():
        if terms.gate is not None and terms.gate not in scoring.gates:
            expected = f"one of: {', '.join(sorted(scoring.gates)) or 'none'}"
            table.wrong("gate", f"{shown(terms.gate)} is no gate of scoring.toml", expected)


def _unwritten(parts: Mapping[str, Rule], place: RuleFolder) -> Iterator[Mistake]:
    written = {path.stem for path in place.files()}
    for rule in sorted(set(parts) - written):
        file = place.named(place.rules / f"{rule}.toml")
        yield Mistake(file=file, where="", wrong="missing", expected=f"the terms of {rule}")
