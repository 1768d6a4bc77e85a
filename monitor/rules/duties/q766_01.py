"""Q766-01: published scores of Decision 766 keep to their maxima and add up.

Authority: QĐ 766/QĐ-TTg of 23/6/2022 (100 points; groups and maxima known from the press and from programs that show
them, its annex not read, so `criterion`). Information, no duty of the portal that shows them.
In the view of five groups online services and payment are one group of 22 points: where a row has no payment, its
online services may have the points of both.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, outside, passes, undecided, warns
from probes.contract import System
from probes.figures.figure import Figure, PublishedCounts

_GROUPS = ("transparency", "progress", "online", "payment", "satisfaction", "digitisation")
_PREFIX = "score_"


def judge(case: Case) -> Finding:
    """Every row that has scores; more than the maximum fails, a sum that does not come out is a note."""
    counts: PublishedCounts = case.facts["published_counts"]
    rows = _rows(counts.figures)
    if not rows and case.system is not System.NATIONAL_PLATFORM:
        return outside("trang không công bố điểm theo Quyết định 766", "no scores of Decision 766 are published here")
    if not rows:
        return because(
            Cause.UNREADABLE,
            undecided("không thấy điểm theo Quyết định 766", "no scores of Decision 766 were seen"),
        )
    above = [told for scope, row in rows.items() for told in _above(scope, row, case.terms.thresholds)]
    if above:
        return fails(
            case.terms.basis,
            f"điểm nhóm cao hơn mức tối đa: {'; '.join(above)}",
            f"group scores above their maximum: {'; '.join(above)}",
            rows=len(rows),
            above=above,
        )
    apart = [told for scope, row in rows.items() for told in _apart(scope, row, case.terms.thresholds)]
    if apart:
        return warns(
            f"tổng các nhóm khác tổng điểm: {'; '.join(apart)}",
            f"the groups do not add up to the total: {'; '.join(apart)}",
            rows=len(rows),
            apart=apart,
        )
    return passes("điểm các nhóm hợp lệ", "the scores keep to their maxima and add up", rows=len(rows))


def _rows(figures: tuple[Figure, ...]) -> Mapping[str, Mapping[str, Fraction]]:
    """Scores by row and group; a group given twice with two values, as over several periods, is left out."""
    rows: dict[str, dict[str, set[Fraction]]] = {}
    for figure in figures:
        if figure.key.startswith(_PREFIX):
            row = rows.setdefault(figure.scope or "", {})
            row.setdefault(figure.key.removeprefix(_PREFIX), set()).add(Fraction(str(figure.value)))
    return {
        scope: {group: next(iter(values)) for group, values in row.items() if len(values) == 1}
        for scope, row in rows.items()
    }


def _maximum(group: str, row: Mapping[str, Fraction], thresholds: Mapping[str, float]) -> Fraction:
    if group == "online" and "payment" not in row:
        return _exact(thresholds["online"]) + _exact(thresholds["payment"])
    return _exact(thresholds[group])


def _above(scope: str, row: Mapping[str, Fraction], thresholds: Mapping[str, float]) -> Iterator[str]:
    for group in _GROUPS:
        if group in row and row[group] > _maximum(group, row, thresholds):
            yield f"{_named(scope)}{_PREFIX}{group} {float(row[group]):g}"


def _apart(scope: str, row: Mapping[str, Fraction], thresholds: Mapping[str, float]) -> Iterator[str]:
    if "total" not in row or not set(_GROUPS) - {"payment"} <= set(row):
        return
    added = sum((row[group] for group in _GROUPS if group in row), Fraction(0))
    if abs(added - row["total"]) > _exact(thresholds["tolerance"]):
        yield f"{_named(scope)}{float(added):g} / {float(row['total']):g}"


def _named(scope: str) -> str:
    return f"{scope}: " if scope else ""


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


RULE = Rule(
    id="Q766-01",
    reads=("published_counts",),
    judge=judge,
    thresholds={**dict.fromkeys(_GROUPS, Unit.POINTS), "tolerance": Unit.POINTS},
    depends_on=("published_counts",),
)
