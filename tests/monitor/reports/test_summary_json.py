"""The summary: what was promised, and beside it why verdicts are undecided, what was granted, and who has a band."""

from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.records import Catalogue
from monitor.catalogue.selection import on
from monitor.configuration import shipped_folder
from monitor.exemptions.records import Circumstances, Exemption, Scope
from monitor.metrics.judgement import judgement_families
from monitor.reports.summary_json import summary_json
from monitor.reports.summary_table import summary_table
from monitor.rollup.picture import Picture, draw
from monitor.rules.contract import Cause
from monitor.scoring import Scoring
from tests.support.judged import AT, TODAY, agency, portal, rulebook

EXEMPTION = Exemption(
    scope=Scope(agency="x-vinh-mau"),
    rule="NET-01",
    ground="CV 12/2026",
    approver="Sở mẫu",
    starts=date(2026, 7, 1),
    ends=date(2026, 11, 22),
)
SCORING: Scoring = rulebook().scoring


def picture(exemptions: Sequence[Exemption] = (), *, law_day: date = TODAY) -> Picture:
    return draw(
        catalogue=Catalogue(agencies=(agency(),), portals=(portal(),)),
        standings=(),
        scoring=SCORING,
        targets=(),
        at=AT,
        law_day=law_day,
        circumstances=Circumstances(exemptions=tuple(exemptions)),
    )


def summary(*exemptions: Exemption, law_day: date = TODAY) -> dict[str, Any]:
    return summary_json(picture(exemptions, law_day=law_day), seconds=None)


@pytest.mark.parametrize(("day", "count"), [(date(2026, 6, 30), 0), (TODAY, 1), (date(2026, 11, 23), 0)])
def test_exemptions_in_force_are_public(day: date, count: int) -> None:
    told = summary(EXEMPTION, law_day=day)["exemptions"]
    assert len(told) == count
    assert not told or told == [
        {
            "scope": {"agency": "x-vinh-mau"},
            "rule": "NET-01",
            "ground": "CV 12/2026",
            "approver": "Sở mẫu",
            "from": "2026-07-01",
            "to": "2026-11-22",
        }
    ]


def test_they_are_counted_in_the_metrics_beside_the_causes() -> None:
    families = {family.name: family for family in judgement_families(picture([EXEMPTION]))}
    assert [sample.value for sample in families["emc_exemptions"].samples] == [1]
    causes = {sample.labels["cause"] for sample in families["emc_undecided_verdicts"].samples}
    assert causes == {cause.value for cause in Cause}


def test_an_agency_that_nobody_looked_at_has_no_band_and_says_so() -> None:
    told = summary()
    (row,) = told["agencies"]
    assert (row["score"], row["band"], row["band_name"]) == (None, None, "Chưa đủ căn cứ")
    assert told["bands"] == {"none": 1}


def test_the_table_shows_what_was_granted() -> None:
    console = Console(file=StringIO(), width=100)
    console.print(summary_table(summary(EXEMPTION)))
    assert "exemptions in force: 1" in console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("day", "provinces", "ministries"), [("2022-08-08", 63, 30), ("2026-07-01", 34, 22), ("2026-11-22", 34, 22)]
)
def test_the_denominators_are_the_legal_bodies_of_the_legal_day(day: str, provinces: int, ministries: int) -> None:
    """In 2022 there were 18 ministries, 4 ministerial and 8 government agencies; the report of 08/08/2022 counted 29
    of them, which is the simulated estate's number (`test_national_figures`)."""
    law_day = date.fromisoformat(day)
    drawn = draw(
        catalogue=on(read_catalogue(shipped_folder()), law_day),
        standings=(),
        scoring=SCORING,
        targets=(),
        at=AT,
        law_day=law_day,
    )
    connected = summary_json(drawn, seconds=None)["connected"]
    assert (connected["provinces"]["total"], connected["ministries"]["total"]) == (provinces, ministries)


def test_connection_as_seen_from_outside_is_never_called_complete() -> None:
    console = Console(file=StringIO(), width=100)
    console.print(summary_table(summary()))
    assert "kết nối đầy đủ" not in console.file.getvalue().lower()  # type: ignore[attr-defined]
