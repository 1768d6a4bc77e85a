"""The past of a simulated nation: put before each portal's first round as it arrives, and kept as any round is."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random

from monitor.demo.history.past_rounds import past_rounds
from monitor.demo.history.past_scores import past_scores
from monitor.demo.history.today import anew, today_of
from monitor.lookout import Lookout
from monitor.records import Round
from monitor.rounds.cadence import LOCAL
from monitor.storage.scores import DayScore


class Backdating:
    """Threads may share it, as long as no portal has two rounds at once."""

    def __init__(self, lookout: Lookout, *, days: int) -> None:
        """`days` before each portal's first round are told; the lookout's configuration must not change meanwhile."""
        self._watch = lookout.gear.watch
        self._subjects = {item.portal.id: item for item in lookout.subjects}
        self._rulebook = lookout.gear.configuration.rulebook
        self._days = days
        self._told: dict[str, Sequence[Round]] = {}

    def __call__(self, taken: Round) -> Sequence[Round]:
        """A portal's first round with its past before it; later rounds as they are."""
        if taken.portal in self._told:
            return (taken,)
        today = today_of(taken, self._subjects[taken.portal], self._watch)
        chance = Random(f"{taken.portal} {taken.law_day}")  # the same tale every time
        past = past_rounds(today, chance, days=self._days)
        self._told[taken.portal] = past.rounds
        return (*past.rounds, anew(today, spans=past.spans))

    def scores(self, now: datetime) -> Iterator[DayScore]:
        """How each agency stood at the end of each of the days before `now`; asked once all first rounds are over."""
        judged = [self._subjects[name] for name, rounds in self._told.items() if rounds[0].judged]
        for agency, mine in groupby(sorted(judged, key=lambda item: item.agency.id), lambda item: item.agency.id):
            rounds = {item.portal: self._told[item.portal.id] for item in mine}
            yield from past_scores(agency, rounds, ends=tuple(self._ends(now)), rulebook=self._rulebook)

    def _ends(self, now: datetime) -> Iterator[datetime]:
        """The last second of each day, Asia/Ho_Chi_Minh, oldest first."""
        midnight = datetime.combine(now.astimezone(LOCAL).date(), time(), LOCAL)
        for days in range(self._days, 0, -1):
            yield midnight - timedelta(days=days - 1, seconds=1)
