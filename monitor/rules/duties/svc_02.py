"""SVC-02: the published counts of services agree with one another and with the last ones.

Authority: none gives a number; NĐ 224/2026/NĐ-CP Điều 15 khoản 1 điểm i explains falling counts since 01/7/2026
(services move to central systems), so that only rises are looked at from then on. 20 % is our own, the basis `product`.
Only a part that is larger than the whole of the same reading fails. Other sums that do not come out are a warning:
levels may be counted cumulatively, and our reading may be at fault.
"""

from collections.abc import Mapping
from fractions import Fraction

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, outside, passes, undecided, warns
from probes.contract import System
from probes.figures.figure import Figure, Problem, PublishedCounts, Qualifier

TOTAL = "services_total"
LEVELS = ("services_full", "services_partial", "services_information")
WATCHED = (TOTAL, *LEVELS)
CUMULATIVE = "cumulative"


def judge(case: Case) -> Finding:
    """Arithmetic first, then the doubts of the reading, then the jump against the last figures."""
    counts: PublishedCounts = case.facts["published_counts"]
    found = _wholes(counts.figures)
    evidence: dict[str, object] = {key: figure.value for key, figure in found.items()}
    finding = _sums(found, case, evidence) or _doubts(counts, evidence)
    if finding is not None:
        return finding
    if not found:
        return _without(case, counts)
    finding = _jump(found, case, evidence)
    if finding is not None:
        return finding
    if TOTAL not in found or len(found) == 1:
        return undecided(
            "chưa đủ số liệu để đối chiếu với tổng số", "not enough figures to compare with a total", **evidence
        )
    return passes("các số liệu dịch vụ công khớp nhau", "the counts of services agree", **evidence)


def _without(case: Case, counts: PublishedCounts) -> Finding:
    if case.system is System.ONE_STOP and counts.figures:
        return outside("trang một cửa không công bố số dịch vụ công", "this one-stop page publishes no service counts")
    unread = undecided("chưa đọc được số dịch vụ công", "no counts of services could be read", pages=list(counts.pages))
    return because(Cause.UNREADABLE, unread)


def _wholes(figures: tuple[Figure, ...]) -> Mapping[str, Figure]:
    """The exact figures of the portal's whole; a key given with two values is left out."""
    found: dict[str, Figure] = {}
    for key in WATCHED:
        mine = [item for item in figures if item.key == key and item.scope is None]
        if len({(item.value, item.qualifier) for item in mine}) == 1 and mine[0].qualifier is Qualifier.EXACT:
            found[key] = mine[0]
    return found


def _sums(found: Mapping[str, Figure], case: Case, evidence: dict[str, object]) -> Finding | None:
    total = found.get(TOTAL)
    parts = [found[key] for key in LEVELS if key in found]
    if total is None or not parts or any(part.period != total.period for part in parts):
        return None
    larger = next((part for part in parts if part.value > total.value), None)
    if larger is not None:
        return fails(
            case.terms.basis,
            f"một mức độ ({larger.raw}) lớn hơn tổng số ({total.raw})",
            f"one level ({larger.raw}) is larger than the total ({total.raw})",
            **evidence,
        )
    if any(CUMULATIVE in (part.definition or "") for part in parts):
        return None
    added = sum(part.value for part in parts)
    if added > total.value and _could_be_cumulative(parts):
        return undecided(
            "các mức độ cộng lại lớn hơn tổng số, có thể do công bố lũy kế",
            "the levels add up to more than the total, they may be cumulative",
            **evidence,
        )
    if added > total.value or (len(parts) == len(LEVELS) and added != total.value):
        return warns(
            "các mức độ cộng lại không bằng tổng số, cần soát lại",
            "the levels do not add up to the total, to be looked at",
            added=added,
            **evidence,
        )
    return None


def _could_be_cumulative(parts: list[Figure]) -> bool:
    values = [part.value for part in parts]
    return len(values) > 1 and values == sorted(values)


def _doubts(counts: PublishedCounts, evidence: dict[str, object]) -> Finding | None:
    details = [
        problem.detail for problem in counts.problems if problem.kind == "inconsistent" and _of_services(problem)
    ]
    if not details:
        return None
    return warns(
        "số liệu công bố chưa khớp nhau, cần soát lại",
        "published figures do not agree, to be looked at",
        problems=details,
        **evidence,
    )


def _of_services(problem: Problem) -> bool:
    """Whether the doubt is about counts of services or about no single figure; dossiers are not this rule's."""
    return problem.key is None or problem.key.startswith("services_") or problem.key == "full_ratio"


def _jump(found: Mapping[str, Figure], case: Case, evidence: dict[str, object]) -> Finding | None:
    limit = Fraction(str(case.terms.thresholds["jump_ratio"]))
    for key, figure in found.items():
        before = _before(figure, case.history.figures)
        if before is None or not before.value:
            continue
        change = Fraction(str(figure.value)) / Fraction(str(before.value)) - 1
        if change > limit or (-change > limit and case.terms.thresholds["watch_drops"]):
            return warns(
                f"số liệu đổi từ {before.raw} thành {figure.raw}, quá {float(limit):.0%}",
                f"a count went from {before.raw} to {figure.raw}, more than {float(limit):.0%}",
                key=key,
                before=before.value,
                threshold=float(limit),
                **evidence,
            )
    return None


def _before(figure: Figure, earlier: tuple[Figure, ...]) -> Figure | None:
    same = (
        item
        for item in reversed(earlier)
        if (item.key, item.scope, item.definition) == (figure.key, None, figure.definition)
        and item.qualifier is Qualifier.EXACT
    )
    return next(same, None)


RULE = Rule(
    id="SVC-02",
    reads=("published_counts",),
    judge=judge,
    thresholds={"jump_ratio": Unit.RATIO, "watch_drops": Unit.FLAG},
)
