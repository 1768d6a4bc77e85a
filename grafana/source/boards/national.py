"""Quốc gia: how the nation stands, who is ahead and who behind, and where it hurts."""

from typing import Any

from grafana_foundation_sdk.models.dashboard import DynamicConfigValue

from grafana.source.frame import Board, Section
from grafana.source.links import NATION, to_agency, to_portal
from grafana.source.look_words import WINDOW
from grafana.source.panels import Chart, lines, number
from grafana.source.queries import metric, named, now, over_time, rows, targeted
from grafana.source.scores import MINISTRIES, PROVINCES, league, most_improved, province_map, province_tiles, worst
from grafana.source.tables import Column, table_of
from grafana.source.words import GREEN, RED, SEVERITY, STATE, SYSTEM, by_name, steps, threshold

FULL, UNSEEN = 'state="full"', 'state="unknown"'
UP_RATIO = threshold("AV-01", "up_ratio")
STATES = f"sum by (state) ({metric('emc_portal_state')})"


def states() -> Any:
    return number(
        Chart(
            title="Cổng theo trạng thái hiện tại",
            about="Confirmed portals by their present judged state. Blocked means that the portal refuses the monitor, "
            "not that it is down; unknown means that nothing can be said.",
            queries=(now(STATES, "{{state}}"),),
            unit="short",
            width=12,
            height=4,
            series=STATE,
        )
    )


def connected(title: str, kinds: str) -> Any:
    return number(
        Chart(
            title=title,
            about="Agencies on whose portals the EMC tag was seen from outside, of all agencies of that kind. "
            "Agencies that could not be seen count in the whole and not in the part.",
            queries=(
                now(f"sum({metric('emc_agencies', FULL, kinds)})", "đã kết nối"),
                now(f"sum({metric('emc_agencies', kinds)})", "trên tổng số"),
                now(f"sum({metric('emc_agencies', UNSEEN, kinds)})", "chưa xác định"),
            ),
            unit="short",
            width=6,
            height=4,
        )
    )


def targets() -> Any:
    value, goal = metric("emc_target_ratio"), metric("emc_target_goal_ratio")
    return table_of(
        Chart(
            title="Chỉ tiêu quốc gia",
            about="What the pages of the agencies add up to, against the goal of the text. Without a value nothing "
            "could be added up; without a goal no text names one.",
            queries=(
                rows(f"max by (target, title, due) ({metric('emc_target_info')})"),
                rows(f"max by (target) ({value})"),
                rows(f"max by (target) ({goal})"),
                rows(f"max by (target) ({value}) - max by (target) ({goal})"),
            ),
        ),
        (
            Column(field="target", title="Mã", width=110),
            Column(field="title", title="Chỉ tiêu"),
            Column(field="Value #B", title="Đạt", unit="percentunit", decimals=1, width=90),
            Column(field="Value #C", title="Mục tiêu", unit="percentunit", decimals=0, width=90),
            Column(
                field="Value #D",
                title="Chênh lệch",
                unit="percentunit",
                decimals=1,
                thresholds=tuple(steps((None, RED), (0, GREEN))),
                width=100,
            ),
            Column(field="due", title="Hạn", width=110),
        ),
        sort="Mã",
        descending=False,
        hidden=("Value #A",),
    )


def targets_over_time() -> Any:
    panel = lines(
        Chart(
            title="Chỉ tiêu theo thời gian, nét đứt là mục tiêu",
            about="National ratios over time; dashed lines are their goals. A line breaks where nothing could be read.",
            queries=(
                over_time(targeted(metric("emc_target_ratio")), "{{target}} {{title}}"),
                over_time(metric("emc_target_goal_ratio"), "mục tiêu {{target}}"),
            ),
            unit="percentunit",
            least=0,
            most=1,
        )
    )
    return panel.override_by_regexp("/^mục tiêu/", _dashed())


def _dashed() -> list[DynamicConfigValue]:
    return [DynamicConfigValue(id_val="custom.lineStyle", value={"fill": "dash", "dash": [8, 8]})]


def incidents() -> Any:
    return number(
        Chart(
            title="Sự cố đang mở theo mức",
            about="Open incidents, those about which nobody is told included.",
            queries=(now(f"sum by (severity) ({metric('emc_incident_open')})", "{{severity}}"),),
            unit="short",
            width=8,
            empty="Không có sự cố đang mở",
            series=SEVERITY,
        )
    )


def states_over_time() -> Any:
    return lines(
        Chart(
            title="Cổng theo trạng thái qua thời gian",
            about="Confirmed portals by judged state, stacked.",
            queries=(over_time(STATES, "{{state}}"),),
            unit="short",
            series=STATE,
            least=0,
        ),
        stacked=True,
    )


def availability() -> Any:
    return lines(
        Chart(
            title="Tỷ lệ hoạt động trung bình của các cổng",
            about="Mean over portals of time up over time decided, in windows of 7 and 30 days; the dashed line is the "
            "threshold of AV-01. It says nothing of time that was not observed.",
            queries=(
                over_time(f"avg by (window) ({metric('emc_availability_ratio')})", "hoạt động {{window}}"),
                over_time(f"avg by (window) ({metric('emc_observed_ratio')})", "được quan sát {{window}}"),
            ),
            unit="percentunit",
            decimals=2,
            most=1,
            thresholds=tuple(steps((None, RED), (UP_RATIO, GREEN))),
            names=WINDOW,
        ),
        goal=True,
    )


def down_now() -> Any:
    down = named(f"({metric('emc_portal_up')} == 0)", "agency", "agency_name", "system", "host")
    return table_of(
        Chart(
            title="Cổng hiện không truy cập được",
            about="Portals judged down at present: confirmed by a second look while our own way out worked.",
            queries=(rows(f"max by (agency, agency_name, system, host, portal) ({down})"),),
            width=24,
            empty="Không có cổng nào",
        ),
        (
            Column(field="agency", title="Mã cơ quan", width=160, link=to_agency()),
            Column(field="agency_name", title="Cơ quan"),
            Column(field="system", title="Hệ thống", mappings=tuple(by_name(SYSTEM)), width=220),
            Column(field="host", title="Địa chỉ"),
            Column(field="portal", title="Mã cổng", link=to_portal()),
        ),
        hidden=("Value",),
    )


BOARD = Board(
    uid=NATION,
    title="EMC · Quốc gia",
    about="How the nation's portals stand: states, connection to EMC, targets, scores, incidents.",
    order=1,
    sections=(
        Section(
            title="Hiện tại",
            panels=(
                states(),
                connected("Bộ, ngành đã kết nối EMC", MINISTRIES),
                connected("Tỉnh, thành phố đã kết nối EMC", PROVINCES),
                incidents(),
                worst(),
                most_improved(),
            ),
        ),
        Section(title="Chỉ tiêu", panels=(targets(), targets_over_time())),
        Section(title="Bảng xếp theo mức", panels=(league(),)),
        Section(title="Bản đồ", panels=(province_map(), province_tiles())),
        Section(title="Qua thời gian", panels=(states_over_time(), availability(), down_now())),
    ),
)
