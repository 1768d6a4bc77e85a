"""Captured pages beside the repository, where there are any: what their notes describe, and nothing else."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from probes.document import Document
from probes.figures.data import CountsData
from probes.figures.figure import Figure
from probes.figures.reader import read_counts

FOLDER = Path(__file__).parents[4] / "shared" / "pages"

# file: how many figures of each key its note describes; the rest of the folder carries none.
DOSSIER_TABLE = (
    "carried received open open_on_time open_late supplement resolved early on_time late waiting refused withdrawn"
)
POINTS = "total transparency progress online payment satisfaction digitisation"
EXPECTED: dict[str, dict[str, int]] = {
    "bacgiang_cchc_home_20150702.html": {f"dossiers_{key}": 5 for key in DOSSIER_TABLE.split()} | {"on_time_ratio": 5},
    "bacgiang_hcc_home_mock_2016.html": {
        "dossiers_received": 2,
        "dossiers_resolved": 2,
        "dossiers_carried": 1,
        "on_time_ratio": 1,
    },
    "dvcqg_api_provide_online_tree_phutho_2026.json": {
        "services_total": 1,
        "services_partial": 1,
        "services_full": 1,
        "services_online": 1,
        "dossiers_online": 1,
        "dossiers_direct": 1,
        "dossiers_postal": 1,
        "dossiers_received": 1,
        "score_online": 12,
    },
    "dvcqg_api_dvc_progress_tree_phutho_2026.json": {
        "dossiers_received": 13,
        "dossiers_on_time": 13,
        "dossiers_late": 12,
        "dossiers_resolved": 1,
        "on_time_ratio": 13,
        "score_progress": 13,
    },
    "dvcqg_api_payment_tree_phutho_2026.json": {"dossiers_online_paid": 1, "score_payment": 1},
    "dvcqg_restjsp_report_tinh_766_2025_year.json": {f"score_{key}": 34 for key in POINTS.split()},
    "dvcqg_restjsp_report_tinh_766_2025-10.json": {f"score_{key}": 34 for key in POINTS.split()},
    "dvcqg_restjsp_report_soban_angiang_2025-10.json": {f"score_{key}": 15 for key in POINTS.split()},
    "dvcqg_restjsp_report_xa_angiang_2025-10.json": {f"score_{key}": 102 for key in POINTS.split()},
}
VALUES = {
    ("bacgiang_cchc_home_20150702.html", "dossiers_received", "Sở Xây dựng"): 17,
    ("bacgiang_cchc_home_20150702.html", "dossiers_open_late", "UBND huyện Hiệp Hòa"): 98,
    ("bacgiang_cchc_home_20150702.html", "dossiers_open", "UBND huyện Yên Thế"): 62,
    ("bacgiang_cchc_home_20150702.html", "on_time_ratio", "UBND huyện Lục Nam"): 1.0,
    ("dvcqg_api_dvc_progress_tree_phutho_2026.json", "dossiers_received", None): 597918,
    ("dvcqg_api_dvc_progress_tree_phutho_2026.json", "on_time_ratio", None): 0.8842,
    ("dvcqg_api_provide_online_tree_phutho_2026.json", "services_full", None): 21,
    ("dvcqg_api_provide_online_tree_phutho_2026.json", "dossiers_postal", None): 0,
    ("dvcqg_restjsp_report_tinh_766_2025_year.json", "score_progress", "UBND tỉnh Bắc Ninh"): 19.05,
}
CAPTURES = [
    path
    for path in sorted(FOLDER.glob("*"))
    if path.suffix in (".html", ".json", ".txt") and not path.name.endswith(".source.txt")
]


# Each test walks the folder itself: where there is none, there is nothing to hold, and nothing is left out either.


def test_each_capture_gives_the_figures_that_its_note_describes(
    data: CountsData, tally: Callable[[str, int, int, int], None]
) -> None:
    other = {}
    for path in CAPTURES:
        if path.name in EXPECTED:
            counted, expected = Counter(figure.key for figure in _figures(path, data)), Counter(EXPECTED[path.name])
            tally(path.name, expected.total(), (counted & expected).total(), (counted - expected).total())
            if counted != expected:
                other[path.name] = (expected, counted)
    assert other == {}


def test_the_captures_without_figures_give_none(data: CountsData) -> None:
    pages = [path for path in CAPTURES if path.suffix == ".html" and path.name not in EXPECTED]
    assert {path.name: found for path in pages if (found := _figures(path, data))} == {}


def test_values_of_the_captures_are_those_on_the_page(data: CountsData) -> None:
    for (name, key, scope), value in VALUES.items() if CAPTURES else ():
        found = [figure.value for figure in _figures(FOLDER / name, data) if (figure.key, figure.scope) == (key, scope)]
        assert found == [value], (name, key, scope)


def _figures(path: Path, data: CountsData) -> tuple[Figure, ...]:
    body = path.read_bytes()
    page = body if path.suffix == ".json" else Document(body.decode("utf-8", "replace"), url="", charset="utf-8")
    return read_counts(page, data, law_day=date(2022, 8, 8)).figures
