"""What speaks against published figures: jumps, old dates, places that differ, pages that could not be read."""

from typing import Any

from grafana.source.links import to_agency, to_portal
from grafana.source.page_words import KEY, PERIOD
from grafana.source.panels import Chart, number
from grafana.source.queries import agency_named, metric, named, now, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import GREEN, PROBLEM, RED, YELLOW, by_name, steps, threshold

JUMP = 0.2  # share of a figure by which it changed; ours, for looking only: the verdict is that of SVC-02
OLD = threshold("STAT-02", "recent_days")
PORTAL = (
    Column(field="portal", title="Mã cổng", width=150, link=to_portal()),
    Column(field="agency_name", title="Cơ quan"),
)


def doubts() -> Any:
    return number(
        Chart(
            title="Nghi vấn khi đọc số liệu",
            about="Portals whose last reading of figures raised a doubt, by kind.",
            queries=(now(f"count by (kind) ({metric('emc_published_problems')})", "{{kind}}"),),
            unit="short",
            width=24,
            height=4,
            empty="Không có nghi vấn",
            series=PROBLEM,
        )
    )


def jumps() -> Any:
    total = metric("emc_published_services", 'key="services_total"')
    apart = f"({total} / ({total} offset $__range > 0) - 1)"
    return table_of(
        Chart(
            title="Tổng số dịch vụ công tăng giảm bất thường trong khoảng đang xem",
            about="Portals whose total of services moved by more than a fifth since the start of the range. It may "
            "be lawful: "
            "since 2026 services move to central systems (Decree 224/2026 art. 15.1i).",
            queries=(rows(f"max by (portal, agency_name) ({named(f'({apart} > {JUMP} or {apart} < -{JUMP})')})"),),
            empty="Không có thay đổi bất thường",
        ),
        (*PORTAL, Column(field="Value", title="Thay đổi", unit="percentunit", decimals=0, width=110)),
    )


def stale() -> Any:
    age = f"(time() - {metric('emc_published_as_of_timestamp_seconds')}) / 86400"
    return table_of(
        Chart(
            title="Tuổi của số liệu, theo ngày ghi trên trang",
            about="Days since the date that the page itself gives for its figures; pages that give none are not "
            "here. The colour "
            "is the threshold of STAT-02. In a simulated estate the legal day may lie in the past.",
            queries=(rows(f"max by (portal, agency_name) ({named(f'({age})')})"),),
            empty="Không trang nào ghi ngày",
        ),
        (
            *PORTAL,
            Column(
                field="Value",
                title="Số ngày",
                decimals=0,
                thresholds=tuple(steps((None, GREEN), (OLD, YELLOW), (4 * OLD, RED))),
                width=110,
            ),
        ),
        sort="Số ngày",
    )


def differences() -> Any:
    apart = agency_named(f"({metric('emc_published_difference_ratio')} > 0)")
    return table_of(
        Chart(
            title="Cùng một số liệu, công bố khác nhau ở các nơi",
            about="One figure of an agency that several places publish differently: largest less smallest, over the "
            "largest. "
            "A question, never a verdict; /api/v1/differences has all places with their definitions.",
            queries=(rows(f"max by (agency, agency_name, key, period) ({apart})"),),
            empty="Không có chênh lệch",
        ),
        (
            Column(field="agency", title="Mã cơ quan", width=120, link=to_agency()),
            Column(field="agency_name", title="Cơ quan"),
            Column(field="key", title="Số liệu", mappings=tuple(by_name(KEY))),
            Column(field="period", title="Kỳ", mappings=tuple(by_name(PERIOD)), width=150),
            Column(field="Value", title="Chênh lệch", unit="percentunit", decimals=1, width=110),
        ),
        sort="Chênh lệch",
    )


def changed() -> Any:
    since = metric("emc_published_changed_timestamp_seconds")
    return table_of(
        Chart(
            title="Số liệu vừa thay đổi",
            about="Portals of which a figure was seen to change within the range; the first reading counts as a "
            "change.",
            queries=(rows(f"max by (portal, agency_name) ({named(f'({since} > time() - $__range_s)')}) * 1000"),),
            empty="Không có thay đổi",
        ),
        (*PORTAL, Column(field="Value", title="Thay đổi lúc", unit="dateTimeAsIso", width=190)),
        sort="Thay đổi lúc",
    )
