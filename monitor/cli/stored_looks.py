"""The looks that `judge` judges again: those of the last round, of the last one by a day, of all of some days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from monitor.catalogue.records import Agency, Portal, PortalStatus
from monitor.catalogue.selection import in_force
from monitor.configuration import Configuration
from monitor.replay.replaying import Replayed, day_begins, day_of, replay
from monitor.replay.rounds import PastRound, rounds_of
from monitor.rollup.rejudging import Seen
from monitor.rounds.outages import remembered_outage
from monitor.rounds.round import FACTS_AGE, ROUND
from monitor.rules.history import Outage
from monitor.rules.rule_folder import proposed_rules
from monitor.rules.rulebook import RuleBook, load_rulebook
from monitor.storage.location import must_exist, parse, store_url
from monitor.storage.past import Past, Stored
from monitor.storage.store import Store
from probes.failures import State
from probes.mistakes import DataError, Mistake

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_MAY_GO_ON = timedelta(days=1)  # after its last failed round, until enough good ones have ended an outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Local days, both included."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The midnight before them."""
        return day_begins(self.first)

    @property
    def ends(self) -> datetime:
        """The midnight after them."""
        return day_begins(self.last + _DAY)

    def each(self) -> Iterator[date]:
        """One after the other."""
        return (self.first + number * _DAY for number in range((self.last - self.first).days + 1))


class StoredLooks:
    """Looks at judged portals of one configuration, or of one of its agencies."""

    def __init__(self, store: Store, configuration: Configuration, *, agency: str | None) -> None:
        """Nothing is read yet."""
        self._store = store
        self._circumstances = configuration.circumstances
        catalogue = configuration.catalogue
        agencies = {item.id: item for item in catalogue.agencies}
        self._judged: dict[str, tuple[Portal, Agency]] = {
            item.id: (item, agencies[item.agency_id])
            for item in catalogue.portals
            if item.status is PortalStatus.CONFIRMED and agency in (None, item.agency_id)
        }
        self.stored: Stored = store.stored()

    def seen(self, *, law_day: date, by: date | None = None) -> Iterator[Seen]:
        """What was seen last of each portal in force; with `by` the last that was seen by the end of that day.

        Where no look that old is stored, or retention has been there, what was seen last.
        """
        before = None if by is None else day_begins(by + _DAY)
        complete = self.stored.complete_from
        if before is not None and complete is not None and before <= complete:
            before = None
        for portal, agency in self._in_force(law_day):
            past = self._store.last_past(portal.id, age=FACTS_AGE, before=before) if before else None
            by_day = past is not None or by is None
            last = self._last_round(past) if past is not None else None
            if past is None:
                past = self._store.last_past(portal.id, age=FACTS_AGE)
                last = self._present_round(past) if past is not None else None
            if past is not None and last is not None:
                yield Seen(portal=portal, agency=agency, round=last, by_day=by_day, stood=past.stood)

    @property
    def portals(self) -> tuple[str, ...]:
        """The ids of the judged portals."""
        return tuple(self._judged)

    def replay(self, portal: str, rulebook: RuleBook, days: Days) -> Replayed:
        """One portal's rounds of these days, judged again."""
        judged, agency = self._judged[portal]
        return replay(
            self._store.past(portal, start=days.begins - FACTS_AGE, end=days.ends),
            rulebook,
            portal=judged,
            agency=agency,
            start=days.begins,
            circumstances=self._circumstances,
        )

    def refuse_unknown(self, days: Days) -> None:
        """Raise `DataError` for days of which looks are missing: an empty answer would look like a good one."""
        first, last, complete = self.stored.first, self.stored.last, self.stored.complete_from
        if complete is not None and days.begins < complete:
            wrong = f"looks before {day_of(complete)} were removed by retention, so {days.first} cannot be judged again"
            raise refused("--from", wrong, f"a day from {_first_whole_day(complete)} on")
        if first is None or last is None:
            raise refused("--from, --to", "no look is stored", "a store that a daemon or a sweep has filled")
        if days.ends <= first or last < days.begins:
            expected = f"days from {day_of(first)} to {day_of(last)}"
            raise refused("--from, --to", f"no look is stored of {days.first} to {days.last}", expected)

    def lacks_before(self, days: Days) -> datetime | None:
        """From when on looks are complete, if daily readings that the first day rests on may be gone."""
        complete = self.stored.complete_from
        return complete if complete is not None and days.begins - FACTS_AGE < complete else None

    def _last_round(self, past: Past) -> PastRound:
        """With the outage that it was taken in, if any, counted from that outage's own rounds."""
        *_, last = rounds_of(past)
        down = next((span for span in reversed(last.history.spans) if span.state is State.DOWN), None)
        if down is None or last.since - down.end > _MAY_GO_ON:
            return last
        *_, counted = rounds_of(self._store.past(past.portal, start=down.start, end=last.since + _INSTANT))
        return _within(last, counted.history.outage)

    def _present_round(self, past: Past) -> PastRound:
        """With the outage that the round itself remembered."""
        *_, last = rounds_of(past)
        return _within(last, remembered_outage(self._store.memory(past.portal).get(ROUND, {})))

    def _in_force(self, day: date) -> Iterator[tuple[Portal, Agency]]:
        return ((one, other) for one, other in self._judged.values() if in_force(one, day) and in_force(other, day))


def proposed_rulebook(folder: Path, configuration: Configuration) -> RuleBook:
    """The rule book of a folder that somebody named; raises `DataError` with every mistake in it."""
    known = tuple(booked.rule.id for booked in configuration.rulebook.rules)
    return load_rulebook(proposed_rules(folder, known=known, in_use=configuration.folder))


@contextmanager
def stored_looks(configuration: Configuration, *, agency: str | None) -> Iterator[StoredLooks]:
    """The looks of the configured store, which must be there."""
    settings = configuration.settings
    url = store_url(settings.storage.url, settings.data.dir)
    must_exist(parse(url))
    facts = {probe.name: probe.facts for probe in configuration.probes}
    with Store.open(url, simulation=settings.simulation.scenario, facts_types=facts) as store:
        yield StoredLooks(store, configuration, agency=agency)


def refused(option: str, wrong: str, expected: str) -> DataError:
    """One line for the operator."""
    return DataError([Mistake(file=option, where="", wrong=wrong, expected=expected)])


def _within(item: PastRound, outage: Outage | None) -> PastRound:
    return replace(item, history=replace(item.history, outage=outage))


def _first_whole_day(moment: datetime) -> date:
    day = day_of(moment)
    return day if day_begins(day) == moment else day + _DAY
