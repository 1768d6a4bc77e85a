"""Bộ giám sát: whether the monitor keeps up, sees, and is able to tell."""

from typing import Any

from grafana.source.frame import Board, Section
from grafana.source.keeping_up import LATE, cost, faults, lag, looks, memory, probes, queue, rounds, unobserved
from grafana.source.links import MONITOR
from grafana.source.panels import Chart, bars, number, timeline
from grafana.source.queries import metric, now, over_time, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import GREEN, RED, YELLOW, steps, yes_no

STUCK = 900  # seconds, as the alert of monitor.rules.yml has it
FEW = tuple(steps((None, GREEN), (0.001, RED)))


def builds() -> Any:
    return table_of(
        Chart(
            title="Tiến trình",
            about="The processes that answer, with program and rule book; a stand-by leads nothing and exports no "
            "portals.",
            queries=(
                rows(f"max by (instance, version, rulebook) ({metric('emc_build_info')})"),
                rows(f"max by (instance) ({metric('emc_leader')})"),
                rows(f"max by (instance, mode) ({metric('emc_alerts_mode')})"),
                rows(f"max by (instance, way) ({metric('emc_alerts_way')})"),
                rows(f"max by (instance) ({metric('emc_config_last_reload_successful')})"),
            ),
            width=24,
            height=4,
        ),
        (
            Column(field="instance", title="Tiến trình"),
            Column(field="version", title="Phiên bản"),
            Column(field="rulebook", title="Bộ quy tắc"),
            Column(field="Value #B", title="Vai trò", mappings=tuple(yes_no("Dẫn", "Dự phòng"))),
            Column(field="mode", title="Báo cho người"),
            Column(field="way", title="Đường báo"),
            Column(
                field="Value #E", title="Cấu hình đọc lại", mappings=tuple(yes_no("Đang dùng", "Có lỗi, giữ bản cũ"))
            ),
        ),
        hidden=("Value #A", "Value #C", "Value #D"),
    )


def strip(title: str, about: str, query: str, legend: str, *, yes: str, no: str, empty: str) -> Any:
    return timeline(
        Chart(
            title=title,
            about=about,
            queries=(over_time(query, legend),),
            height=6,
            empty=empty,
            mappings=tuple(yes_no(yes, no)),
        )
    )


def figure(title: str, about: str, query: str, **more: Any) -> Any:
    return number(Chart(title=title, about=about, queries=(now(query),), width=6, height=4, **more))


def deliveries() -> Any:
    return bars(
        Chart(
            title="Thư báo trong khoảng đang xem",
            about="Sendings by channel and result: sent, failed (tried again), given up, withdrawn.",
            queries=(
                now(
                    f"sum by (channel, result) (increase({metric('emc_deliveries_total')}[$__range]))",
                    "{{channel}}: {{result}}",
                ),
            ),
            unit="short",
            height=6,
            empty="Không có kênh nào",
            decimals=0,
            least=0,
        )
    )


def scrapes() -> Any:
    up = 'up{instance=~"$monitor"} and on (instance) emc_build_info'
    return table_of(
        Chart(
            title="Prometheus đọc số liệu",
            about="Whether Prometheus reads the monitor, how long it takes and how many series it gets.",
            queries=(
                rows(f"max by (instance) ({up})"),
                rows(
                    'max by (instance) (scrape_duration_seconds{instance=~"$monitor"} and on (instance) emc_build_info)'
                ),
                rows(
                    'max by (instance) (scrape_samples_scraped{instance=~"$monitor"} and on (instance) emc_build_info)'
                ),
            ),
            height=6,
        ),
        (
            Column(field="instance", title="Tiến trình"),
            Column(field="Value #A", title="Đọc được", mappings=tuple(yes_no("Có", "Không"))),
            Column(field="Value #B", title="Mất", unit="s", decimals=2),
            Column(field="Value #C", title="Số dòng", unit="locale", decimals=0),
        ),
    )


SIGHT = (
    strip(
        "Đường ra mạng",
        "0 while no reference target answers: nobody is blamed and the time is unobserved. Absent with the gate off.",
        f"min by (vantage) ({metric('emc_monitor_online')})",
        "{{vantage}}",
        yes="Thông",
        no="Mất",
        empty="Không hỏi đích đối chiếu nào (network.references trống)",
    ),
    strip(
        "Cổng tự kiểm",
        "Portals of our own whose truth is known; while one is misjudged, the probes that err judge nobody.",
        f"min by (canary) ({metric('emc_canary_ok')})",
        "{{canary}}",
        yes="Đúng",
        no="Sai",
        empty="Chưa hỏi lần nào",
    ),
)
CHANNELS = strip(
    "Kênh báo",
    "Whether each channel accepted the last letter; absent before the first.",
    f"min by (channel) ({metric('emc_channel_ok')})",
    "{{channel}}",
    yes="Nhận",
    no="Không nhận",
    empty="Chưa gửi thư nào",
)
TOTALS = (
    figure(
        "Lượt xem trễ nhất",
        "The lag at present, in seconds; the alert begins at 10.",
        f"max({metric('emc_schedule_lag_seconds')})",
        unit="s",
        thresholds=tuple(steps((None, GREEN), (1, YELLOW), (LATE, RED))),
    ),
    figure(
        "Lượt hỏng trong khoảng đang xem",
        "Rounds that broke by the monitor's own fault within the range; the log names portal and place.",
        f"sum(increase({metric('emc_round_errors_total')}[$__range]))",
        unit="short",
        decimals=0,
        thresholds=FEW,
    ),
    figure(
        "Ghi lỗi trong khoảng đang xem",
        "Commits that failed and were tried again within the range.",
        f"sum(increase({metric('emc_store_errors_total')}[$__range]))",
        unit="short",
        decimals=0,
        thresholds=FEW,
    ),
    figure(
        "Thư chờ lâu nhất",
        "How long the oldest letter that could have been sent has waited; the alert begins at 15 minutes.",
        f"max({metric('emc_outbox_oldest_seconds')})",
        unit="s",
        thresholds=tuple(steps((None, GREEN), (60, YELLOW), (STUCK, RED))),
    ),
)

BOARD = Board(
    uid=MONITOR,
    title="EMC · Bộ giám sát",
    about="The watcher watched: lag, faults, blind periods, canaries, cost, letters. For whoever runs it.",
    order=6,
    since="now-6h",
    sections=(
        Section(title="Hiện tại", panels=(builds(), *TOTALS)),
        Section(title="Theo kịp không", panels=(lag(), rounds(), looks(), probes(), queue(), faults())),
        Section(title="Nhìn thấy không", panels=(*SIGHT, unobserved(), cost(), memory())),
        Section(title="Báo được không", panels=(CHANNELS, deliveries(), scrapes())),
    ),
)
