"""Who hears of an incident, and when at the earliest."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from monitor.alerts.records import Audience, Channel, Hours
from monitor.alerts.routing import Whose, hears, next_opening, not_before
from monitor.catalogue.records import AgencyKind
from monitor.incidents.records import Incident
from monitor.rules.contract import Basis, Severity
from probes.contract import System

WHOSE = Whose(agency_kind=AgencyKind.PROVINCE, system=System.PUBLIC_SERVICE)
OFFICE = Hours(begin=time(8), end=time(17))
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)  # Friday, 10:00 in Hanoi


def incident(severity: Severity = Severity.MAJOR, basis: Basis = Basis.LAW) -> Incident:
    return Incident(
        id="i-1",
        portal="x-vinh-mau-dvc",
        agency="x-vinh-mau",
        rule="TLS-01",
        severity=severity,
        basis=basis,
        since=AT,
        opened=AT,
        reason="",
        reason_en="",
        law=None,
    )


def channel(**changes: Any) -> Channel:
    return Channel(**({"name": "truc", "kind": "webhook"} | changes))


def working(day: date) -> bool:
    return day.weekday() < 5 and day != date(2026, 11, 23)


@pytest.mark.parametrize(
    ("changes", "heard"),
    [
        ({}, True),
        ({"audience": Audience.OPERATOR}, False),
        ({"agencies": frozenset({"x-vinh-mau"})}, True),
        ({"agencies": frozenset({"x-khac"})}, False),
        ({"agency_kinds": frozenset({AgencyKind.PROVINCE})}, True),
        ({"agency_kinds": frozenset({AgencyKind.MINISTRY})}, False),
        ({"systems": frozenset({System.PUBLIC_SERVICE})}, True),
        ({"systems": frozenset({System.PORTAL})}, False),
        ({"bases": frozenset({Basis.LAW})}, True),
        ({"bases": frozenset({Basis.PRODUCT})}, False),
        ({"at_least": Severity.MAJOR}, True),
        ({"at_least": Severity.CRITICAL}, False),
    ],
)
def test_a_channel_hears_of_what_all_its_conditions_hold_for(changes: dict[str, Any], heard: bool) -> None:
    assert hears(channel(**changes), incident(), WHOSE) is heard


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        ("2026-11-20T03:00", "2026-11-20T03:00"),
        ("2026-11-20T00:59", "2026-11-20T01:00"),
        ("2026-11-20T01:00", "2026-11-20T01:00"),
        ("2026-11-20T09:59", "2026-11-20T09:59"),
        ("2026-11-20T10:00", "2026-11-24T01:00"),
        ("2026-11-21T03:00", "2026-11-24T01:00"),
        ("2026-11-22T18:00", "2026-11-24T01:00"),
    ],
)
def test_outside_working_hours_the_next_working_morning_is_early_enough(at: str, opening: str) -> None:
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (at, opening))
    assert next_opening(OFFICE, at=moment, working=working) == expected


def test_what_is_urgent_waits_for_no_office() -> None:
    night = datetime(2026, 11, 20, 20, tzinfo=UTC)
    morning = datetime(2026, 11, 24, 1, tzinfo=UTC)
    office = channel(hours=OFFICE, urgent=Severity.CRITICAL)
    assert not_before(office, incident(Severity.CRITICAL), at=night, working=working) == night
    assert not_before(office, incident(Severity.MAJOR), at=night, working=working) == morning
    assert not_before(channel(), incident(Severity.MINOR), at=night, working=working) == night


def test_a_calendar_without_any_working_day_delays_nothing_for_ever() -> None:
    assert next_opening(OFFICE, at=AT, working=lambda _day: False) == AT
