"""Tables: present values merged into rows, each column with its words, unit, colours and where it leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grafana_foundation_sdk.builders import common, table
from grafana_foundation_sdk.models.common import (
    TableCellBackgroundDisplayMode,
    TableCellHeight,
    TableColoredBackgroundCellOptions,
    TableColorTextCellOptions,
)
from grafana_foundation_sdk.models.dashboard import DataTransformerConfig, DynamicConfigValue, Threshold, ValueMapping

from grafana.source.panels import Chart, dressed
from grafana.source.words import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `field` is a label, or `Value #A` for the value of the first query (`Value` where there is one).

    `link` is where a click leads; `width` in pixels.
    """

    field: str
    title: str
    unit: str | None = None
    decimals: int | None = None
    mappings: tuple[ValueMapping, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    link: str | None = None
    width: int | None = None


def table_of(
    chart: Chart,
    columns: Sequence[Column],
    *,
    sort: str | None = None,
    descending: bool = True,
    hidden: Sequence[str] = (),
) -> Any:
    """Rows of the queries, merged on their labels, in the order of the columns; fields in `hidden` are left out."""
    panel = (
        dressed(table.Panel(), chart)
        .cell_height(TableCellHeight.SM)
        .filterable(True)
        .transformations([DataTransformerConfig(id_val="merge", options={}), _ordered(columns, hidden)])
    )
    if sort is not None:
        panel = panel.sort_by([common.TableSortByFieldState().display_name(sort).desc(descending)])
    for column in columns:
        panel = panel.override_by_name(column.title, list(_properties(column)))
    return panel


def matrix(chart: Chart, *, row: str, column: str, titles: Mapping[str, Word] | None = None) -> Any:
    """One coloured cell for each pair of labels, whose value is the query's; `titles` are what people read of "
    "columns."""
    options = {"rowField": row, "columnField": column, "valueField": "Value", "emptyValue": "null"}
    panel = (
        dressed(table.Panel(), chart)
        .cell_height(TableCellHeight.SM)
        .cell_options(TableColoredBackgroundCellOptions(mode=TableCellBackgroundDisplayMode.BASIC))
        .filterable(True)
        .transformations([DataTransformerConfig(id_val="groupingToMatrix", options=options)])
    )
    for name, word in (titles or {}).items():
        panel = panel.override_by_name(name, [DynamicConfigValue(id_val="displayName", value=word.text)])
    return panel


def _ordered(columns: Sequence[Column], hidden: Sequence[str]) -> DataTransformerConfig:
    options: Mapping[str, object] = {
        "excludeByName": dict.fromkeys(("Time", *hidden), True),
        "indexByName": {column.field: place for place, column in enumerate(columns)},
        "renameByName": {column.field: column.title for column in columns},
    }
    return DataTransformerConfig(id_val="organize", options=options)


def _properties(column: Column) -> Iterator[DynamicConfigValue]:
    if column.unit is not None:
        yield DynamicConfigValue(id_val="unit", value=column.unit)
    if column.decimals is not None:
        yield DynamicConfigValue(id_val="decimals", value=column.decimals)
    if column.mappings:
        yield DynamicConfigValue(id_val="mappings", value=list(column.mappings))
    if column.thresholds:
        yield DynamicConfigValue(id_val="thresholds", value={"mode": "absolute", "steps": list(column.thresholds)})
    if column.mappings or column.thresholds:
        yield DynamicConfigValue(id_val="custom.cellOptions", value=TableColorTextCellOptions())
    if column.link is not None:
        yield DynamicConfigValue(id_val="links", value=[{"title": "Mở trang chi tiết", "url": column.link}])
    if column.width is not None:
        yield DynamicConfigValue(id_val="custom.width", value=column.width)
