"""Panels: one value says what is shown, one function for each way of drawing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grafana_foundation_sdk.builders import bargauge, common, prometheus, stat, statetimeline, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor, ThresholdsConfig
from grafana_foundation_sdk.models.common import (
    AxisPlacement,
    BarGaugeDisplayMode,
    BigValueColorMode,
    BigValueGraphMode,
    BigValueTextMode,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    StackingMode,
    VisibilityMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DataSourceRef,
    DataTransformerConfig,
    DynamicConfigValue,
    FieldColorModeId,
    Threshold,
    ThresholdsMode,
    ValueMapping,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from grafana.source.queries import Query
from grafana.source.words import ABSENT, GREEN, Word, steps

SOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
PLAIN = tuple(steps((None, GREEN)))
TABLE_LEGEND_FROM = 16  # columns of width from which there is room for a legend at the side


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a panel shows. `title` is Vietnamese, `about` English; `width` of 24 columns, `height` in rows of 30 px.

    `empty` is what stands there while there is nothing to show; `series` gives series words and colours by name,
    `names` words alone, wherever they stand in a name that is put together of several.
    """

    title: str
    about: str
    queries: tuple[Query, ...]
    unit: str = "none"
    width: int = 12
    height: int = 8
    empty: str = ABSENT
    decimals: int | None = None
    least: float | None = None
    most: float | None = None
    thresholds: tuple[Threshold, ...] = PLAIN
    mappings: tuple[ValueMapping, ...] = ()
    series: Mapping[str, Word] | None = None
    names: Mapping[str, str] | None = None


def number(chart: Chart, *, graph: bool = False) -> Any:
    """A few large numbers."""
    return (
        dressed(stat.Panel(), chart)
        .graph_mode(BigValueGraphMode.AREA if graph else BigValueGraphMode.NONE)
        .color_mode(
            BigValueColorMode.BACKGROUND if len(chart.thresholds) > 1 or chart.mappings else BigValueColorMode.VALUE
        )
        .text_mode(BigValueTextMode.VALUE_AND_NAME if _many(chart) else BigValueTextMode.VALUE)
        .reduce_options(_last())
    )


def tiles(chart: Chart) -> Any:
    """A coloured tile for each series, with its name."""
    return (
        dressed(stat.Panel(), chart)
        .graph_mode(BigValueGraphMode.NONE)
        .color_mode(BigValueColorMode.BACKGROUND_SOLID)
        .text_mode(BigValueTextMode.VALUE_AND_NAME)
        .text(common.VizTextDisplayOptions().title_size(11).value_size(16))
        .reduce_options(_last())
    )


def bars(chart: Chart) -> Any:
    """A lying bar for each series."""
    return (
        dressed(bargauge.Panel(), chart)
        .orientation(VizOrientation.HORIZONTAL)
        .display_mode(BarGaugeDisplayMode.BASIC)
        .reduce_options(_last())
    )


def lines(chart: Chart, *, stacked: bool = False, goal: bool = False) -> Any:
    """Values over time; `goal` draws the thresholds as lines."""
    panel = (
        dressed(timeseries.Panel(), chart)
        .color_scheme(FieldColor().mode(FieldColorModeId.PALETTE_CLASSIC))
        .legend(_legend(chart))
        .line_width(1)
        .fill_opacity(60 if stacked else 5)
        .show_points(VisibilityMode.NEVER)
        .axis_placement(AxisPlacement.AUTO)
    )
    if stacked:
        panel = panel.stacking(common.StackingConfig().mode(StackingMode.NORMAL).group("A"))
    if goal:
        panel = panel.thresholds_style(common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED))
    return panel


def timeline(chart: Chart, *, rows: int = 20) -> Any:
    """A strip for each series, coloured by what held when."""
    return (
        dressed(statetimeline.Panel(), chart)
        .show_value(VisibilityMode.AUTO)
        .merge_values(True)
        .row_height(0.85)
        .per_page(rows)
        .legend(
            common.VizLegendOptions()
            .show_legend(False)
            .display_mode(LegendDisplayMode.LIST)
            .placement(LegendPlacement.BOTTOM)
            .calcs([])
        )
    )


def dressed(builder: Any, chart: Chart) -> Any:
    """What every panel has, whatever it draws."""
    panel = (
        builder.title(chart.title)
        .description(chart.about)
        .datasource(SOURCE)
        .targets([_target(query, place) for place, query in enumerate(chart.queries)])
        .span(chart.width)
        .height(chart.height)
        .unit(chart.unit)
        .no_value(chart.empty)
        .mappings(list(chart.mappings))
        .thresholds(ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(list(chart.thresholds)))
        .color_scheme(FieldColor().mode(FieldColorModeId.THRESHOLDS))
    )
    if chart.decimals is not None:
        panel = panel.decimals(chart.decimals)
    if chart.least is not None:
        panel = panel.min(chart.least)
    if chart.most is not None:
        panel = panel.max(chart.most)
    for name, word in (chart.series or {}).items():
        panel = panel.override_by_name(name, _worded(word))
    if chart.names:
        panel = panel.transformations([_renamed(value, text) for value, text in chart.names.items()])
    return panel


def _renamed(value: str, text: str) -> DataTransformerConfig:
    options = {"regex": rf"/(^|[ (]){value}(?=$|[ )])/", "renamePattern": f"$1{text}"}
    return DataTransformerConfig(id_val="renameByRegex", options=options)


def _worded(word: Word) -> list[DynamicConfigValue]:
    return [
        DynamicConfigValue(id_val="displayName", value=word.text),
        DynamicConfigValue(id_val="color", value={"mode": "fixed", "fixedColor": word.colour}),
    ]


def _target(query: Query, place: int) -> prometheus.Dataquery:
    target = (
        prometheus.Dataquery()
        .datasource(SOURCE)
        .expr(query.expr)
        .legend_format(query.legend or "__auto")
        .ref_id(chr(ord("A") + place))
        .format(PromQueryFormat.TABLE if query.table else PromQueryFormat.TIME_SERIES)
    )
    return target.instant() if query.instant else target.range()


def _legend(chart: Chart) -> common.VizLegendOptions:
    aside = chart.width >= TABLE_LEGEND_FROM
    return (
        common.VizLegendOptions()
        .show_legend(True)
        .display_mode(LegendDisplayMode.TABLE if aside else LegendDisplayMode.LIST)
        .placement(LegendPlacement.RIGHT if aside else LegendPlacement.BOTTOM)
        .calcs(["lastNotNull"] if aside else [])
    )


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False).fields("")


def _many(chart: Chart) -> bool:
    return len(chart.queries) > 1 or any(query.legend for query in chart.queries)
