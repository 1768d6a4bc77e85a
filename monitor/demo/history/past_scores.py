"""How simulated agencies stood at the end of each day before today, by the verdicts that stood then. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from monitor.catalogue.records import Portal
from monitor.records import Round
from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Verdict
from monitor.rules.rulebook import RuleBook
from monitor.scoring import Judged, Score, score
from monitor.storage.scores import DayScore


def past_scores(
    agency: str, rounds: Mapping[Portal, Sequence[Round]], *, ends: Sequence[datetime], rulebook: RuleBook
) -> Iterator[DayScore]:
    """An agency's score at each of these moments, which end days; `rounds` are those of its portals, oldest first."""
    known: tuple[tuple[int, ...], Score] | None = None
    for end in ends:
        stood = {portal: _stood(mine, end) for portal, mine in rounds.items()}
        same = tuple(map(id, stood.values()))
        if not any(stood.values()):
            continue
        if known is None or known[0] != same:
            judged = (
                Judged(portal=portal.id, system=portal.system, verdict=item)
                for portal, verdicts in stood.items()
                for item in verdicts
            )
            known = (same, score(judged, rulebook.scoring))
        yield _day_score(agency, known[1], end=end, rounds=rounds)


def _stood(rounds: Sequence[Round], end: datetime) -> tuple[Verdict, ...]:
    """The verdicts of the last round before the day's end."""
    return next((item.verdicts for item in reversed(rounds) if item.since < end), ())


def _day_score(agency: str, found: Score, *, end: datetime, rounds: Mapping[Portal, Sequence[Round]]) -> DayScore:
    last = next(iter(rounds.values()))[-1]
    return DayScore(
        day=end.astimezone(LOCAL).date(),
        agency=agency,
        at=end,
        law_day=last.law_day,
        rulebook=last.rulebook,
        score=found.score,
        low=found.low,
        high=found.high,
        coverage=found.coverage,
        band=found.band.id if found.band else None,
    )
