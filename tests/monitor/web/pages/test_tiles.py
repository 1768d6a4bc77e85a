"""Every province has a cell of its own on the map, of the 63 as of the 34."""

from datetime import date
from pathlib import Path

import pytest

from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.selection import on
from monitor.rollup.picture import AgencyPicture, draw
from monitor.web.pages.tiles import tiles
from tests.support.judged import CONFIG, rulebook
from tests.support.kept_rounds import START


def provinces(day: date, folder: Path = CONFIG) -> list[AgencyPicture]:
    picture = draw(
        catalogue=on(read_catalogue(folder), day),
        standings=(),
        scoring=rulebook().scoring,
        targets=(),
        at=START,
        law_day=day,
    )
    return [item for item in picture.agencies if item.agency.kind.level == "provinces"]


@pytest.mark.parametrize(("day", "number"), [(date(2022, 8, 8), 63), (date(2026, 11, 22), 34)])
def test_every_province_has_a_cell_of_its_own(day: date, number: int) -> None:
    placed = tiles(provinces(day))
    assert len(placed) == number
    assert len({(tile.x, tile.y) for tile in placed}) == number


def test_north_stands_above_south_and_names_are_short() -> None:
    placed = {tile.lines: tile for tile in tiles(provinces(date(2026, 11, 22)))}
    assert placed["Hà Nội",].y < placed["Đà Nẵng",].y < placed["Cà Mau",].y
    assert max(len(line) for lines in placed for line in lines) <= 12
