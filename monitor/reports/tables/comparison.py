"""The nation or one agency in a period, held against the period before and the same period of the year before."""

from collections.abc import Iterator

from monitor.reports.compared.comparing_periods import comparing
from monitor.reports.compared.naming import named
from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.rollup.comparing import Change, Compared, Value, Why
from monitor.rollup.periods import Length, Period, period_before, year_before

NATION = "nation"
_WHYS = tuple(item.value for item in Why)


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    subject = str(asked.equal.get("subject", NATION))
    length = Length(str(asked.equal.get("period", Length.MONTH.value)))
    work = comparing(source.picture, source.store, source.catalogue, targets=source.targets, snapshots=source.snapshots)
    period = work.period(length, asked.on)
    if period is None or (subject != NATION and subject not in {item.id for item in source.catalogue.agencies}):
        return
    found = work.nation(period) if subject == NATION else work.agency(subject, period)
    yield from (_row(subject, period, item) for item in sorted(found, key=lambda item: item.measure))


def _row(subject: str, period: Period, item: Compared) -> Row:
    name, name_en = named(item.measure)
    return {
        "subject": subject,
        "measure": item.measure,
        "name": name,
        "name_en": name_en,
        "unit": item.unit,
        "period": period.length.value,
        **_value("", period, item.now),
        **_value("before_", period_before(period), item.before),
        **_change("before_", item.since_before),
        **_value("year_ago_", year_before(period), item.year_ago),
        **_change("year_ago_", item.since_year_ago),
    }


def _value(start: str, period: Period, value: Value) -> Row:
    return {
        f"{start}first": period.first,
        f"{start}last": period.last,
        f"{start}value": value.number,
        f"{start}word": value.word,
        f"{start}why": None if value.told else (value.why or Why.NO_DATA).value,
        f"{start}counted": value.counted,
        f"{start}of": value.of,
        f"{start}observed": value.observed,
    }


def _change(start: str, change: Change) -> Row:
    return {f"{start}change": change.by, f"{start}change_why": change.why.value if change.why else None}


def _columns(start: str, vi: str, en: str) -> tuple[Column, ...]:
    return (
        Column(name=f"{start}first", vi=f"{vi}: từ ngày", en=f"First day, {en}", kind=Kind.DAY, always=True),
        Column(name=f"{start}last", vi=f"{vi}: đến ngày", en=f"Last day, {en}", kind=Kind.DAY, always=True),
        Column(name=f"{start}value", vi=f"{vi}: giá trị", en=f"Number, {en}; null is no data", kind=Kind.NUMBER),
        Column(name=f"{start}word", vi=f"{vi}: trạng thái", en=f"State instead of a number, {en}"),
        Column(name=f"{start}why", vi=f"{vi}: vì sao thiếu", en=f"Why there is none, {en}", choices=_WHYS),
        Column(name=f"{start}counted", vi=f"{vi}: từ số", en=f"From so many of `of`, {en}", kind=Kind.COUNT),
        Column(name=f"{start}of", vi=f"{vi}: trên tổng", en=f"Of so many bodies or portals, {en}", kind=Kind.COUNT),
        Column(name=f"{start}observed", vi=f"{vi}: quan sát", en=f"Watched share of the time, {en}", kind=Kind.RATIO),
    )


def _changes(start: str, vi: str, en: str) -> tuple[Column, ...]:
    return (
        Column(name=f"{start}change", vi=f"Tăng giảm so với {vi}", en=f"Present less {en}", kind=Kind.NUMBER),
        Column(
            name=f"{start}change_why", vi=f"Vì sao không so với {vi}", en=f"Why it is not compared with {en}",
            choices=_WHYS,
        ),
    )  # fmt: skip


TABLE = Table(
    name="comparison",
    vi="So sánh kỳ",
    en="A period held against the one before and the same one a year before; the month and the nation where nothing "
    "else is asked for. A period that runs is held against the same stretch. Scores are never compared over a merger",
    columns=(
        Column(name="subject", vi="Đối tượng", en="`nation`, or the id of an agency", always=True),
        Column(name="measure", vi="Mã", en="Id of the measure", always=True),
        Column(name="name", vi="Chỉ số", en="Vietnamese name", always=True),
        Column(name="name_en", vi="Chỉ số (tiếng Anh)", en="English name", always=True),
        Column(name="unit", vi="Đơn vị", en="Unit; ratios are 0..1", always=True),
        Column(
            name="period", vi="Loại kỳ", en="Length of the period", always=True, choices=tuple(i.value for i in Length)
        ),
        *_columns("", "Kỳ này", "this period"),
        *_columns("before_", "Kỳ trước", "the period before"),
        *_changes("before_", "kỳ trước", "the period before"),
        *_columns("year_ago_", "Cùng kỳ năm trước", "the same period a year before"),
        *_changes("year_ago_", "cùng kỳ năm trước", "the same period a year before"),
    ),
    key=("subject", "measure"),
    rows=_rows,
    filters=("subject", "period"),
    options=frozenset({Option.ON}),
)
