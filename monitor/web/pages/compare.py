"""The nation or an agency in a week, month, quarter or year, beside the one before and the same one a year before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.catalogue.records import Agency
from monitor.reports import words
from monitor.reports.compared.comparing_periods import Comparing
from monitor.reports.compared.naming import named
from monitor.reports.compared.words import LENGTHS, PERIOD_KINDS, WHYS
from monitor.reports.figure_words import figure_words
from monitor.rollup.comparing import Change, Compared, Value, Why
from monitor.rollup.periods import Length, Period, next_first, period_before, year_before
from monitor.web.pages.shell import PageSources, Shell, Speech, speech_of
from monitor.web.pages.trouble import QuestionError

_LENGTHS_VI = "week, month, quarter, year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value as text, with what it rests on in small print; `missing`: there is none."""

    text: str
    small: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One measure as text at three times, and the two changes."""

    name: str
    small: str
    now: Told
    before: Told
    since_before: Told
    year_ago: Told
    since_year_ago: Told


def compare_router(shell: Shell) -> APIRouter:
    """`/compare` and `/agencies/{id}/compare`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/compare")
    def nation(request: Request) -> Response:
        work = shell.sources.comparing()
        period = _asked(request, work)
        context = _context(work, period, work.nation(period), shell.sources, speech_of(request))
        return shell.show(request, "compare.html", {**context, "agency": None, "stands": True, "bodies": ()})

    @router.get("/agencies/{name}/compare")
    def agency(request: Request, name: str) -> Response:
        work = shell.sources.comparing()
        body = next((item for item in work.past.catalogue.agencies if item.id == name), None)
        if body is None:
            return shell.missing(request)
        period = _asked(request, work)
        context = _context(work, period, work.agency(name, period), shell.sources, speech_of(request))
        own = {
            "agency": body,
            "stands": any(item.agency.id == name for item in work.picture.agencies),  # a body of the past has no page
            "bodies": _bodies(work, body, period),
        }
        return shell.show(request, "compare.html", {**context, **own})

    return router


def _asked(request: Request, work: Comparing) -> Period:
    """Raises `QuestionError` for a length or a day that is none."""
    length, day = request.query_params.get("period", Length.MONTH.value), request.query_params.get("on") or None
    if length not in tuple(Length):
        raise QuestionError(f"Kỳ (period) phải là một trong: {_LENGTHS_VI}.", f"period must be one of: {_LENGTHS_VI}.")
    try:
        period = work.period(Length(length), date.fromisoformat(day) if day else None)
    except ValueError:
        period = None
    if period is None:
        raise QuestionError(
            "Ngày (on) phải có dạng YYYY-MM-DD, từ 1990-01-01 đến hôm nay.",
            "on must be a day as YYYY-MM-DD, from 1990-01-01 to today.",
        )
    return period


def _bodies(work: Comparing, agency: Agency, period: Period) -> list[tuple[Period, list[Agency], bool]]:
    """The periods in which other bodies stood in the agency's place, with these, and whether all of each came here."""
    known = {item.id: item for item in work.past.catalogue.agencies}
    found: list[tuple[Period, list[Agency], bool]] = []
    for one in (period, period_before(period), year_before(period)):
        line = work.past.lineage(agency.id, on=one.last)
        if line.bodies and not line.is_itself(agency.id) and all(one.first != kept[0].first for kept in found):
            found.append((one, [known[body] for body in line.bodies], line.whole))
    return found


def _context(
    work: Comparing, period: Period, compared: tuple[Compared, ...], sources: PageSources, t: Speech
) -> dict[str, Any]:
    figures = [item for item in compared if item.measure.startswith("figure:")]
    following = next_first(period)
    return {
        "period": period,
        "before": period_before(period),
        "year_ago": year_before(period),
        "previous_day": period_before(period).first,
        "next_day": None if work.period(period.length, following) is None else following,
        "lengths": LENGTHS,
        "rows": [_row(item, sources, t) for item in compared if item not in figures],
        "figures": [_row(item, sources, t) for item in figures],
    }


def _row(item: Compared, sources: PageSources, t: Speech) -> ComparedRow:
    name, small = _name(item.measure, sources, t)
    return ComparedRow(
        name=name,
        small=small,
        now=_value(item.now, item.unit, t),
        before=_value(item.before, item.unit, t),
        since_before=_change(
            item.since_before,
            item.unit,
            t,
            told=item.now.told and item.before.told,
            same=item.now.word == item.before.word,
        ),
        year_ago=_value(item.year_ago, item.unit, t),
        since_year_ago=_change(
            item.since_year_ago,
            item.unit,
            t,
            told=item.now.told and item.year_ago.told,
            same=item.now.word == item.year_ago.word,
        ),
    )


def _name(measure: str, sources: PageSources, t: Speech) -> tuple[str, str]:
    kind, _, rest = measure.partition(":")
    if kind == "target":
        found: Iterable[Any] = (item for item in sources.targets() if item.id == rest)
        return next((t(item.title_vi, item.title_en) for item in found), rest), rest
    if kind == "figure":
        key, _, period = rest.rpartition(":")
        return t.pick(figure_words(key)), t.pick(PERIOD_KINDS[period])
    return t.pick(named(measure)), ""


def _value(value: Value, unit: str, t: Speech) -> Told:
    small = []
    if value.counted is not None and value.of is not None and (value.of > 1 or value.counted < value.of):
        small.append(t(f"từ {value.counted}/{value.of}", f"from {value.counted} of {value.of}"))
    if value.observed is not None and value.observed < 1:
        small.append(t("quan sát", "watched") + f" {t.digits(words.percent(value.observed, digits=0))}")
    if value.word is not None:
        return Told(text=t.pick(words.CONNECTIONS[value.word]))
    if value.number is None:
        return Told(text=t.pick(WHYS[value.why or Why.NO_DATA]), small=", ".join(small[:1]), missing=True)
    return Told(text=_number(value.number, unit, t), small=", ".join(small))


def _number(number: float, unit: str, t: Speech) -> str:
    if unit == "ratio":
        return t.digits(words.percent(number, digits=2))
    if unit in ("points", "point"):
        return t.digits(words.points(number))
    return t.digits(words.number(int(number) if float(number).is_integer() else round(number, 2)))


def _change(change: Change, unit: str, t: Speech, *, told: bool, same: bool) -> Told:
    """Where one of the two is missing, its own place says why."""
    if not told:
        return Told(text="–", missing=True)
    if change.why is Why.A_WORD:
        return Told(text=t("không đổi", "the same") if same else t("đã đổi", "another one"))
    if change.by is None:
        return Told(text=t.pick(WHYS[change.why]) if change.why else "", missing=True)
    shown = round(100 * change.by, 2) if unit == "ratio" else change.by
    sign = "+" if shown > 0 else "−" if shown < 0 else "±"
    if unit == "ratio":
        return Told(text=t.digits(f"{sign}{abs(shown):.2f}".replace(".", ",")) + t(" điểm %", " pp"))
    return Told(text=sign + _number(abs(shown), unit, t))
