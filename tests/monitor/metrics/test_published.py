"""What Prometheus is told of published figures beside their values: doubts, and places that differ."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.catalogue.records import Agency, AgencyKind, Portal
from monitor.metrics.published import published_families
from monitor.rollup.picture import Picture, PortalPicture
from monitor.storage.standing import KeptFigure, Standing
from probes.contract import System
from probes.failures import State
from probes.figures.figure import Figure, Period, Problem, PublishedCounts
from probes.observe import Observation
from tests.support.desks import portal

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
TOWN = Agency(id="x-vinh-mau", kind=AgencyKind.PROVINCE, name_vi="Tỉnh Vĩnh Mẫu", name_en="Vĩnh Mẫu")
HERE, BESIDE = portal("p1"), replace(portal("p2"), system=System.ONE_STOP)


def year(number: int) -> Period:
    return Period(start=date(number, 1, 1), end=date(number, 12, 31))


def received(value: int, period: Period) -> Figure:
    return Figure(
        key="dossiers_received", value=value, unit="dossier", raw=str(value), label="", where="", period=period
    )


def read(*problems: str, ago: timedelta = timedelta(0)) -> Observation:
    facts = PublishedCounts(problems=tuple(Problem(kind=kind, detail="") for kind in problems))
    return Observation(
        id="o-1",
        portal="p1",
        probe="published_counts",
        vantage="local",
        at=AT - ago,
        law_day=AT.date(),
        attempt=1,
        seconds=1.0,
        facts=facts,
        failure=None,
        evidence=(),
    )


def shown(watched: Portal, *figures: Figure, reading: Observation | None = None) -> PortalPicture:
    kept = tuple(
        KeptFigure(portal=watched.id, figure=item, first_seen=AT, last_seen=AT, changed=AT, observation="o-1")
        for item in figures
    )
    standing = Standing(
        portal=watched.id,
        agency=TOWN.id,
        vantage="local",
        state=State.UP,
        since=AT,
        looked_at=AT,
        holds_until=AT + timedelta(minutes=10),
        law_day=AT.date(),
        confirmed=True,
        judged=True,
        rulebook="",
        observations={},
        seen={} if reading is None else {"published_counts": reading},
        verdicts={},
        figures=kept,
    )
    return PortalPicture(portal=watched, agency=TOWN, state=State.UP, standing=standing)


def series(name: str, *portals: PortalPicture) -> dict[tuple[str, ...], float]:
    picture = Picture(at=AT, law_day=AT.date(), scenario="", portals=portals, agencies=(), targets=())
    family = next(family for family in published_families(picture) if family.name == name)
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


def test_doubts_are_counted_by_kind_and_kinds_not_met_are_absent() -> None:
    told = series("emc_published_problems", shown(HERE, reading=read("jump", "stale", "jump")), shown(BESIDE))
    assert told == {("p1", "jump"): 2, ("p1", "stale"): 1}


def test_doubts_of_a_reading_that_is_too_old_are_told_no_more() -> None:
    assert series("emc_published_problems", shown(HERE, reading=read("jump", ago=timedelta(hours=73)))) == {}


def test_how_far_two_places_are_apart_is_told_of_the_latest_period() -> None:
    told = series(
        "emc_published_difference_ratio",
        shown(HERE, received(100, year(2025)), received(200, year(2026))),
        shown(BESIDE, received(50, year(2025)), received(150, year(2026))),
    )
    assert told == {("x-vinh-mau", "dossiers_received", "year"): 0.25}


def test_one_place_alone_differs_from_nobody() -> None:
    assert series("emc_published_difference_ratio", shown(HERE, received(100, year(2026)))) == {}
