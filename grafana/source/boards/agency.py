"""Cơ quan: one agency with its systems, verdicts, figures, availability, certificates and incidents."""

from typing import Any

from grafana.source.frame import Board, Section, chosen
from grafana.source.incidents import open_incidents
from grafana.source.links import AGENCY, to_portal
from grafana.source.look_words import WINDOW, figure_names, texts
from grafana.source.panels import Chart, lines, number, timeline
from grafana.source.queries import coded, dutied, metric, now, over_time, rows
from grafana.source.tables import Column, matrix, table_of
from grafana.source.words import (
    BAND,
    GREEN,
    OUTCOME,
    RED,
    STATE,
    SYSTEM,
    YELLOW,
    band_steps,
    by_code,
    by_name,
    steps,
    threshold,
)

UP_RATIO, NOTICE = threshold("AV-01", "up_ratio"), threshold("TLS-02", "notice_days")
THIS = 'agency="$agency"'
OF_IT = metric("emc_portal_info", THIS)
VARIABLE = chosen(
    "agency",
    "Cơ quan",
    "query_result(group by (agency, agency_name) (" + metric("emc_portal_info") + "))",
    regex='/agency="(?<value>[^"]+)".*agency_name="(?<text>[^"]+)"/',
)


def of_it(expr: str, *labels: str) -> str:
    """Series of this agency's portals alone, with labels of the portal."""
    return f"{expr} * on (instance, portal) group_left ({', '.join(labels or ('system', 'host'))}) {OF_IT}"


def score() -> Any:
    return number(
        Chart(
            title="Điểm và khoảng có thể",
            about="Score over what was decided, and how low and high it could be if all that is undecided failed or "
            "passed.",
            queries=(
                now(f"max({metric('emc_agency_score_low', THIS)})", "thấp nhất"),
                now(f"max({metric('emc_agency_score', THIS)})", "điểm"),
                now(f"max({metric('emc_agency_score_high', THIS)})", "cao nhất"),
            ),
            unit="short",
            decimals=1,
            width=9,
            height=4,
            thresholds=tuple(band_steps()),
        )
    )


def band() -> Any:
    return table_of(
        Chart(
            title="Mức và độ phủ",
            about="The band of the score, and the share of the applicable weight that was decided. Below the least "
            "coverage there is no band.",
            queries=(
                rows(f"max by (agency, band) ({metric('emc_agency_band', THIS)})"),
                rows(f"max by (agency) ({metric('emc_agency_coverage_ratio', THIS)})"),
            ),
            width=6,
            height=4,
        ),
        (
            Column(field="band", title="Mức", mappings=tuple(by_name(BAND))),
            Column(field="Value #B", title="Độ phủ", unit="percentunit", decimals=0),
        ),
        hidden=("agency", "Value #A"),
    )


def systems() -> Any:
    code = of_it(coded("emc_portal_state", "state", STATE, by="instance, portal"), "system", "host", "lifecycle")
    certificate = of_it(metric("emc_certificate_expiry_timestamp_seconds"))
    looked = of_it(metric("emc_last_look_timestamp_seconds"))
    up = of_it(metric("emc_availability_ratio", 'window="30d"'))
    days = steps((None, RED), (0, YELLOW), (NOTICE, GREEN))
    return table_of(
        Chart(
            title="Các hệ thống của cơ quan",
            about="Every portal of the agency: present judged state, availability over 30 days where enough was "
            "observed, "
            "days until the certificate ends, and when it was last looked at.",
            queries=(
                rows(f"max by (portal, system, host, lifecycle) ({code})"),
                rows(f"max by (portal) ({up})"),
                rows(f"(max by (portal) ({certificate}) - time()) / 86400"),
                rows(f"max by (portal) ({looked}) * 1000"),
            ),
            width=24,
            height=6,
        ),
        (
            Column(field="portal", title="Mã cổng", width=200, link=to_portal()),
            Column(field="system", title="Hệ thống", mappings=tuple(by_name(SYSTEM)), width=220),
            Column(field="host", title="Địa chỉ"),
            Column(field="lifecycle", title="Vòng đời", width=110),
            Column(field="Value #A", title="Trạng thái", mappings=tuple(by_code(STATE)), width=220),
            Column(
                field="Value #B",
                title="Hoạt động 30 ngày",
                unit="percentunit",
                decimals=2,
                thresholds=tuple(steps((None, RED), (UP_RATIO, GREEN))),
                width=150,
            ),
            Column(field="Value #C", title="Chứng thư còn (ngày)", decimals=0, thresholds=tuple(days), width=170),
            Column(field="Value #D", title="Xem lần cuối", unit="dateTimeFromNow", width=150),
        ),
    )


def verdicts_now() -> Any:
    code = of_it(coded("emc_verdict", "outcome", OUTCOME, by="instance, portal, rule"), "system")
    told = f"max by (rule, duty, system) ({dutied(f'({code})')})"
    return matrix(
        Chart(
            title="Kết quả theo yêu cầu và hệ thống",
            about="The present outcome of every rule on every system; where an agency has several portals of one "
            "system, "
            "the gravest.",
            queries=(rows(f'label_join({told}, "what", " ", "rule", "duty")'),),
            height=14,
            mappings=tuple(by_code(OUTCOME, absent="")),
        ),
        row="what",
        column="system",
        titles=SYSTEM,
    )


def verdicts_over_time() -> Any:
    code = dutied(metric("agency:emc_verdict:gravest", THIS))
    return timeline(
        Chart(
            title="Kết quả theo yêu cầu qua thời gian",
            about="The gravest outcome of each rule over the agency's systems, over time.",
            queries=(over_time(f"max by (rule, duty) ({code})", "{{rule}} {{duty}}"),),
            height=14,
            mappings=tuple(by_code(OUTCOME)),
        ),
        rows=40,
    )


def score_over_time() -> Any:
    return lines(
        Chart(
            title="Điểm qua thời gian",
            about="Score with its range. A change of the rule book or of the law moves it as well as the portals do.",
            queries=(
                over_time(f"max({metric('emc_agency_score', THIS)})", "điểm"),
                over_time(f"max({metric('emc_agency_score_low', THIS)})", "thấp nhất"),
                over_time(f"max({metric('emc_agency_score_high', THIS)})", "cao nhất"),
            ),
            unit="short",
            least=0,
            most=100,
            thresholds=tuple(band_steps()),
        )
    )


def availability() -> Any:
    return lines(
        Chart(
            title="Tỷ lệ hoạt động 7 và 30 ngày",
            about="Time up over time decided, of each portal; the dashed line is the threshold of AV-01.",
            queries=(over_time(of_it(metric("emc_availability_ratio")), "{{system}} {{host}} {{window}}"),),
            unit="percentunit",
            decimals=2,
            most=1,
            thresholds=tuple(steps((None, RED), (UP_RATIO, GREEN))),
            empty="Chưa quan sát đủ",
            names={**texts(SYSTEM), **WINDOW},
        ),
        goal=True,
    )


def figures(title: str, family: str, about: str) -> Any:
    return lines(
        Chart(
            title=title,
            about=about,
            queries=(over_time(of_it(metric(family), "system"), "{{key}} {{period}} {{definition}} ({{system}})"),),
            unit="short",
            empty="Chưa đọc được số liệu nào",
            names=figure_names(family.removeprefix("emc_published_")),
        )
    )


BOARD = Board(
    uid=AGENCY,
    title="EMC · Cơ quan",
    about="One agency: its systems, verdicts by rule, published figures, availability, certificates, incidents.",
    order=2,
    since="now-7d",
    variables=(VARIABLE,),
    sections=(
        Section(title="Hiện tại", panels=(score(), band(), open_incidents(THIS, width=9, height=4), systems())),
        Section(title="Yêu cầu", panels=(verdicts_now(), verdicts_over_time())),
        Section(title="Qua thời gian", panels=(score_over_time(), availability())),
        Section(
            title="Số liệu công bố",
            panels=(
                figures(
                    "Dịch vụ công",
                    "emc_published_services",
                    "Counts of services as the portals publish them. Different definitions are different lines.",
                ),
                figures(
                    "Hồ sơ",
                    "emc_published_dossiers",
                    "Counts of dossiers as the portals publish them, each of its own period; a new period starts low.",
                ),
            ),
        ),
    ),
)
