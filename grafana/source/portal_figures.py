"""What one portal publishes: its latest figures, their history, and the doubts about them."""

from typing import Any

from grafana.source.look_words import figure_names
from grafana.source.page_words import KEY, PERIOD
from grafana.source.panels import Chart, lines
from grafana.source.queries import metric, over_time, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import PROBLEM, by_name


def latest(this: str) -> Any:
    published = " or ".join(metric(f"emc_published_{unit}", this) for unit in ("services", "dossiers", "points"))
    return table_of(
        Chart(
            title="Số liệu công bố mới nhất",
            about="The latest figure of the portal's whole for each key, with its period and the page's own "
            "definition.",
            queries=(rows(f"max by (key, period, definition) ({published})"),),
            height=10,
            empty="Chưa đọc được số liệu nào",
        ),
        (
            Column(field="key", title="Số liệu", mappings=tuple(by_name(KEY))),
            Column(field="period", title="Kỳ", mappings=tuple(by_name(PERIOD)), width=160),
            Column(field="definition", title="Cách tính"),
            Column(field="Value", title="Giá trị", unit="locale", decimals=0, width=130),
        ),
        sort="Số liệu",
        descending=False,
    )


def history(this: str) -> Any:
    published = " or ".join(metric(f"emc_published_{unit}", this) for unit in ("services", "dossiers"))
    return lines(
        Chart(
            title="Số liệu qua thời gian",
            about="Counts as the portal published them. A new period starts low; different definitions are "
            "different lines.",
            queries=(over_time(published, "{{key}} {{period}} {{definition}}"),),
            unit="short",
            height=10,
            empty="Chưa đọc được số liệu nào",
            names=figure_names("services", "dossiers"),
        )
    )


def doubts_of(this: str) -> Any:
    return table_of(
        Chart(
            title="Nghi vấn về số liệu",
            about="Doubts about the figures of the last reading.",
            queries=(rows(f"max by (kind) ({metric('emc_published_problems', this)})"),),
            height=6,
            empty="Không có nghi vấn",
        ),
        (
            Column(field="kind", title="Nghi vấn", mappings=tuple(by_name(PROBLEM))),
            Column(field="Value", title="Số lần", decimals=0, width=100),
        ),
    )
