"""What Prometheus is told of bands, targets and duties."""

from datetime import UTC, date, datetime

import pytest
from prometheus_client import CollectorRegistry

from monitor.catalogue.records import Agency, AgencyKind
from monitor.metrics.collector import Inside, StoreCollector
from monitor.metrics.judgement import judgement_families
from monitor.rollup.connection import Connection
from monitor.rollup.picture import AgencyPicture, Picture
from monitor.rollup.targets import TargetResult, TargetState
from monitor.scoring import Band, Score

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
TOWN = Agency(id="x-vinh-mau", kind=AgencyKind.PROVINCE, name_vi="Tỉnh Vĩnh Mẫu", name_en="Vĩnh Mẫu")
GOOD = Band(id="good", least=90, vi="Tốt", en="good")
TARGET = TargetResult(
    id="TGT-09",
    name="invented",
    title_vi="Mục tiêu mẫu",
    title_en="An invented target",
    goal=None,
    value=None,
    due=date(2026, 12, 31),
    state=TargetState.UNKNOWN,
    agencies=0,
    of=1,
    numerator=0,
    denominator=0,
    counted=(),
    missing={},
    definition="",
    shares=(),
)


def picture(band: Band | None = None) -> Picture:
    score = Score(score=95, low=90, high=96, coverage=0.5, decided_weight=1, applicable_weight=2, band=band)
    agency = AgencyPicture(agency=TOWN, portals=(), score=score, connected=Connection.UNKNOWN)
    return Picture(at=AT, law_day=AT.date(), scenario="", portals=(), agencies=(agency,), targets=(TARGET,))


def series(name: str, drawn: Picture) -> dict[tuple[str, ...], float]:
    family = next(family for family in judgement_families(drawn) if family.name == name)
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


@pytest.mark.parametrize(("band", "told"), [(GOOD, "good"), (None, "unknown")])
def test_a_band_is_told_and_where_there_is_none_that_it_is_unknown(band: Band | None, told: str) -> None:
    assert series("emc_agency_band", picture(band)) == {("x-vinh-mau", "province", told): 1}


def test_a_target_has_its_names_even_where_it_has_no_goal_and_no_value() -> None:
    assert series("emc_target_info", picture()) == {("TGT-09", "Mục tiêu mẫu", "An invented target", "2026-12-31"): 1}
    assert series("emc_target_goal_ratio", picture()) == {}


def test_a_rule_has_its_duty_in_both_languages() -> None:
    inside = Inside(
        mode="observe",
        rulebook="",
        lag=0,
        queue=0,
        store_errors=0,
        state_seconds={},
        online={},
        duties={"X-01": ("Yêu cầu mẫu", "An invented duty")},
    )
    collector = StoreCollector(CollectorRegistry(), picture=picture, accounts=dict, inside=lambda: inside)
    family = next(family for family in collector.collect() if family.name == "emc_duty_info")
    assert [sample.labels for sample in family.samples] == [
        {"rule": "X-01", "duty": "Yêu cầu mẫu", "duty_en": "An invented duty"}
    ]
