"""Who an entry is for, and which exemption holds on a day."""

from datetime import date

import pytest

from monitor.exemptions.records import Circumstances, Exemption, Scope
from probes.contract import System
from tests.support.judged import portal


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        (Scope(portal="x-vinh-mau-portal"), True),
        (Scope(portal="x-vinh-mau"), False),
        (Scope(agency="x-vinh-mau"), True),
        (Scope(agency="x-vinh-mau", system=System.PORTAL), True),
        (Scope(agency="x-vinh-mau", system=System.ONE_STOP), False),
        (Scope(agency="x-an-mau"), False),
    ],
)
def test_a_scope_means_one_portal_or_an_agencys_or_one_system_of_them(scope: Scope, holds: bool) -> None:
    assert scope.holds(portal()) is holds


@pytest.mark.parametrize(
    ("day", "ground"),
    [
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), "first"),
        (date(2026, 7, 31), "first"),
        (date(2026, 8, 1), "second"),
        (date(2026, 9, 1), None),
    ],
)
def test_the_exemption_of_the_day_holds(day: date, ground: str | None) -> None:
    def one(text: str, month: int) -> Exemption:
        return Exemption(
            scope=Scope(agency="x-vinh-mau"),
            rule="NET-01",
            ground=text,
            approver="Sở mẫu",
            starts=date(2026, month, 1),
            ends=date(2026, month, 31),
        )

    told = Circumstances(exemptions=(one("first", 7), one("second", 8)))
    found = told.exemption(portal(), "NET-01", day)
    assert (found.ground if found else None) == ground
    assert told.exemption(portal(), "NET-02", day) is None
