"""The national figures are read from the portals' pages: change one page and the figure moves."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from monitor.configuration import load_configuration, shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from monitor.demo.truth import truth
from monitor.lookout import on_watch
from monitor.rollup.picture import Picture
from monitor.view import View

SOME = tuple(
    item.portal
    for item in truth("2022-08")
    if item.trouble is None and item.portal.endswith("public-service") and "services_eligible" in item.figures
)[:4]


def picture(folder: Path, changes: Mapping[str, Mapping[str, int]]) -> Picture:
    """One round over a few public-service portals."""
    with running_estate("2022-08", folder, changes=changes) as estate:
        write_configuration(folder / "config", estate, defaults=shipped_folder(), port=0, data=folder / "data")
        configuration = load_configuration(folder / "config", {})
        with on_watch(configuration) as lookout:
            lookout.take_all([item for item in lookout.subjects if item.portal.id in SOME])
            return View(lookout).picture()


def ratio(figures: list[Mapping[str, float]]) -> float:
    above = sum(Fraction(str(item["services_full"])) for item in figures)
    below = sum(Fraction(str(item["services_eligible"])) for item in figures)
    return float(above / below)


def test_one_changed_page_moves_the_national_figure_by_just_that_much(tmp_path: Path) -> None:
    published = {item.portal: item.figures for item in truth("2022-08") if item.portal in SOME}
    before = picture(tmp_path / "before", {}).targets[0]
    assert before.value == pytest.approx(ratio(list(published.values())), abs=1e-12)
    assert (before.agencies, before.of) == (4, 92)

    changed = {"services_full": int(published[SOME[0]]["services_full"]) - 7}
    after = picture(tmp_path / "after", {SOME[0]: changed}).targets[0]
    expected = ratio([{**figures, **(changed if portal == SOME[0] else {})} for portal, figures in published.items()])
    assert after.value == pytest.approx(expected, abs=1e-12)
    assert after.value != before.value
