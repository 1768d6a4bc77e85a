"""Figures of services and dossiers: added up over agencies, and agency by agency."""

from typing import Any

from grafana.source.links import to_agency
from grafana.source.look_words import figure_names
from grafana.source.page_words import KEY, PERIOD
from grafana.source.panels import Chart, lines, number
from grafana.source.queries import agency_named, metric, named, now, over_time, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import GREEN, RED, YELLOW, by_name, steps, target_goal

# Recorded in config/prometheus/dashboards.rules.yml: each figure from one system of the agency only.
ONE_SERVICES, ONE_DOSSIERS = "agency:emc_published_services:one_place", "agency:emc_published_dossiers:one_place"
OF_PERIOD = 'period=~"$period"'
LEVELS = 'key=~"services_(total|eligible|full|partial|information|with_dossiers)"'
FLOW = 'key=~"dossiers_(received|resolved|open|late|online|handled_online)"'
WHOSE = (
    Column(field="agency", title="Mã cơ quan", width=110, link=to_agency()),
    Column(field="agency_name", title="Cơ quan"),
)
NOTHING = "Chưa đọc được số liệu nào"


def levels() -> Any:
    return number(
        Chart(
            title="Dịch vụ công theo mức độ, cộng các cơ quan đọc được",
            about="Sum over agencies of what they publish, each figure from one system of the agency only: the "
            "public-service portal, else the one-stop system, else the portal. Different definitions stand apart.",
            queries=(now(f"sum by (key, definition) ({metric(ONE_SERVICES, LEVELS)})", "{{key}}"),),
            unit="locale",
            decimals=0,
            width=18,
            height=5,
            empty=NOTHING,
            series=KEY,
        )
    )


def from_how_many() -> Any:
    return number(
        Chart(
            title="Từ bao nhiêu cơ quan",
            about="How many agencies publish services that could be read, of all agencies. The sums say nothing of the "
            "others.",
            queries=(
                now(f"count(count by (agency) ({metric(ONE_SERVICES)}))", "đọc được"),
                now(f"count({metric('emc_agency_band')})", "trên tổng số"),
            ),
            unit="short",
            width=6,
            height=5,
        )
    )


def services_of_agencies() -> Any:
    counts = [metric(ONE_SERVICES, _is(f"services_{level}")) for level in ("total", "full", "partial", "information")]
    share = _share("services", "services_full", "services_eligible")
    return table_of(
        Chart(
            title="Dịch vụ công của từng cơ quan",
            about="What each agency publishes of its services, and the share of full-level ones among those "
            "eligible where "
            "one page gives both, against the goal of TGT-01.",
            queries=tuple(_of_agencies(expr) for expr in (*map(agency_named, counts), share)),
            width=24,
            height=12,
            empty=NOTHING,
        ),
        (
            *WHOSE,
            *_counts("Tổng số", "Toàn trình", "Một phần", "Cung cấp thông tin"),
            _ratio("Value #E", "Toàn trình / đủ điều kiện", goal=target_goal("TGT-01")),
        ),
        sort="Cơ quan",
        descending=False,
    )


def dossiers_of_agencies() -> Any:
    counts = [metric(ONE_DOSSIERS, _is(f"dossiers_{what}"), OF_PERIOD) for what in ("received", "resolved", "late")]
    on_time = _share("dossiers", "dossiers_late", "dossiers_resolved", OF_PERIOD)
    online = _share("dossiers", "dossiers_handled_online", "dossiers_received", OF_PERIOD)
    return table_of(
        Chart(
            title="Hồ sơ của từng cơ quan, đúng hạn và trực tuyến",
            about="Dossiers of the chosen period. Not late is one less late over resolved, online is handled online "
            "over "
            "received: each worked out by us from two figures of one page and period, and empty where a page lacks "
            "one. "
            "The dashed goal of online handling is that of TGT-03.",
            queries=(
                *(_of_agencies(agency_named(expr), "period") for expr in counts),
                rows(f"1 - max by (agency, agency_name, period) ({on_time})"),
                _of_agencies(online, "period"),
            ),
            width=24,
            height=12,
            empty=NOTHING,
        ),
        (
            *WHOSE,
            Column(field="period", title="Kỳ", mappings=tuple(by_name(PERIOD)), width=160),
            *_counts("Tiếp nhận", "Đã giải quyết", "Quá hạn"),
            _ratio("Value #D", "Không quá hạn (tự tính)"),
            _ratio("Value #E", "Xử lý trực tuyến (tự tính)", goal=target_goal("TGT-03")),
        ),
        sort="Cơ quan",
        descending=False,
    )


def published_ratios() -> Any:
    ratio = named(metric("emc_published_ratio"), "agency", "agency_name", "system")
    return table_of(
        Chart(
            title="Tỷ lệ do cổng tự công bố, kèm cách tính",
            about="Ratios as the portals print them. Five formulas of on-time and three of online are in use: a ratio "
            "without its definition is not to be compared.",
            queries=(rows(f"max by (agency, agency_name, system, key, period, definition) ({ratio})"),),
            width=24,
            empty="Không cổng nào công bố tỷ lệ",
        ),
        (
            *WHOSE,
            Column(field="system", title="Hệ thống", width=140),
            Column(field="key", title="Tỷ lệ", mappings=tuple(by_name(KEY)), width=240),
            Column(field="period", title="Kỳ", mappings=tuple(by_name(PERIOD)), width=160),
            Column(field="definition", title="Cách tính của trang"),
            Column(field="Value", title="Giá trị", unit="percentunit", decimals=1, width=90),
        ),
        sort="Cơ quan",
        descending=False,
    )


def services_over_time() -> Any:
    return lines(
        Chart(
            title="Dịch vụ công qua thời gian",
            about="Sums over the agencies that could be read; they also move when more or fewer of them can be read.",
            queries=(over_time(f"sum by (key, definition) ({metric(ONE_SERVICES, LEVELS)})", "{{key}}"),),
            unit="locale",
            least=0,
            empty=NOTHING,
            names=figure_names("services"),
        )
    )


def dossiers_over_time() -> Any:
    flow = metric(ONE_DOSSIERS, FLOW, OF_PERIOD)
    return lines(
        Chart(
            title="Hồ sơ qua thời gian",
            about="Sums over the agencies that could be read, of one kind of period each; a new period starts low.",
            queries=(over_time(f"sum by (key, period, definition) ({flow})", "{{key}} ({{period}})"),),
            unit="locale",
            least=0,
            empty=NOTHING,
            names=figure_names("dossiers"),
        )
    )


def _is(key: str) -> str:
    return f'key="{key}"'


def _share(unit: str, part: str, whole: str, *matchers: str) -> str:
    """Of two figures of one page, period and definition."""
    family = f"emc_published_{unit}"
    above, below = metric(family, _is(part), *matchers), metric(family, _is(whole), *matchers)
    return named(f"({above} / ignoring (key) ({below} > 0))", "agency", "agency_name")


def _of_agencies(expr: str, *labels: str) -> Any:
    return rows(f"max by ({', '.join(('agency', 'agency_name', *labels))}) ({expr})")


def _counts(*titles: str) -> tuple[Column, ...]:
    return tuple(
        Column(field=f"Value #{letter}", title=title, unit="locale", decimals=0, width=130)
        for letter, title in zip("ABCD", titles, strict=False)
    )


def _ratio(field: str, title: str, *, goal: float | None = None) -> Column:
    colours = () if goal is None else tuple(steps((None, RED), (goal * 0.8, YELLOW), (goal, GREEN)))
    return Column(field=field, title=title, unit="percentunit", decimals=1, thresholds=colours, width=190)
