"""Rounds of invented portals as a daemon hands them to the writer: nothing is looked at, nothing is judged."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

from monitor.records import Round
from monitor.storage.look_tables import LOOK_DAY, LOOK_HOUR
from monitor.storage.rows import PHASES, Row
from probes.exchange import Phases
from probes.facts import LandingPage
from probes.failures import FailureKind, State, failed
from probes.observe import Observation
from tests.support.kept_rounds import landing_page, reachability, verdict

BEGINS = datetime(2026, 10, 31, 17, tzinfo=UTC)  # the midnight of Hà Nội that begins November
INTERVAL = timedelta(minutes=5)
RULES = 30
_HOUR = timedelta(hours=1)
_SILENT = failed(FailureKind.CONNECT_TIMEOUT, "không trả lời trong 10 giây")
_VERDICTS = tuple(verdict(rule=f"R-{number:02}") for number in range(RULES))


class MadeDay:
    """So many portals with a page of 60 links each, whose looks take different times; one look in a hundred fails."""

    def __init__(self, portals: int) -> None:
        """Make the pages."""
        self._chance, self._numbers = Random(portals), count()
        self.names = tuple(f"xa-phuong-mau-{number:05}.portal" for number in range(portals))
        plain = landing_page(links=60)
        self._pages = tuple(
            replace(plain, links=tuple(replace(link, url=f"{link.url}?{name}") for link in plain.links))
            for name in self.names
        )

    def rounds(self, nth: int) -> list[Round]:
        """One round of every portal, spread over the interval."""
        begins = BEGINS + nth * INTERVAL
        step = INTERVAL / len(self.names)
        return [self._round(number, begins + number * step) for number in range(len(self.names))]

    def _round(self, number: int, at: datetime) -> Round:
        up, portal = self._chance.random() >= 0.01, self.names[number]
        state = State.UP if up else State.DOWN
        return Round(
            portal=portal,
            agency=f"tinh-mau-{number % 92:02}",
            vantage="local",
            since=at,
            ended=at + timedelta(seconds=2),
            holds_until=at + 2 * INTERVAL,
            law_day=at.date(),
            state=state,
            confirmed=True,
            judged=True,
            observations=tuple(self._observations(portal, at, self._pages[number], up=up)),
            evidence=(),
            verdicts=_VERDICTS,
            rulebook="2026.1",
            remember={"landing_page": {"etag": portal}},
        )

    def _observations(self, portal: str, at: datetime, page: LandingPage, *, up: bool) -> Iterator[Observation]:
        times = [self._chance.random() for _ in range(6)]
        if up:
            seen = reachability(phases=Phases(**dict(zip(PHASES, times, strict=False))), total=sum(times[:5]))
        else:
            seen = reachability(State.DOWN, status=None, phases=Phases(resolve=times[0]), total=10.0, tls=None)
        blank = Observation(
            id=self._id(at),
            portal=portal,
            probe="reachability",
            vantage="local",
            at=at,
            law_day=at.date(),
            attempt=1,
            seconds=times[5],
            facts=seen,
            failure=None if up else _SILENT,
            evidence=(),
        )
        yield blank
        if up:
            yield replace(blank, id=self._id(at), probe="landing_page", facts=page)

    def _id(self, at: datetime) -> str:
        """As long and as ordered as a UUIDv7."""
        stamp, rest = f"{int(at.timestamp() * 1000):012x}", f"{next(self._numbers):020x}"
        return f"{stamp[:8]}-{stamp[8:]}-7{rest[:3]}-{rest[3:7]}-{rest[7:]}{self._chance.randrange(16):x}"[:36]

    def counted(self, hour: int) -> tuple[list[Row], list[Row]]:
        """Rows of counted looks of every portal: of that hour before the day, and of its day where it is a day's
        first."""
        starts = BEGINS - (hour + 1) * _HOUR
        hours = [self._row(name, looks=12, starts=starts) for name in self.names]
        day = (starts + timedelta(hours=7)).date()
        return hours, [self._row(name, looks=288, day=day) for name in self.names] if hour % 24 == 0 else []

    def _row(self, name: str, *, looks: int, **since: datetime | date) -> Row:
        seconds = [self._chance.random() for _ in range(3 + len(PHASES))]
        return {
            **since,
            "portal": name,
            "vantage": "local",
            "outcome": "seen",
            "looks": looks,
            "timed": looks,
            **dict(zip(("seconds", "fastest", "slowest", *PHASES), seconds, strict=True)),
            **{f"{phase}_looks": looks for phase in PHASES},
        }


COUNTED = (LOOK_HOUR, LOOK_DAY)
