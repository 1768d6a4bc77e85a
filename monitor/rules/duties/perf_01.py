"""PERF-01: the portal's first page shows itself fast enough, as a browser measures it.

Authority: the 2025 criteria for web sites of state bodies of Bộ KH&CN (read through the press only, so `criterion`):
first content under 3 s, largest content under 4 s, full display under 5.8 s, task processing under 0.6 s; measured by
an automatic tool, repeatedly. That these are FCP, LCP, Speed Index and TBT is how the measuring tools call them.
They hold for a browser: what a plain HTTP look takes says nothing about them, so without a browser this is undecidable.
One slow load is nobody's fault: the 75th percentile of several loads is judged, and fewer loads settle nothing.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided
from probes.facts import RenderedPage

_TIMES = {
    "first_content": ("nội dung đầu tiên", "first content"),
    "largest_content": ("nội dung lớn nhất", "largest content"),
    "speed_index": ("hiển thị đầy đủ", "full display"),
    "blocking": ("xử lý tác vụ", "task processing"),
}


def judge(case: Case) -> Finding:
    """One time at its limit or over it fails; all four under their limits pass."""
    page: RenderedPage = case.facts["rendered_page"]
    thresholds = case.terms.thresholds
    times: dict[str, float | None] = {name: getattr(page, name) for name in _TIMES}
    evidence: dict[str, object] = {**times, "loads": page.loads, "sha256": page.sha256}
    if page.problems:
        evidence["problems"] = list(page.problems)
    if page.loads < thresholds["loads"]:
        return because(
            Cause.NOT_OBSERVED_ENOUGH,
            undecided(f"mới tải trang {page.loads} lần", f"the page was loaded {page.loads} times only", **evidence),
        )
    slow = [name for name, time in times.items() if time is not None and time >= thresholds[name]]
    if slow:
        return fails(case.terms.basis, _told(slow, times, 0), _told(slow, times, 1), **evidence)
    if None in times.values():
        lacking = [_TIMES[name] for name, time in times.items() if time is None]
        return because(
            Cause.UNREADABLE,
            undecided(
                f"trình duyệt không cho đủ bốn số đo, thiếu {'; '.join(vietnamese for vietnamese, _ in lacking)}",
                f"the browser gave not all four times, lacking {'; '.join(english for _, english in lacking)}",
                **evidence,
            ),
        )
    return passes("bốn số đo đều dưới ngưỡng", "all four times are below their limits", **evidence)


def _told(slow: list[str], times: dict[str, float | None], language: int) -> str:
    told = "; ".join(f"{_TIMES[name][language]} {times[name]:.2f} {('giây', 's')[language]}" for name in slow)
    return told if language else told.replace(".", ",")


RULE = Rule(
    id="PERF-01",
    reads=("rendered_page",),
    judge=judge,
    needs=("browser",),
    thresholds={**dict.fromkeys(_TIMES, Unit.SECONDS), "loads": Unit.COUNT},
    depends_on=("rendered_page",),
)
