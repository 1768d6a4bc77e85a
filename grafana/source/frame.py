"""What every dashboard has: variables, links to the others, the banner that tells simulated data apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grafana_foundation_sdk.builders.dashboard import (
    Dashboard,
    DashboardLink,
    DatasourceVariable,
    QueryVariable,
    Row,
    TimePicker,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    DashboardRangeMapOptions,
    DataSourceRef,
    RangeMap,
    ValueMap,
    ValueMappingResult,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from grafana.source.panels import Chart, number
from grafana.source.queries import metric, now
from grafana.source.words import BLUE, ORANGE, RED

TAG = "emc"
SOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Panels under one heading; those of one line add up to 24 columns and have one height."""

    title: str
    panels: Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One dashboard. `uid` is its address for good; `order` its place among the others; `since` the range shown first.

    `annotations` are queries whose series mark stretches of time, by name.
    """

    uid: str
    title: str
    about: str
    order: int
    sections: Sequence[Section]
    variables: Sequence[Any] = ()
    since: str = "now-24h"
    annotations: Mapping[str, str] = field(default_factory=dict)


def dashboard(board: Board) -> Any:
    """The board in Grafana's own shape."""
    built = (
        Dashboard(board.title)
        .uid(board.uid)
        .description(board.about)
        .tags([TAG])
        .timezone("Asia/Ho_Chi_Minh")
        .time(board.since, "now")
        .refresh("1m")
        .timepicker(TimePicker().refresh_intervals(["30s", "1m", "5m", "15m"]))
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .readonly()
        .variables([_source(), _monitor(), *board.variables])
        .links([_others()])
        .with_panel(banner())
    )
    for section in board.sections:
        built = built.with_row(Row(section.title))
        for panel in section.panels:
            built = built.with_panel(panel)
    return built.build()


def banner() -> Any:
    """Says in words and colour whether what is shown was observed or simulated."""
    simulated = metric("emc_build_info", 'simulated="true"')
    return number(
        Chart(
            title="Nguồn số liệu",
            about="Whether the chosen monitors watch real portals or the simulated estate. Nothing of a simulated "
            "estate says anything about a real agency.",
            queries=(now(f"(count({simulated}) or vector(0)) / count({metric('emc_build_info')})"),),
            width=24,
            height=2,
            empty="Không có hệ thống giám sát nào trả lời",
            mappings=(
                ValueMap(
                    options={
                        "0": ValueMappingResult(text="Số liệu quan sát", color=BLUE, index=0),
                        "1": ValueMappingResult(
                            text="SỐ LIỆU MÔ PHỎNG · SIMULATED: mọi cơ quan và kết quả dưới đây đều là hư cấu",
                            color=ORANGE,
                            index=1,
                        ),
                    }
                ),
                RangeMap(
                    options=DashboardRangeMapOptions(
                        from_val=0.000001,
                        to=0.999999,
                        result=ValueMappingResult(
                            text="LẪN số liệu mô phỏng: hãy chọn một hệ thống giám sát ở trên", color=RED, index=2
                        ),
                    )
                ),
            ),
        )
    )


def chosen(name: str, label: str, query: str, *, regex: str = "", several: bool = False) -> Any:
    """A variable whose values come out of Prometheus."""
    variable = (
        QueryVariable(name)
        .label(label)
        .datasource(SOURCE)
        .query({"query": query, "refId": f"Variable-{name}"})
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
        .regex(regex)
        .multi(several)
    )
    if several:
        variable = variable.include_all(True).all_value(".*").current(VariableOption(text="All", value="$__all"))
    return variable


def _source() -> Any:
    return DatasourceVariable("datasource").label("Nguồn dữ liệu").type("prometheus")


def _monitor() -> Any:
    return chosen("monitor", "Hệ thống giám sát", "label_values(emc_build_info, instance)", several=True)


def _others() -> Any:
    return (
        DashboardLink("Các bảng EMC")
        .type(DashboardLinkType.DASHBOARDS)
        .tags([TAG])
        .as_dropdown(False)
        .include_vars(True)
        .keep_time(True)
    )
