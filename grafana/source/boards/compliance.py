"""Tuân thủ: duties against agencies, what stays undecided and why, exemptions, and what changed."""

from typing import Any

from grafana.source.frame import Board, Section
from grafana.source.links import COMPLIANCE, to_portal
from grafana.source.panels import Chart, bars, lines, number
from grafana.source.queries import agency_named, dutied, metric, named, now, over_time, rows
from grafana.source.tables import Column, matrix, table_of
from grafana.source.words import BASIS, CAUSE, OUTCOME, SEVERITY, by_code, by_name

FAILING = metric("emc_verdict", 'outcome="fail"')
PASSING = metric("emc_verdict", 'outcome="pass"')
ANY = metric("emc_verdict")
DUTY = "on (instance, portal, rule)"
CHANGE = (
    Column(field="rule", title="Yêu cầu", width=100),
    Column(field="duty", title="Nội dung"),
    Column(field="agency_name", title="Cơ quan"),
    Column(field="portal", title="Mã cổng", link=to_portal()),
)
LEGALLY = (
    "Only duties with the basis law may be called not complied with; "
    "the others are below our own threshold or a criterion."
)


def outcomes() -> Any:
    return number(
        Chart(
            title="Kết quả hiện tại",
            about="Present verdicts of all confirmed portals by outcome. " + LEGALLY,
            queries=(now(f"count by (outcome) ({ANY})", "{{outcome}}"),),
            unit="short",
            width=16,
            height=5,
            series=OUTCOME,
        )
    )


def exemptions() -> Any:
    return number(
        Chart(
            title="Miễn, hoãn và không báo",
            about="Exemptions in force on the legal day, verdicts that they cover, and duties about which nobody is "
            "told.",
            queries=(
                now(f"max({metric('emc_exemptions')})", "đang có hiệu lực"),
                now(f"count({metric('emc_verdict', EXEMPT)}) or vector(0)", "kết quả được miễn"),
                now(f"count({metric('emc_incident_muted')}) or vector(0)", "yêu cầu không báo"),
            ),
            unit="short",
            width=8,
            height=5,
        )
    )


EXEMPT = 'outcome="exempt"'


def exempted() -> Any:
    verdicts = dutied(named(metric("emc_verdict", EXEMPT), "agency_name"))
    return table_of(
        Chart(
            title="Kết quả đang được miễn",
            about="Duties of which a portal is free at present, by an exemption that is public; reason and end stand "
            "on the monitor's own page about itself.",
            queries=(rows(f"max by (rule, duty, agency_name, portal) ({verdicts})"),),
            width=24,
            height=6,
            empty="Không có kết quả nào được miễn",
        ),
        CHANGE,
        hidden=("Value",),
        sort="Cơ quan",
        descending=False,
    )


def undecided() -> Any:
    return bars(
        Chart(
            title="Vì sao chưa xác định",
            about="Present unknown verdicts by why they are undecided. What can never be decided here is outside "
            "the score.",
            queries=(now(f"sum by (cause) ({metric('emc_undecided_verdicts')})", "{{cause}}"),),
            unit="short",
            height=9,
            least=0,
            series=CAUSE,
        )
    )


def failing_rules() -> Any:
    return bars(
        Chart(
            title="Yêu cầu chưa đạt nhiều nhất",
            about="Rules by the number of portals that fail them at present. " + LEGALLY,
            queries=(now(f"topk(12, count by (rule, duty) ({dutied(FAILING)}))", "{{rule}} {{duty}}"),),
            unit="short",
            height=9,
            empty="Không có kết quả chưa đạt",
            least=0,
        )
    )


def heat_map() -> Any:
    code = agency_named(metric("agency:emc_verdict:gravest"))
    return matrix(
        Chart(
            title="Yêu cầu theo cơ quan, kết quả nặng nhất",
            about="The gravest present outcome of each rule over the systems of each agency. " + LEGALLY,
            queries=(rows(f"max by (agency_name, rule) ({code})"),),
            width=24,
            height=22,
            mappings=tuple(by_code(OUTCOME, absent="")),
        ),
        row="agency_name",
        column="rule",
    )


def changes(title: str, about: str, changed: str) -> Any:
    told = named(dutied(f"({changed})"), "agency_name")
    return table_of(
        Chart(
            title=title,
            about=about,
            queries=(rows(f"max by (rule, duty, agency_name, portal) ({told})"),),
            empty="Không có thay đổi",
        ),
        CHANGE,
        hidden=("Value",),
    )


def over_weeks() -> Any:
    recorded = metric("rule:emc_verdict:count", 'outcome!="not_applicable"')
    return lines(
        Chart(
            title="Kết quả qua thời gian",
            about="Verdicts of all confirmed portals by outcome, those that do not apply left out.",
            queries=(over_time(f"sum by (outcome) ({recorded})", "{{outcome}}"),),
            unit="short",
            least=0,
            series=OUTCOME,
        ),
        stacked=True,
    )


def failing_over_weeks() -> Any:
    recorded = metric("rule:emc_verdict:count", 'outcome="fail"')
    return lines(
        Chart(
            title="Chưa đạt theo yêu cầu qua thời gian",
            about="Portals that fail each rule, over time. A change of the law or of the rule book moves it as well.",
            queries=(over_time(f"sum by (rule) ({recorded})", "{{rule}}"),),
            unit="short",
            least=0,
            empty="Không có kết quả chưa đạt",
        )
    )


def rule_book() -> Any:
    return table_of(
        Chart(
            title="Bộ quy tắc đang áp dụng",
            about="Every rule as judged at present, with what it rests on. " + LEGALLY,
            queries=(rows(f"max by (rule, duty, severity, basis, law) ({dutied(metric('emc_rule_info'))})"),),
            width=24,
            height=12,
        ),
        (
            Column(field="rule", title="Yêu cầu", width=100),
            Column(field="duty", title="Nội dung"),
            Column(field="severity", title="Mức", mappings=tuple(by_name(SEVERITY)), width=120),
            Column(field="basis", title="Cơ sở", mappings=tuple(by_name(BASIS)), width=150),
            Column(field="law", title="Văn bản"),
        ),
        sort="Yêu cầu",
        descending=False,
        hidden=("Value",),
    )


BOARD = Board(
    uid=COMPLIANCE,
    title="EMC · Tuân thủ",
    about="Rules against agencies, why verdicts are undecided, exemptions, and what changed.",
    order=5,
    since="now-7d",
    sections=(
        Section(title="Hiện tại", panels=(outcomes(), exemptions(), undecided(), failing_rules(), exempted())),
        Section(title="Yêu cầu theo cơ quan", panels=(heat_map(),)),
        Section(
            title="Thay đổi trong khoảng đang xem (mặc định một tuần)",
            panels=(
                changes(
                    "Mới chưa đạt",
                    "Duties that fail now and did not at the start of the range. Portals not yet judged then are "
                    "left out.",
                    f"({FAILING} unless {DUTY} {FAILING} offset $__range) and {DUTY} {ANY} offset $__range",
                ),
                changes(
                    "Đã khắc phục",
                    "Duties that pass now and failed at the start of the range.",
                    f"{PASSING} and {DUTY} {FAILING} offset $__range",
                ),
                over_weeks(),
                failing_over_weeks(),
            ),
        ),
        Section(title="Quy tắc", panels=(rule_book(),)),
    ),
)
