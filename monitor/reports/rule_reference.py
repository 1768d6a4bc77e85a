"""The rule book for people to read, as Markdown: every duty with its law, days, thresholds, and what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.reports.words import BASES, OUTCOMES, both, percent
from monitor.rollup.target_files import Target
from monitor.rules.contract import Law, Severity, Terms, Unit
from monitor.rules.rulebook import BookedRule, RuleBook
from monitor.rules.words import day
from probes.contract import System

_SEVERITIES = MappingProxyType(
    {
        Severity.CRITICAL: ("nghiêm trọng", "critical"),
        Severity.MAJOR: ("lớn", "major"),
        Severity.MINOR: ("nhỏ", "minor"),
        Severity.ADVISORY: ("khuyến nghị", "advisory"),
        Severity.INFO: ("thông tin", "info"),
    }
)
_UNITS = MappingProxyType(
    {
        Unit.DAYS: ("ngày", "days"),
        Unit.WORKING_DAYS: ("ngày làm việc", "working days"),
        Unit.SECONDS: ("giây", "s"),
        Unit.POINTS: ("điểm", "points"),
    }
)
_OUR_OWN = "ngưỡng của hệ thống giám sát (product default)"
_ALL_LIFECYCLES = frozenset(Lifecycle)
_ALL_KINDS = frozenset(AgencyKind)


def rule_reference(book: RuleBook, targets: tuple[Target, ...]) -> str:
    """The whole page; the same book and targets give the same text."""
    parts = [
        "# Bộ quy tắc đánh giá (rule reference)",
        "Trang này được tạo từ các tệp quy tắc, đừng sửa tay (made from the rule files, do not edit): "
        "`emc-monitor rules > config/rules/README.md`",
        "Chỉ quy tắc có cơ sở là luật mới được gọi là nghĩa vụ chưa tuân thủ; các quy tắc khác là ngưỡng theo dõi "
        "(only a rule whose basis is law may be called noncompliance; the others are watched thresholds). "
        f"Con số do chúng tôi đặt được ghi: {_OUR_OWN}. "
        "Điều gì không thấy được từ bên ngoài là chưa xác định, không bao giờ là chưa đạt "
        "(what cannot be seen from outside is undetermined, never failed).",
        _overview(book),
        *(_rule(booked) for booked in book.rules),
        _targets(targets),
    ]
    return "\n\n".join(parts) + "\n"


def _overview(book: RuleBook) -> str:
    rows = [(f"[{item.rule.id}](#{item.rule.id.lower()})", item.text.duty.vi, _grades(item)) for item in book.rules]
    return _table(("Mã (id)", "Nghĩa vụ (duty)", "Mức độ hiện nay (severity now)"), rows)


def _grades(booked: BookedRule) -> str:
    """The severities of the terms that have no end, worst first."""
    present = {terms.severity for terms in booked.terms if terms.effective_to is None}
    if not present:
        return "chỉ cho ngày đã qua (history)"
    return ", ".join(both(_SEVERITIES[severity]) for severity in sorted(present, reverse=True))


def _rule(booked: BookedRule) -> str:
    text = booked.text
    lines = [f"## {booked.rule.id}", "", f"**{text.duty.vi}** ({text.duty.en})", ""]
    lines += [
        f"- Cách quan sát (how it is seen): {text.how_seen.vi} ({text.how_seen.en})",
        f"- Việc cần làm (what to do): {text.what_to_do.vi} ({text.what_to_do.en})",
    ]
    lines += [
        f"- Không bao giờ là (never) {both(OUTCOMES[outcome.value])}: {why}" for outcome, why in booked.never.items()
    ]
    if booked.rule.needs:
        lines.append(
            f"- Cần có (needs): {', '.join(booked.rule.needs)}; không có thì chưa xác định (else undetermined)"
        )
    headings = ("Hiệu lực (in force)", "Đối tượng (for)", "Mức độ (severity)", "Cơ sở (basis)", "Căn cứ (law)")
    rows = [_row(terms, booked) for terms in booked.terms]
    return "\n".join([*lines, "", _table((*headings, "Ngưỡng (thresholds)"), rows)])


def _row(terms: Terms, booked: BookedRule) -> tuple[str, ...]:
    return (
        _days(terms.effective_from, terms.effective_to),
        _scope(terms),
        both(_SEVERITIES[terms.severity]) + (f"<br>hạ điểm tối đa (gate): {terms.gate}" if terms.gate else ""),
        both(BASES[terms.basis.value]),
        _law(terms.law) if terms.law else "–",
        "<br>".join(_thresholds(terms, booked.rule.thresholds)) or "–",
    )


def _days(begins: date | None, ends: date | None) -> str:
    if begins is None and ends is None:
        return "mọi ngày (always)"
    return f"{day(begins) if begins else '…'} – {day(ends) if ends else '…'}"


def _scope(terms: Terms) -> str:
    said = [", ".join(system.value for system in System if system in terms.systems)]
    if terms.agency_kinds != _ALL_KINDS:
        said.append(", ".join(kind.value for kind in AgencyKind if kind in terms.agency_kinds))
    if terms.lifecycles != _ALL_LIFECYCLES:
        said.append(", ".join(item.value for item in Lifecycle if item in terms.lifecycles))
    if terms.launched_from:
        said.append(f"đưa vào sử dụng từ (launched from) {day(terms.launched_from)}")
    if terms.launched_before:
        said.append(f"có trước (launched before) {day(terms.launched_before)}")
    said += sorted(terms.agencies)
    return "<br>".join(said)


def _law(law: Law) -> str:
    named = f"[{law}]({law.link})" if law.link else str(law)
    return named if law.read_in_full else f"{named} – chưa đọc toàn văn (not read in full)"


def _thresholds(terms: Terms, units: Mapping[str, Unit]) -> Iterator[str]:
    for name, value in terms.thresholds.items():
        mark = f" – {_OUR_OWN}" if name in terms.product_thresholds else ""
        yield f"`{name}` = {_value(value, units[name])}{mark}"


def _value(value: Any, unit: Unit) -> str:
    if isinstance(value, bool):
        return "có (true)" if value else "không (false)"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_words(words)}" for name, words in value.items())
    if isinstance(value, tuple):
        return _words(value)
    if unit is Unit.RATIO:
        return f"{100 * value:g} %".replace(".", ",")
    number = day(value) if isinstance(value, date) else f"{value:g}".replace(".", ",")
    return f"{number} {both(_UNITS[unit])}" if unit in _UNITS else number


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _targets(targets: tuple[Target, ...]) -> str:
    headings = (
        "Mã (id)",
        "Nội dung (content)",
        "Cách tính (definition)",
        "Mục tiêu (goal)",
        "Hạn (due)",
        "Căn cứ (law)",
    )
    rows = [
        (
            target.id,
            f"{target.title_vi} ({target.title_en})",
            target.definition + ("; không cộng các cơ quan (never added up)" if target.ratio else ""),
            percent(target.goal, digits=0) if target.goal is not None else "không có (none)",
            day(target.due) if target.due else "–",
            _law(target.law),
        )
        for target in targets
    ]
    return "## Mục tiêu quốc gia (national targets)\n\n" + _table(headings, rows)


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
