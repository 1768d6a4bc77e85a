"""Cổng: one portal with its looks, phases, pages, verdicts and figures, and its incidents behind them."""

from typing import Any

from grafana.source.boards.agency import NOTICE, UP_RATIO
from grafana.source.frame import Board, Section, chosen
from grafana.source.incidents import marks, open_incidents
from grafana.source.links import PORTAL
from grafana.source.look_words import LOOK, PHASE, WINDOW
from grafana.source.page_words import PAGE
from grafana.source.panels import Chart, lines, number, timeline
from grafana.source.portal_figures import doubts_of, history, latest
from grafana.source.queries import coded, dutied, metric, now, over_time, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import (
    GREEN,
    OUTCOME,
    RED,
    STATE,
    YELLOW,
    by_code,
    steps,
    threshold,
    yes_no,
)

THIS, FROM = 'portal="$portal"', 'vantage="$vantage"'
SLOW = threshold("PERF-02", "total")
VARIABLES = (
    chosen("agency", "Cơ quan", "label_values(" + metric("emc_portal_info") + ", agency)", several=True),
    chosen("portal", "Cổng", "label_values(" + metric("emc_portal_info", 'agency=~"$agency"') + ", portal)"),
    chosen("vantage", "Nơi xem", "label_values(" + metric("emc_last_look_timestamp_seconds") + ", vantage)"),
)
CODE = coded("emc_portal_state", "state", STATE, THIS, by="portal")


def who() -> Any:
    return table_of(
        Chart(
            title="Cổng",
            about="What is watched, and whether a person has vouched for the address: only confirmed portals are "
            "judged.",
            queries=(
                rows(f"max by (agency_name, system, host, lifecycle, status) ({metric('emc_portal_info', THIS)})"),
            ),
            width=12,
            height=4,
        ),
        (
            Column(field="agency_name", title="Cơ quan"),
            Column(field="system", title="Hệ thống"),
            Column(field="host", title="Địa chỉ"),
            Column(field="lifecycle", title="Vòng đời"),
            Column(field="status", title="Xác nhận"),
        ),
        hidden=("Value",),
    )


def state() -> Any:
    return number(
        Chart(
            title="Trạng thái",
            about="The present judged state. It holds until the next look, at most two intervals.",
            queries=(now(CODE),),
            width=4,
            height=4,
            mappings=tuple(by_code(STATE)),
        )
    )


def availability() -> Any:
    return number(
        Chart(
            title="Hoạt động",
            about="Time up over time decided in the last 7 and 30 days, against the threshold of AV-01.",
            queries=(now(f"max by (window) ({metric('emc_availability_ratio', THIS)})", "{{window}}"),),
            unit="percentunit",
            decimals=2,
            width=4,
            height=4,
            empty="Chưa quan sát đủ",
            thresholds=tuple(steps((None, RED), (UP_RATIO, GREEN))),
            names=WINDOW,
        )
    )


def certificate() -> Any:
    return number(
        Chart(
            title="Chứng thư số còn",
            about="Time until the certificate ends, as last seen; negative after it has ended.",
            queries=(now(f"max({metric('emc_certificate_expiry_timestamp_seconds', THIS)}) - time()"),),
            unit="dtdurations",
            decimals=0,
            width=4,
            height=4,
            empty="Chưa thấy chứng thư",
            thresholds=tuple(steps((None, RED), (0, YELLOW), (NOTICE * 86400, GREEN))),
        )
    )


def states() -> Any:
    return timeline(
        Chart(
            title="Trạng thái qua thời gian",
            about="The judged state over time; gaps were not observed.",
            queries=(over_time(CODE, "trạng thái"),),
            width=24,
            height=4,
            mappings=tuple(by_code(STATE)),
        )
    )


def phases() -> Any:
    return lines(
        Chart(
            title="Thời gian của một lượt xem theo pha",
            about="Resolve, connect, TLS, first byte, transfer of the last look from the chosen vantage, stacked; "
            "phases not reached are absent. The dashed line is what PERF-02 calls slow.",
            queries=(over_time(f"max by (phase) ({metric('emc_look_duration_seconds', THIS, FROM)})", "{{phase}}"),),
            unit="s",
            least=0,
            thresholds=tuple(steps((None, GREEN), (SLOW, RED))),
            names=PHASE,
        ),
        stacked=True,
        goal=True,
    )


def looks() -> Any:
    rate = f"sum by (outcome) (increase({metric('emc_looks_total', THIS)}[$__rate_interval]))"
    return lines(
        Chart(
            title="Lượt xem theo kết quả",
            about="Looks by their outcome: seen, or the kind of failure; the confirming looks included.",
            queries=(over_time(rate, "{{outcome}}"),),
            unit="short",
            least=0,
            names=LOOK,
        ),
        stacked=True,
    )


def vantages() -> Any:
    return timeline(
        Chart(
            title="Nhìn từ từng nơi",
            about="Whether the last look from each vantage saw the portal; where some do and others do not, it is "
            "reachable only partly.",
            queries=(over_time(f"min by (vantage) ({metric('emc_look_success', THIS)})", "{{vantage}}"),),
            width=24,
            height=4,
            empty="Chưa có lượt xem",
            mappings=tuple(yes_no("xem được", "không xem được")),
        )
    )


def answers() -> Any:
    return timeline(
        Chart(
            title="Mã HTTP của câu trả lời",
            about="HTTP status of the last answer. Status codes lie both ways: a block page may say 200.",
            queries=(over_time(f"max by (vantage) ({metric('emc_http_status_code', THIS)})", "{{vantage}}"),),
            height=5,
            empty="Chưa có câu trả lời",
            thresholds=tuple(steps((None, GREEN), (300, YELLOW), (400, RED))),
        )
    )


def pages() -> Any:
    return timeline(
        Chart(
            title="Loại trang trả lời",
            about="What sort of page answered: content, block, challenge, maintenance, soft 404 and so on.",
            queries=(over_time(coded("emc_page_kind", "kind", PAGE, THIS, by="vantage"), "{{vantage}}"),),
            height=5,
            empty="Chưa có câu trả lời",
            mappings=tuple(by_code(PAGE)),
        )
    )


def verdicts() -> Any:
    code = coded("emc_verdict", "outcome", OUTCOME, THIS, by="instance, rule")
    return timeline(
        Chart(
            title="Kết quả theo yêu cầu qua thời gian",
            about="The outcome of each rule over time. Unknown is no failure: why it is unknown stands on the "
            "monitor's "
            "own page of the portal.",
            queries=(over_time(dutied(code), "{{rule}} {{duty}}"),),
            width=24,
            height=18,
            empty="Cổng chưa được xác nhận nên không bị đánh giá",
            mappings=tuple(by_code(OUTCOME)),
        ),
        rows=40,
    )


BOARD = Board(
    uid=PORTAL,
    title="EMC · Cổng",
    about="One portal: looks, phases, status, page kinds, verdicts, figures; its incidents stand behind the charts.",
    order=3,
    variables=VARIABLES,
    annotations={"Sự cố": marks(THIS)},
    sections=(
        Section(title="Hiện tại", panels=(who(), state(), availability(), certificate(), states())),
        Section(title="Lượt xem", panels=(phases(), looks(), vantages(), answers(), pages())),
        Section(title="Yêu cầu", panels=(verdicts(),)),
        Section(
            title="Số liệu công bố",
            panels=(latest(THIS), history(THIS), doubts_of(THIS), open_incidents(THIS, width=12, height=6)),
        ),
    ),
)
