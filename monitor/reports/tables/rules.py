"""The rule book: each rule's stretches of law with severity, basis and thresholds."""

from collections.abc import Iterator

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rules.contract import Basis, Severity, Terms
from monitor.rules.rulebook import BookedRule


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    for booked in source.rulebook.rules:
        if not asked.passed(booked.rule.id):
            yield from (_row(booked, number, terms) for number, terms in enumerate(booked.terms))


def _row(booked: BookedRule, number: int, terms: Terms) -> Row:
    text = booked.text
    return {
        "rule": booked.rule.id,
        "number": number,
        "duty": text.duty.vi,
        "duty_en": text.duty.en,
        "what_to_do": text.what_to_do.vi,
        "what_to_do_en": text.what_to_do.en,
        "how_seen": text.how_seen.vi,
        "how_seen_en": text.how_seen.en,
        "severity": terms.severity.name.lower(),
        "basis": terms.basis.value,
        "weight": terms.weight,
        "law": str(terms.law) if terms.law else None,
        "law_link": terms.law.link if terms.law else None,
        "effective_from": terms.effective_from,
        "effective_to": terms.effective_to,
        "systems": sorted(item.value for item in terms.systems),
        "agency_kinds": sorted(item.value for item in terms.agency_kinds),
        "lifecycles": sorted(item.value for item in terms.lifecycles),
        "thresholds": terms.thresholds,
        "product_thresholds": sorted(terms.product_thresholds),
        "gate": terms.gate,
        "for_reports": booked.rule.for_reports,
    }


TABLE = Table(
    name="rules",
    vi="Quy tắc",
    en="The rule book, one row for each stretch of time and scope in which a rule holds unchanged",
    columns=(
        Column(name="rule", vi="Quy tắc", en="Id of the rule", always=True),
        Column(name="number", vi="Thứ tự", en="Place of the stretch in its file", kind=Kind.COUNT, always=True),
        Column(name="duty", vi="Nghĩa vụ", en="The duty, in Vietnamese", always=True),
        Column(name="duty_en", vi="Nghĩa vụ (tiếng Anh)", en="The duty, in English", always=True),
        Column(name="what_to_do", vi="Cần làm gì", en="What to do where it is not met", always=True),
        Column(name="what_to_do_en", vi="Cần làm gì (tiếng Anh)", en="The same in English", always=True),
        Column(name="how_seen", vi="Cách đo", en="How it is seen from outside", always=True),
        Column(name="how_seen_en", vi="Cách đo (tiếng Anh)", en="The same in English", always=True),
        Column(
            name="severity",
            vi="Mức độ",
            en="Severity",
            always=True,
            choices=tuple(item.name.lower() for item in reversed(Severity)),
        ),
        Column(
            name="basis", vi="Cơ sở", en="What it rests on", always=True, choices=tuple(item.value for item in Basis)
        ),
        Column(name="weight", vi="Trọng số", en="Weight in the score", kind=Kind.NUMBER, always=True),
        Column(name="law", vi="Văn bản", en="Document and article"),
        Column(name="law_link", vi="Đường dẫn", en="Where the text can be read"),
        Column(name="effective_from", vi="Từ ngày", en="First legal day", kind=Kind.DAY),
        Column(name="effective_to", vi="Đến ngày", en="Last legal day", kind=Kind.DAY),
        Column(name="systems", vi="Loại hệ thống", en="Systems in scope", kind=Kind.TREE, always=True),
        Column(name="agency_kinds", vi="Loại cơ quan", en="Kinds of agency in scope", kind=Kind.TREE, always=True),
        Column(name="lifecycles", vi="Vai trò", en="Lifecycles in scope", kind=Kind.TREE, always=True),
        Column(name="thresholds", vi="Ngưỡng", en="Thresholds by name", kind=Kind.TREE, always=True),
        Column(name="product_thresholds", vi="Ngưỡng tự đặt", en="Thresholds of our own", kind=Kind.TREE, always=True),
        Column(name="gate", vi="Điểm chặn", en="The cap that a grave failure puts on the score"),
        Column(name="for_reports", vi="Chỉ báo cáo", en="Opens no incidents", kind=Kind.FLAG, always=True),
    ),
    key=("rule", "number"),
    rows=_rows,
    filters=("rule", "severity", "basis"),
)
