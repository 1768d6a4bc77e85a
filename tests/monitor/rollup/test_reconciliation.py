"""The same figure at several places: side by side with its definitions, never judged."""

import json
from datetime import UTC, date, datetime

from monitor.catalogue.records import Agency, AgencyKind, Lifecycle, Portal, PortalStatus
from monitor.reports.differences_json import differences_json
from monitor.rollup.reconciliation import Place, reconcile
from monitor.storage.standing import KeptFigure, Standing
from probes.contract import System
from probes.failures import State
from probes.figures.figure import Figure, Period

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
TOWN = Agency(id="thu", kind=AgencyKind.PROVINCE, name_vi="Tỉnh Thử", name_en="Thử")
OFFICE = Agency(id="nha", kind=AgencyKind.MINISTRY, name_vi="Bộ Mẫu", name_en="Mẫu")


def figure(key: str, value: int, *, scope: str | None = None, period: Period | None = None, **more: str) -> Figure:
    unit = "service" if key.startswith("services") else "dossier"
    return Figure(
        key=key, value=value, unit=unit, raw=str(value), label="", where="", scope=scope, period=period, **more
    )


def place(system: System, *figures: Figure, agency: Agency = TOWN) -> Place:
    portal = Portal(
        id=f"{agency.id}.{system.value}",
        agency_id=agency.id,
        system=system,
        url="https://cong.test/",
        status=PortalStatus.CONFIRMED,
        lifecycle=Lifecycle.FRONT_END,
    )
    kept = tuple(
        KeptFigure(portal=portal.id, figure=item, first_seen=AT, last_seen=AT, changed=AT, observation="1")
        for item in figures
    )
    standing = Standing(
        portal=portal.id,
        agency=agency.id,
        vantage="local",
        state=State.UP,
        since=AT,
        looked_at=AT,
        holds_until=AT,
        law_day=AT.date(),
        confirmed=True,
        judged=True,
        rulebook="",
        observations={},
        seen={},
        verdicts={},
        figures=kept,
    )
    return Place(portal=portal, agency=agency, standing=standing)


def test_a_figure_of_two_systems_stands_side_by_side_with_its_difference() -> None:
    told = reconcile(
        [
            place(System.PUBLIC_SERVICE, figure("services_total", 1800), figure("services_full", 700)),
            place(System.ONE_STOP, figure("services_total", 1790, definition="cumulative")),
        ]
    )
    assert [(item.agency, item.key, item.difference, item.one_definition) for item in told] == [
        ("thu", "services_total", 10, False)
    ]
    assert [statement.value for statement in told[0].statements] == [1790, 1800]
    assert told[0].share == 10 / 1800


def test_equal_figures_are_told_too_and_nothing_is_judged() -> None:
    told = reconcile(
        [place(System.PUBLIC_SERVICE, figure("services_total", 5)), place(System.ONE_STOP, figure("services_total", 5))]
    )
    assert [(item.difference, item.share) for item in told] == [(0, 0.0)]


def test_dossiers_are_compared_within_one_period_only() -> None:
    here = place(System.ONE_STOP, figure("dossiers_received", 900, period=YEAR))
    there = place(System.PUBLIC_SERVICE, figure("dossiers_received", 80))
    assert reconcile([here, there]) == ()
    there = place(System.PUBLIC_SERVICE, figure("dossiers_received", 880, period=YEAR))
    assert [item.period for item in reconcile([here, there])] == [YEAR]


def test_a_row_of_the_national_platform_counts_for_the_agency_that_it_names() -> None:
    rows = (figure("services_total", 1700, scope="UBND tỉnh Thử"), figure("services_total", 99, scope="Tỉnh Khác"))
    national = place(System.NATIONAL_PLATFORM, *rows, figure("services_total", 6000), agency=OFFICE)
    own = place(System.PUBLIC_SERVICE, figure("services_total", 1750), figure("services_total", 3, scope="Sở Mây"))
    told = reconcile([national, own])
    assert [(item.agency, item.difference) for item in told] == [("thu", 50)]


def test_a_portal_alone_and_one_without_a_round_say_nothing() -> None:
    alone = place(System.PUBLIC_SERVICE, figure("services_total", 5))
    silent = Place(portal=alone.portal, agency=TOWN, standing=None)
    assert reconcile([alone, silent]) == ()


def test_the_json_says_when_and_missing_is_null() -> None:
    told = reconcile(
        [place(System.PUBLIC_SERVICE, figure("services_total", 0)), place(System.ONE_STOP, figure("services_total", 0))]
    )
    content = json.loads(json.dumps(differences_json(told, at=AT, simulated=True)))
    assert content["simulated"] is True
    assert content["at"] == "2026-11-22T03:00:00Z"
    assert content["differences"][0]["share"] is None
    assert content["differences"][0]["statements"][0]["read_at"] == "2026-11-22T03:00:00Z"
