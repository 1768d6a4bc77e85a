"""Stored observations judged again, under another day or another rule book; pure, and nothing is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rules.contract import History, Verdict
from monitor.rules.judging import judge
from monitor.rules.rulebook import RuleBook
from monitor.scoring import Judged, Score, Scoring, score
from monitor.storage.standing import Standing, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One portal with what is stored of it."""

    portal: Portal
    agency: Agency
    standing: Standing
    history: History


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """One portal's verdicts under the day and the rule book asked for.

    `since`, by rule: when the stored verdict of the same outcome began.
    """

    portal: Portal
    agency: Agency
    verdicts: tuple[Verdict, ...]
    since: Mapping[str, datetime] = field(default_factory=dict)


def score_of(rejudged: Iterable[Rejudged], scoring: Scoring) -> Score:
    """The score that follows from these portals of one agency."""
    return score(
        (
            Judged(portal=item.portal.id, system=item.portal.system, verdict=verdict)
            for item in rejudged
            for verdict in item.verdicts
        ),
        scoring,
    )


def rejudge(
    kept: Iterable[Kept], rulebook: RuleBook, *, law_day: date, circumstances: Circumstances = NOTHING_TOLD
) -> Iterator[Rejudged]:
    """Judge what was seen last, at the time when it was seen."""
    for item in kept:
        standing = item.standing
        facts = {name: seen.facts for name, seen in standing.seen.items() if seen.facts is not None}
        failures = {name: last.failure for name, last in standing.observations.items() if last.failure is not None}
        verdicts = judge(
            rulebook,
            portal=item.portal,
            agency=item.agency,
            facts=facts,
            failures=failures,
            state=standing.state,
            confirmed=standing.confirmed,
            history=item.history,
            at=standing.looked_at,
            law_day=law_day,
            circumstances=circumstances,
        )
        yield Rejudged(
            portal=item.portal, agency=item.agency, verdicts=verdicts, since=_since(verdicts, standing.verdicts)
        )


def _since(verdicts: Iterable[Verdict], stood: Mapping[str, Stretch]) -> Mapping[str, datetime]:
    return {
        item.rule: stood[item.rule].since
        for item in verdicts
        if item.rule in stood and stood[item.rule].verdict.outcome is item.outcome
    }
