"""Doubts about what was read: sums, shares, stale stamps, equal units; nothing is repaired."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from probes.figures.figure import Figure, Period, Problem

_Values = Mapping[str, int | float]
_Told = tuple[str, str]  # the key in doubt, and the doubt in words
_SHARE_TOLERANCE = 0.0061  # shares are published with up to two places, and computed an hour apart from their counts


def doubts(figures: Sequence[Figure], *, law_day: date, stale_days: int) -> list[Problem]:
    """The problems of a page's figures, each told once."""
    problems = [Problem(kind="inconsistent", detail=text, key=key) for key, text in _inconsistent(figures)]
    stamps = {figure.as_of for figure in figures if figure.as_of is not None}
    newest = max(stamps, default=None)
    if newest is not None and newest < law_day - timedelta(days=stale_days):
        problems.append(Problem(kind="stale", detail=f"figures are of {newest.isoformat()}"))
    open_shares = {figure.key for figure in figures if figure.definition is None} & {"on_time_ratio", "online_ratio"}
    problems += [
        Problem(kind="definition_unknown", detail=f"{key}: the page does not say of what it is the share", key=key)
        for key in sorted(open_shares)
    ]
    return list(dict.fromkeys(problems))


def _inconsistent(figures: Sequence[Figure]) -> Iterable[_Told]:
    groups: dict[tuple[str | None, Period | None], dict[str, int | float]] = defaultdict(dict)
    levels_add_up = not any(figure.definition == "cumulative" for figure in figures)
    scope: str | None = None
    period: Period | None = None
    row = groups[(scope, period)]
    for figure in figures:
        if figure.scope is not scope or figure.period is not period:  # figures of one row stand side by side
            scope, period = figure.scope, figure.period
            row = groups[(scope, period)]
        if figure.key in row and row[figure.key] != figure.value:
            yield figure.key, f"{figure.key} stands twice with {row[figure.key]} and {figure.value}"
        row.setdefault(figure.key, figure.value)
    for (scope, _), row in groups.items():
        for key, text in (*_services(row, levels_add_up=levels_add_up), *_dossiers(row), *_shares(row)):
            yield key, f"{scope}: {text}" if scope else text
    yield from _sums(figures)
    yield from _equal(figures)
    yield from _misplaced(figures)


def _services(row: _Values, *, levels_add_up: bool) -> Iterable[_Told]:
    total = row.get("services_total")
    if total is not None and levels_add_up:
        parts = [row[key] for key in ("services_full", "services_partial") if key in row]
        if sum(parts) > total:
            yield "services_total", f"toàn trình and một phần exceed the total of {total}"
        rest = row.get("services_information")
        if rest is not None and len(parts) == 2 and sum(parts) + rest != total:
            yield "services_total", f"levels add up to {sum(parts) + rest}, total is {total}"
    for less, more in (("services_full", "services_eligible"), ("services_eligible", "services_total")):
        if less in row and more in row and row[less] > row[more]:
            yield less, f"{less} {row[less]} exceeds {more} {row[more]}"


def _dossiers(row: _Values) -> Iterable[_Told]:
    open_parts, open_more = (
        ("dossiers_open_on_time", "dossiers_open_late"),
        ("dossiers_supplement", "dossiers_suspended", "dossiers_waiting"),
    )
    yield from _adds_up(row, "dossiers_open", open_parts, open_more)
    done_parts = ("dossiers_early", "dossiers_on_time", "dossiers_late")
    done_more = ("dossiers_waiting", "dossiers_refused", "dossiers_withdrawn")
    if "dossiers_early" in row:
        yield from _adds_up(row, "dossiers_resolved", done_parts, done_more)
    yield from _adds_up(
        row, "dossiers_received", ("dossiers_online", "dossiers_direct", "dossiers_postal"), ("dossiers_carried",)
    )


def _adds_up(row: _Values, total: str, parts: Sequence[str], more: Sequence[str]) -> Iterable[_Told]:
    if total not in row or any(part not in row for part in parts):
        return
    least = sum(row[part] for part in parts)
    extra = [row[part] for part in more if part in row]
    possible = {least + sum(chosen) for count in range(len(extra) + 1) for chosen in combinations(extra, count)}
    if row[total] not in possible:
        yield total, f"{total} is {row[total]}, its parts add up to {least}"


_OF = {
    "received_online_ratio": (("dossiers_online",), ("dossiers_received",)),
    "handled_online_ratio": (("dossiers_handled_online",), ("dossiers_resolved", "dossiers_received")),
    "full_ratio": (("services_full",), ("services_total", "services_eligible", "services_online")),
}


def _shares(row: _Values) -> Iterable[_Told]:
    yield from _on_time(row)
    for key, (tops, wholes) in _OF.items():
        formed = [row[top] / row[whole] for top in tops for whole in wholes if top in row and row.get(whole)]
        if key in row and formed and not any(abs(row[key] - value) <= _SHARE_TOLERANCE for value in formed):
            yield key, f"{key} {row[key]} fits none of the shares of its counts"


def _on_time(row: _Values) -> Iterable[_Told]:
    share = row.get("on_time_ratio")
    early, on_time, late = row.get("dossiers_early", 0), row.get("dossiers_on_time"), row.get("dossiers_late")
    if share is None or on_time is None:
        return
    wholes = [
        row.get("dossiers_resolved"),
        row.get("dossiers_received"),
        early + on_time + late if late is not None else None,
    ]
    tops = (on_time, on_time + early)
    formed = [top / whole for whole in wholes if whole for top in tops]
    if formed and not any(abs(share - value) <= _SHARE_TOLERANCE for value in formed):
        yield "on_time_ratio", f"on_time_ratio {share} fits none of the shares of its counts"


def _sums(figures: Sequence[Figure]) -> Iterable[_Told]:
    """A sum row against its rows; groups inside the table may be summed too, so any of three readings will do."""
    tables: dict[tuple[str, str, Period | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        if " tr:nth-of-type(" in figure.where and figure.unit in ("dossier", "service"):
            tables[(figure.where.partition(" tr:")[0], figure.key, figure.period)].append(figure)
    for (_, key, _), cells in tables.items():
        whole = [cell.value for cell in cells if cell.scope is None]
        rows = [cell.value for cell in cells if cell.scope is not None]
        if len(whole) == 1 and len(rows) > 1 and whole[0] not in (sum(rows), sum(rows) / 2):
            yield key, f"{key}: the rows add up to {sum(rows)}, the sum row says {whole[0]}"


_FLOWS = ("dossiers_received", "dossiers_resolved", "dossiers_early", "dossiers_on_time", "dossiers_online")


def _misplaced(figures: Sequence[Figure]) -> Iterable[_Told]:
    """One period's figure under another's heading: a month above its year, or equal to it."""
    if len({id(figure.period) for figure in figures}) < 2:
        return
    by_scope: dict[str | None, dict[Period, dict[str, int | float]]] = defaultdict(lambda: defaultdict(dict))
    for figure in figures:
        if figure.key in _FLOWS and figure.period is not None:
            by_scope[figure.scope][figure.period].setdefault(figure.key, figure.value)
    for scope, periods in by_scope.items():
        whose = f"{scope}: " if scope else ""
        for inner, outer in ((a, b) for a in periods for b in periods if _within(a, b)):
            both = periods[inner].keys() & periods[outer].keys()
            above = sorted(key for key in both if periods[inner][key] > periods[outer][key])
            same = len(both) > 2 and all(periods[inner][key] == periods[outer][key] for key in both)
            if above:
                text = f"{above[0]} of {inner.start} to {inner.end} exceeds that of the longer period around it"
                yield above[0], f"{whose}{text}"
            elif same and inner.start != outer.start and any(periods[inner].values()):
                text = f"the figures of {inner.start} to {inner.end} are those of the longer period around it"
                yield min(both), f"{whose}{text}"


def _within(inner: Period, outer: Period) -> bool:
    if inner == outer or inner.start is None or inner.end is None or outer.start is None:
        return False
    return outer.start <= inner.start and (outer.end is None or inner.end <= outer.end)


def _equal(figures: Sequence[Figure]) -> Iterable[_Told]:
    by_key: dict[str, list[int | float]] = defaultdict(list)
    for figure in figures:
        if figure.scope is not None and figure.unit == "dossier":
            by_key[figure.key].append(figure.value)
    for key, values in by_key.items():
        if len(values) >= 5 and values[0] and len(set(values)) == 1:
            yield key, f"{key}: all {len(values)} units have the same value {values[0]}"
