"""What was seen of a portal last, judged again under another day or another rule book; nothing is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.replay.rounds import PastRound
from monitor.rules.contract import Verdict
from monitor.rules.judging import judge
from monitor.rules.rulebook import RuleBook
from monitor.scoring import Judged, Score, Scoring, score
from monitor.storage.standing import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One portal with the round that is judged; `by_day`: it was taken by the end of the day that was asked for.

    `stood`, by rule: the verdicts that stood then in the store.
    """

    portal: Portal
    agency: Agency
    round: PastRound
    by_day: bool = True
    stood: Mapping[str, Stretch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """One portal's verdicts under the day and the rule book asked for; `looked_at` is when the round began.

    `since`, by rule: when the stored verdict of the same outcome began.
    """

    portal: Portal
    agency: Agency
    looked_at: datetime
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
    seen: Iterable[Seen], rulebook: RuleBook, *, law_day: date, circumstances: Circumstances = NOTHING_TOLD
) -> Iterator[Rejudged]:
    """Judge what was seen, at the time when it was seen; what pages say grows no older until the day of the law."""
    for item in seen:
        taken = item.round
        verdicts = judge(
            rulebook,
            portal=item.portal,
            agency=item.agency,
            facts=taken.facts,
            failures=taken.failures,
            state=taken.state,
            confirmed=taken.confirmed,
            history=taken.history,
            at=taken.since,
            law_day=law_day,
            seen_on=taken.law_day,
            circumstances=circumstances,
            quorum=taken.quorum,
        )
        yield Rejudged(
            portal=item.portal,
            agency=item.agency,
            looked_at=taken.since,
            verdicts=verdicts,
            since=_since(verdicts, item.stood),
        )


def _since(verdicts: Iterable[Verdict], stood: Mapping[str, Stretch]) -> Mapping[str, datetime]:
    return {
        item.rule: stood[item.rule].since
        for item in verdicts
        if item.rule in stood and stood[item.rule].verdict.outcome is item.outcome
    }
