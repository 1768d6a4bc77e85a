"""Verdicts of judged portals: those that stand, or those that stood at the end of a past day."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.catalogue.records import Portal, PortalStatus
from monitor.catalogue.selection import on as in_force_on
from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.reports.words import verdict_words
from monitor.rollup.picture import PortalPicture, stale, verdicts_of
from monitor.rules.contract import Basis, Cause, Outcome, Severity, Verdict
from monitor.storage.engine import reading
from monitor.storage.on_day import read_states_at, read_stretches_at
from monitor.storage.standing import Stretch
from probes.contract import System

_AT_ONCE = 5  # portals of one question about a past day; a page seldom needs more


def portal_verdicts(item: PortalPicture) -> Iterator[Row]:
    """What stands for one judged portal, by rule."""
    stretches = item.standing.verdicts if item.standing else {}
    for verdict in sorted(verdicts_of(item), key=lambda verdict: verdict.rule):
        yield _row(item.portal, verdict, stretches[verdict.rule])


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    found = _present(source, asked) if source.end_of(asked.on) is None else _past(source, asked)
    since = asked.since
    return (row for row in found if since is None or row["since"] >= since)


def _present(source: Source, asked: Asked) -> Iterator[Row]:
    for item in sorted(source.picture.judged, key=lambda item: item.portal.id):
        if _wanted(item.portal, asked):
            yield from portal_verdicts(item)


def _past(source: Source, asked: Asked) -> Iterator[Row]:
    end, day = source.end_of(asked.on), asked.on
    if end is None or day is None:
        return
    found = in_force_on(source.catalogue, day).portals
    portals = sorted((p for p in found if p.status is PortalStatus.CONFIRMED and _wanted(p, asked)), key=lambda p: p.id)
    for first in range(0, len(portals), _AT_ONCE):
        yield from _stood(source, portals[first : first + _AT_ONCE], end)


def _stood(source: Source, portals: Sequence[Portal], end: datetime) -> Iterator[Row]:
    by_id = {item.id: item for item in portals}
    with reading(source.store.engine) as connection:
        seen = read_states_at(connection, by_id, at=end)
        stretches = read_stretches_at(connection, by_id, at=end)
    for item in stretches:
        verdict = item.verdict if item.portal in seen else stale(item.verdict)
        yield _row(by_id[item.portal], verdict, item)


def _wanted(portal: Portal, asked: Asked) -> bool:
    named = {"portal": portal.id, "agency": portal.agency_id, "system": portal.system.value}
    return not asked.passed(portal.id) and all(asked.equal.get(name, mine) == mine for name, mine in named.items())


def _row(portal: Portal, verdict: Verdict, stretch: Stretch) -> Row:
    vi, en = verdict_words(verdict.outcome.value, verdict.basis.value)
    return {
        "portal": portal.id,
        "agency": portal.agency_id,
        "system": portal.system.value,
        "rule": verdict.rule,
        "outcome": verdict.outcome.value,
        "words": vi,
        "words_en": en,
        "severity": verdict.severity.name.lower(),
        "basis": verdict.basis.value,
        "reason": verdict.reason,
        "reason_en": verdict.reason_en,
        "law": verdict.law,
        "cause": verdict.cause.value if verdict.cause else None,
        "gate": verdict.gate if verdict.outcome is Outcome.FAIL else None,
        "weight": verdict.weight,
        "since": stretch.since,
        "rulebook": stretch.rulebook,
        "law_day": stretch.law_day,
        "evidence": verdict.evidence,
    }


TABLE = Table(
    name="verdicts",
    vi="Kết quả đánh giá",
    en="Verdicts of judged portals, those that stand or those that stood at the end of a day",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="rule", vi="Quy tắc", en="Id of the rule", always=True),
        Column(
            name="outcome", vi="Mã kết quả", en="Outcome", always=True, choices=tuple(item.value for item in Outcome)
        ),
        Column(name="words", vi="Kết quả", en="The outcome in Vietnamese words", always=True),
        Column(name="words_en", vi="Kết quả (tiếng Anh)", en="The outcome in English words", always=True),
        Column(
            name="severity",
            vi="Mức độ",
            en="Severity",
            always=True,
            choices=tuple(item.name.lower() for item in reversed(Severity)),
        ),
        Column(
            name="basis",
            vi="Cơ sở",
            en="What the rule rests on; only law may be called noncompliance",
            always=True,
            choices=tuple(item.value for item in Basis),
        ),
        Column(name="reason", vi="Lý do", en="Why, in Vietnamese", always=True, hostile=True),
        Column(name="reason_en", vi="Lý do (tiếng Anh)", en="Why, in English", always=True, hostile=True),
        Column(name="law", vi="Văn bản", en="Document and article"),
        Column(
            name="cause",
            vi="Vì sao chưa xác định",
            en="Why an unknown is unknown; null otherwise",
            choices=tuple(item.value for item in Cause),
        ),
        Column(name="gate", vi="Điểm chặn", en="The cap that this failure puts on the score"),
        Column(name="weight", vi="Trọng số", en="Weight in the score", kind=Kind.NUMBER, always=True),
        Column(name="since", vi="Từ lúc", en="Since when the outcome stands", kind=Kind.MOMENT, always=True),
        Column(name="rulebook", vi="Bộ quy tắc", en="Version of the rule book", always=True),
        Column(
            name="law_day", vi="Ngày áp dụng", en="Legal day on which the outcome began", kind=Kind.DAY, always=True
        ),
        Column(name="evidence", vi="Căn cứ", en="What the verdict rests on", kind=Kind.TREE, always=True, hostile=True),
    ),
    key=("portal", "rule"),
    rows=_rows,
    filters=("portal", "agency", "system", "rule", "outcome", "severity", "basis", "cause"),
    options=frozenset({Option.ON, Option.CHANGED_SINCE}),
)
