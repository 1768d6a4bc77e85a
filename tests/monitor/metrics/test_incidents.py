"""What Prometheus is told of incidents and letters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.exemptions.records import Circumstances, Exemption, PlannedStop, Scope
from monitor.incidents.records import Event, Happening
from monitor.metrics.incidents import Severities, Told, incident_families, muted_duties
from monitor.rules.contract import Severity
from probes.contract import System
from tests.support.desks import portal
from tests.support.incidents import OPENED, incident

NOW = datetime(2026, 11, 3, tzinfo=UTC)
DAY = date(2026, 11, 3)
HERE, BESIDE, ELSEWHERE = portal("p1"), portal("p2"), portal("p3", "x-other")
STOP = PlannedStop(scope=Scope(portal="p1"), starts=NOW, ends=NOW + timedelta(hours=1))
EXEMPTION = Exemption(
    scope=Scope(portal="p1"), rule="NET-01", ground="QĐ 1/2026", approver="Bộ Thử", starts=DAY, ends=DAY
)


def series(name: str, told: Told) -> dict[tuple[str, ...], float]:
    """Values of one family by its label values."""
    found = next(family for family in incident_families(told) if name in (family.name, f"{family.name}_total"))
    return {tuple(sample.labels.values()): sample.value for sample in found.samples}


def opened(*incidents: Any) -> dict[tuple[str, ...], float]:
    return series("emc_incident_open", Told(at=NOW, incidents=incidents))


def test_an_open_incident_is_1_with_its_labels() -> None:
    assert opened(incident(portal="p1")) == {("p1", "x-vinh-mau", "REACH-01", "critical"): 1}


@pytest.mark.parametrize(("ago", "shown"), [(timedelta(0), True), (timedelta(hours=23), True), (timedelta(1), False)])
def test_one_that_ended_is_0_for_a_day(ago: timedelta, shown: bool) -> None:
    found = opened(incident(portal="p1", resolved=NOW - ago, ended=NOW - ago))
    assert list(found.values()) == ([0] if shown else [])


@pytest.mark.parametrize("turned", [False, True])
def test_a_new_incident_wins_over_an_ended_one_of_the_same_duty(turned: bool) -> None:
    both = (incident(id="old", resolved=NOW), incident(id="new"))
    found = opened(*reversed(both)) if turned else opened(*both)
    assert list(found.values()) == [1]


def test_a_severity_that_an_incident_had_before_is_over() -> None:
    met, before, now = Severities(), incident(severity=Severity.MINOR), incident(severity=Severity.MAJOR)
    met.had([before])
    found = series("emc_incident_open", Told(at=NOW, incidents=[now], had=met.had([now])))
    assert {labels[3]: value for labels, value in found.items()} == {"minor": 0, "major": 1}


@pytest.mark.parametrize("happening", [Happening.CHANGED, Happening.WENT_ON])
def test_a_severity_that_an_incident_never_had_has_no_series(happening: Happening) -> None:
    event = Event(incident="i-1", happening=happening, at=OPENED, reason="", reason_en="")
    again = incident(events=(event,))
    met = Severities()
    met.had([incident()])
    found = series("emc_incident_open", Told(at=NOW, incidents=[again], had=met.had([again])))
    assert {labels[3]: value for labels, value in found.items()} == {"critical": 1}


def test_severities_of_incidents_that_are_gone_are_forgotten() -> None:
    met = Severities()
    met.had([incident(id="gone")])
    assert met.had([incident(id="here")]) == {"here": {Severity.CRITICAL}}


def test_a_muted_incident_is_muted_while_it_is_open() -> None:
    told = Told(
        at=NOW,
        incidents=[
            incident(portal="p1", muted="tạm dừng theo kế hoạch"),
            incident(portal="p2"),
            incident(portal="p3", muted="tạm dừng theo kế hoạch", resolved=NOW),
        ],
        muted=frozenset({("p9", "NET-01")}),
    )
    assert series("emc_incident_muted", told) == {("p1", "REACH-01"): 1, ("p9", "NET-01"): 1}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(portal="p1"), {"p1"}),
        (Scope(agency="x-vinh-mau"), {"p1", "p2"}),
        (Scope(agency="x-vinh-mau", system=System.ONE_STOP), set()),
        (Scope(portal="unknown"), set()),
    ],
)
def test_a_planned_stop_mutes_every_rule_of_its_portals(scope: Scope, expected: set[str]) -> None:
    stop = PlannedStop(scope=scope, starts=NOW, ends=NOW + timedelta(hours=1))
    found = muted_duties(
        [HERE, BESIDE, ELSEWHERE], ["REACH-01", "TLS-01"], Circumstances(stops=(stop,)), at=NOW, law_day=DAY
    )
    assert found == {(name, rule) for name in expected for rule in ("REACH-01", "TLS-01")}


@pytest.mark.parametrize(
    ("after", "muted"), [(timedelta(seconds=-1), False), (timedelta(0), True), (timedelta(hours=1), False)]
)
def test_a_planned_stop_mutes_from_its_start_until_its_end(after: timedelta, muted: bool) -> None:
    found = muted_duties([HERE], ["REACH-01"], Circumstances(stops=(STOP,)), at=NOW + after, law_day=DAY)
    assert bool(found) is muted


@pytest.mark.parametrize(("later", "muted"), [(-1, False), (0, True), (1, False)])
def test_an_exemption_mutes_its_rule_on_its_days(later: int, muted: bool) -> None:
    law_day = DAY + timedelta(days=later)
    found = muted_duties([HERE, BESIDE], ["REACH-01"], Circumstances(exemptions=(EXEMPTION,)), at=NOW, law_day=law_day)
    assert found == ({("p1", "NET-01")} if muted else set())


def test_an_outbox_where_nothing_waits_is_0_and_one_that_cannot_be_read_says_nothing() -> None:
    assert series("emc_outbox_oldest_seconds", Told(at=NOW)) == {(): 0}
    assert series("emc_outbox_oldest_seconds", Told(at=NOW, waiting=61.5)) == {(): 61.5}
    assert series("emc_outbox_oldest_seconds", Told(at=NOW, waiting=None)) == {}


def test_sendings_of_every_channel_are_counted_from_0() -> None:
    told = Told(at=NOW, sendings={("truc", "sent"): 2, ("gone", "failed"): 1}, channels={"truc": True})
    assert series("emc_deliveries_total", told) == {
        ("gone", "failed"): 1,
        ("truc", "failed"): 0,
        ("truc", "given_up"): 0,
        ("truc", "sent"): 2,
        ("truc", "withdrawn"): 0,
    }


def test_a_channel_that_has_sent_nothing_yet_is_neither_well_nor_ill() -> None:
    told = Told(at=NOW, channels={"first": True, "second": False, "third": None})
    assert series("emc_channel_ok", told) == {("first",): 1, ("second",): 0}
