"""PERF-02: the first page answers without a long wait, as a plain HTTP look sees it.

Authority: NĐ 224/2026/NĐ-CP Điều 12 khoản 2 counts performance among what is measured and gives no number; the
numbers of earlier circulars were not found. The limits are our own, the rule advisory, and one slow look is a note at
most: the trend stands in the metrics.
"""

from monitor.rules.contract import Case, Finding, Rule, Unit
from monitor.rules.findings import passes, undecided, warns
from probes.facts import Reachability


def judge(case: Case) -> Finding:
    """By the time to the first byte and the time of the whole look, seconds, redirects included."""
    seen: Reachability = case.facts["reachability"]
    first, total = seen.phases.first_byte, seen.total
    evidence: dict[str, object] = {"first_byte": first, "total": total}
    if first is None:
        return undecided("chưa đo được thời gian trả lời", "the time of the answer was not measured", **evidence)
    if first > case.terms.thresholds["first_byte"]:
        return warns(f"chờ {_told(first)} giây đến byte đầu tiên", f"{first:.1f} s to the first byte", **evidence)
    if total > case.terms.thresholds["total"]:
        return warns(f"tải trang đầu mất {_told(total)} giây", f"the first page took {total:.1f} s", **evidence)
    return passes("trang đầu trả lời trong thời gian theo dõi", "the first page answers within our limits", **evidence)


def _told(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


RULE = Rule(
    id="PERF-02",
    reads=("reachability",),
    judge=judge,
    thresholds={"first_byte": Unit.SECONDS, "total": Unit.SECONDS},
    depends_on=("reachability",),
    times=True,
)
