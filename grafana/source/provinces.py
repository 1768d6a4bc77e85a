"""The tile map: a box for each province in force since 1 July 2025, roughly where it lies, and both archipelagos."""

from collections.abc import Iterator
from typing import Any

from grafana_foundation_sdk.builders import canvas, common
from grafana_foundation_sdk.models.canvas import HorizontalConstraint, VerticalConstraint
from grafana_foundation_sdk.models.common import TextDimensionMode

from grafana.source.panels import Chart, dressed
from grafana.source.words import GREY

COLUMNS, ROWS = 8, 18

# Column, row, short name, by the agency's id in agencies.csv.
PLACES = {
    "p-12-lai-chau": (1, 0, "Lai Châu"),
    "p34-15-lao-cai": (2, 0, "Lào Cai"),
    "p34-08-tuyen-quang": (3, 0, "Tuyên Quang"),
    "p-04-cao-bang": (4, 0, "Cao Bằng"),
    "p-11-dien-bien": (0, 1, "Điện Biên"),
    "p-14-son-la": (1, 1, "Sơn La"),
    "p34-25-phu-tho": (2, 1, "Phú Thọ"),
    "p34-19-thai-nguyen": (3, 1, "Thái Nguyên"),
    "p-20-lang-son": (4, 1, "Lạng Sơn"),
    "p-01-ha-noi": (2, 2, "Hà Nội"),
    "p34-24-bac-ninh": (3, 2, "Bắc Ninh"),
    "p-22-quang-ninh": (4, 2, "Quảng Ninh"),
    "p34-37-ninh-binh": (2, 3, "Ninh Bình"),
    "p34-33-hung-yen": (3, 3, "Hưng Yên"),
    "p34-31-hai-phong": (4, 3, "Hải Phòng"),
    "p-38-thanh-hoa": (2, 4, "Thanh Hóa"),
    "p-40-nghe-an": (2, 5, "Nghệ An"),
    "p-42-ha-tinh": (3, 6, "Hà Tĩnh"),
    "p34-44-quang-tri": (3, 7, "Quảng Trị"),
    "p-46-hue": (4, 8, "Huế"),
    "p34-48-da-nang": (4, 9, "Đà Nẵng"),
    "p34-51-quang-ngai": (4, 10, "Quảng Ngãi"),
    "p34-52-gia-lai": (4, 11, "Gia Lai"),
    "p34-66-dak-lak": (4, 12, "Đắk Lắk"),
    "p34-68-lam-dong": (4, 13, "Lâm Đồng"),
    "p34-56-khanh-hoa": (5, 13, "Khánh Hòa"),
    "p34-80-tay-ninh": (2, 14, "Tây Ninh"),
    "p34-75-tp-dong-nai": (3, 14, "Đồng Nai"),
    "p34-82-dong-thap": (2, 15, "Đồng Tháp"),
    "p34-79-ho-chi-minh": (3, 15, "TP. Hồ Chí Minh"),
    "p34-91-an-giang": (0, 16, "An Giang"),
    "p34-92-can-tho": (1, 16, "Cần Thơ"),
    "p34-86-vinh-long": (2, 16, "Vĩnh Long"),
    "p34-96-ca-mau": (1, 17, "Cà Mau"),
}
# Column and row of the upper left corner, two columns and two rows each; no agency of their own is watched there.
ARCHIPELAGOS = {
    "Quần đảo Hoàng Sa\n(TP. Đà Nẵng)": (6, 8),
    "Quần đảo Trường Sa\n(tỉnh Khánh Hòa)": (6, 14),
}


def tile_map(chart: Chart) -> Any:
    """Boxes take the colour of the series that bears the agency's id; without one they stay grey."""
    root = canvas.CanvasOptionsRoot().name("Việt Nam").elements([*_provinces(), *_archipelagos()])
    panel = dressed(canvas.Panel(), chart)
    return panel.inline_editing(False).show_advanced_types(False).pan_zoom(False).infinite_pan(False).root(root)


def _provinces() -> Iterator[Any]:
    for agency, (column, row, name) in PLACES.items():
        background = canvas.BackgroundConfig().color(common.ColorDimensionConfig().field(agency).fixed(GREY))
        yield (
            canvas.CanvasElementOptions()
            .name(name)
            .type("rectangle")
            .config(_text(name, size=11))
            .constraint(_scaled())
            .placement(_placed(column, row, wide=1, high=1))
            .background(background)
        )


def _archipelagos() -> Iterator[Any]:
    for name, (column, row) in ARCHIPELAGOS.items():
        yield (
            canvas.CanvasElementOptions()
            .name(name.partition("\n")[0])
            .type("rectangle")
            .config(_text(name, size=11))
            .constraint(_scaled())
            .placement(_placed(column, row, wide=2, high=2))
            .background(canvas.BackgroundConfig().color(common.ColorDimensionConfig().fixed("transparent")))
            .border(canvas.LineConfig().color(common.ColorDimensionConfig().fixed(GREY)).width(1).radius(4))
        )


def _text(text: str, *, size: int) -> dict[str, object]:
    return {
        "text": common.TextDimensionConfig().mode(TextDimensionMode.FIXED).fixed(text).build(),
        "color": {"fixed": "text"},
        "align": "center",
        "valign": "middle",
        "size": size,
    }


def _scaled() -> Any:
    return canvas.Constraint().horizontal(HorizontalConstraint.SCALE).vertical(VerticalConstraint.SCALE)


def _placed(column: int, row: int, *, wide: int, high: int) -> Any:
    """In per cent from each edge, so that the map fits any panel."""
    left, top = 100 * column / COLUMNS, 100 * row / ROWS
    right, bottom = 100 - 100 * (column + wide) / COLUMNS, 100 - 100 * (row + high) / ROWS
    gap = 0.3
    return (
        canvas.Placement()
        .left(round(left + gap, 2))
        .right(round(right + gap, 2))
        .top(round(top + gap, 2))
        .bottom(round(bottom + gap, 2))
    )
