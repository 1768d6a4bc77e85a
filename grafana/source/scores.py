"""Scores of agencies: the map, the league table, who is lowest and who gained most."""

from typing import Any

from grafana.source.links import to_agency
from grafana.source.panels import Chart, bars, tiles
from grafana.source.provinces import tile_map
from grafana.source.queries import agency_named, metric, now, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import BAND, KIND, band_steps, by_name

PROVINCES, MINISTRIES = 'agency_kind=~"province|city"', 'agency_kind!~"province|city"'
SCORE, OF_PROVINCES = metric("emc_agency_score"), metric("emc_agency_score", PROVINCES)
BANDED = "and on (instance, agency) " + metric("emc_agency_band", 'band!="unknown"')


def province_map() -> Any:
    return tile_map(
        Chart(
            title="Bản đồ ô các tỉnh, thành phố (34, từ 1/7/2025)",
            about="One box for each province in force since 1 July 2025, roughly where it lies, coloured by score; "
            "grey where too little was decided for a band. The two archipelagos are shown as labelled boxes.",
            queries=(now(f"max by (agency) ({OF_PROVINCES} {BANDED})", "{{agency}}"),),
            unit="short",
            decimals=1,
            width=10,
            height=20,
            empty="Chưa tỉnh, thành phố nào đủ căn cứ",
            least=0,
            most=100,
            thresholds=tuple(band_steps()),
        )
    )


def province_tiles() -> Any:
    return tiles(
        Chart(
            title="Điểm các tỉnh, thành phố đang theo dõi",
            about="Score of every watched province, also those of an earlier or a simulated map. A score without "
            "enough coverage is provisional: see the league table for its range.",
            queries=(now(f"max by (agency_name) ({agency_named(OF_PROVINCES)})", "{{agency_name}}"),),
            unit="short",
            decimals=1,
            width=14,
            height=20,
            thresholds=tuple(band_steps()),
        )
    )


def league() -> Any:
    by = "agency, agency_kind"
    return table_of(
        Chart(
            title="Các cơ quan: điểm, khoảng, độ phủ, mức",
            about="Score over what was decided; the range says how low and high it could be if all that is undecided "
            "failed or passed. Below the least coverage there is no band, and scores are not to be compared.",
            queries=(
                rows(f"max by ({by}, agency_name) ({agency_named(SCORE)})"),
                rows(f"max by ({by}) ({metric('emc_agency_score_low')})"),
                rows(f"max by ({by}) ({metric('emc_agency_score_high')})"),
                rows(f"max by ({by}) ({metric('emc_agency_coverage_ratio')})"),
                rows(f"max by ({by}, band) ({metric('emc_agency_band')})"),
            ),
            width=24,
            height=16,
        ),
        (
            Column(field="agency", title="Mã cơ quan", width=160, link=to_agency()),
            Column(field="agency_name", title="Cơ quan"),
            Column(field="agency_kind", title="Loại", mappings=tuple(by_name(KIND)), width=180),
            Column(field="band", title="Mức", mappings=tuple(by_name(BAND)), width=170),
            Column(field="Value #A", title="Điểm", decimals=1, thresholds=tuple(band_steps()), width=90),
            Column(field="Value #B", title="Thấp nhất", decimals=1, width=100),
            Column(field="Value #C", title="Cao nhất", decimals=1, width=100),
            Column(field="Value #D", title="Độ phủ", unit="percentunit", decimals=0, width=90),
        ),
        sort="Điểm",
        hidden=("Value #E",),
    )


def worst() -> Any:
    """Of those with a band only: half a view is no last place."""
    banded = agency_named(f"({SCORE} {BANDED})")
    return bars(
        Chart(
            title="Điểm thấp nhất",
            about="The ten lowest scores among agencies of which enough was decided for a band.",
            queries=(now(f"bottomk(10, max by (agency_name) ({banded}))", "{{agency_name}}"),),
            unit="short",
            decimals=1,
            width=8,
            empty="Chưa cơ quan nào đủ căn cứ để so sánh",
            least=0,
            most=100,
            thresholds=tuple(band_steps()),
        )
    )


def most_improved() -> Any:
    gained = agency_named(f"(({SCORE} - {SCORE} offset $__range) {BANDED})")
    return bars(
        Chart(
            title="Tiến bộ nhiều nhất trong khoảng đang xem",
            about="The ten largest gains in points since the start of the range, among agencies with a band.",
            queries=(
                now(
                    f"topk(10, max by (agency_name) ({gained}) > 0)",
                    "{{agency_name}}",
                ),
            ),
            unit="short",
            decimals=1,
            width=8,
            empty="Chưa có thay đổi để so sánh",
        )
    )
