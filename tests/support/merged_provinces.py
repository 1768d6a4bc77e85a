"""Two invented provinces that were merged on 1 July 2025 into a third one, with rounds before and after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Lifecycle, Portal, PortalStatus
from monitor.catalogue.selection import on as in_force_on
from monitor.records import Round
from monitor.rollup.picture import Picture, draw
from monitor.rollup.target_files import Target
from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Outcome
from monitor.scoring import Scoring
from monitor.storage.scores import DayScore
from monitor.storage.store import Store
from probes.contract import System
from probes.failures import State
from tests.support.kept_rounds import counts, figure, observation, reachability, round_, verdict

LAST_OF_OLD = date(2025, 6, 30)
FIRST_OF_NEW = date(2025, 7, 1)
NOW = datetime(2025, 7, 31, 16, tzinfo=UTC)  # an hour before August begins in Hà Nội


def _agency(name: str, *heirs: str, begins: date | None = None, ends: date | None = None) -> Agency:
    return Agency(
        id=name,
        kind=AgencyKind.PROVINCE,
        name_vi=f"Tỉnh {name.upper()}",
        name_en=f"Province {name.upper()}",
        valid_from=begins,
        valid_to=ends,
        successor_ids=heirs,
    )


def _portal(agency: str) -> Portal:
    return Portal(
        id=f"{agency}.dvc",
        agency_id=agency,
        system=System.PUBLIC_SERVICE,
        url=f"https://{agency}.test/",
        status=PortalStatus.CONFIRMED,
        lifecycle=Lifecycle.FRONT_END,
    )


CATALOGUE = Catalogue(
    agencies=(
        _agency("a", "ab", ends=LAST_OF_OLD),
        _agency("b", "ab", ends=LAST_OF_OLD),
        _agency("ab", begins=FIRST_OF_NEW),
        _agency("same"),
    ),
    portals=tuple(_portal(name) for name in ("a", "b", "ab", "same")),
)


def month_of(agency: str, first: date, *, services: int | None, state: State = State.UP) -> Iterator[Round]:
    """One round a day in a month of 30 days; its figure stands on each, where it publishes one."""
    for number in range(30):
        at = datetime.combine(first, datetime.min.time(), LOCAL).astimezone(UTC) + timedelta(days=number)
        portal = f"{agency}.dvc"
        looks = [observation(reachability(state), at=at, portal=portal)]
        if services is not None:
            read = counts(figure(services, "services_total", unit="service"))
            looks.append(observation(read, probe="published_counts", at=at, portal=portal))
        plain = round_(
            at, state, portal=portal, agency=agency, observations=tuple(looks), verdicts=(verdict(Outcome.PASS),)
        )
        yield replace(plain, holds_until=at + timedelta(hours=25), law_day=at.astimezone(LOCAL).date())


def day_score(agency: str, day: date, score: float | None = 80.0, *, rulebook: str = "1") -> DayScore:
    """A score as it was kept on a day."""
    at = datetime.combine(day, datetime.min.time(), LOCAL).astimezone(UTC)
    return DayScore(
        day=day,
        agency=agency,
        at=at,
        law_day=day,
        rulebook=rulebook,
        score=score,
        low=70.0,
        high=90.0,
        coverage=0.9,
        band="good",
    )


def picture_of(store: Store, scoring: Scoring, targets: tuple[Target, ...] = (), *, at: datetime = NOW) -> Picture:
    """The present picture, of the bodies of that day."""
    day = at.astimezone(LOCAL).date()
    return draw(
        catalogue=in_force_on(CATALOGUE, day),
        standings=store.standings(),
        scoring=scoring,
        targets=targets,
        at=at,
        law_day=day,
    )
