"""AV-01: the system works reliably and continuously, as a rate over the last 30 days.

Authority: NĐ 224/2026/NĐ-CP Điều 21 khoản 2 điểm a; until 14/8/2022 NĐ 43/2011/NĐ-CP Điều 27 (24 hours of every day).
No text gives a number: 99 % over 30 days is our own, so the basis is `product`.
It fails only if the time down alone is more than what the threshold leaves of the whole window, and passes only if
the time up alone reaches it: what was not decided can then change nothing.
A retired system that leads to the national portal counts as up. Time down within a stop that was planned (told in
`exemptions.toml`) decides nothing; whether it was announced is AV-02's question.
The evidence has the last 7 days beside the 30; they show how it goes, and decide nothing.
"""

from datetime import datetime, timedelta
from fractions import Fraction

from monitor.availability import Account, account
from monitor.exemptions.records import PlannedStop
from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, grave, passes, undecided


def judge(case: Case) -> Finding:
    """Time-weighted over the whole window; maintenance, blocked, planned and unobserved time decide nothing."""
    days = case.terms.thresholds["window_days"]
    goal = Fraction(str(case.terms.thresholds["up_ratio"]))
    spent, planned = _spent(case, days)
    down = spent.down - planned
    short = case.terms.thresholds["short_window_days"]
    evidence = {
        **_window(days, spent, planned),
        "threshold": float(goal),
        "short_window": _window(short, *_spent(case, short)),
    }
    if _micros(down) > (1 - goal) * _micros(spent.whole):
        failure = fails(
            case.terms.basis,
            f"không truy cập được {_hours(down)} giờ trong {days} ngày",
            f"not reachable for {_hours(down)} hours of {days} days",
            **evidence,
        )
        return grave(failure)
    if _micros(spent.up) >= goal * _micros(spent.whole):
        return passes(
            f"truy cập được ít nhất {float(goal):.0%} của {days} ngày",
            f"reachable for at least {float(goal):.0%} of {days} days",
            **evidence,
        )
    unsettled = undecided(
        f"thời gian quan sát được trong {days} ngày chưa đủ để kết luận",
        f"the time observed within {days} days does not settle it",
        **evidence,
    )
    return because(Cause.NOT_OBSERVED_ENOUGH, unsettled)


def _spent(case: Case, days: int) -> tuple[Account, timedelta]:
    """How the window was spent, and how much of the time down was planned."""
    start = case.at - timedelta(days=days)
    planned = sum(
        (account(case.history.spans, start=one, end=other).down for one, other in _apart(case.stops, start, case.at)),
        timedelta(0),
    )
    return account(case.history.spans, start=start, end=case.at), planned


def _apart(stops: tuple[PlannedStop, ...], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The planned times within the window, none twice."""
    apart: list[tuple[datetime, datetime]] = []
    for stop in sorted(stops, key=lambda item: item.starts):
        begins = max(stop.starts, start, apart[-1][1] if apart else start)
        ends = min(stop.ends, end)
        if begins < ends:
            apart.append((begins, ends))
    return apart


def _micros(time: timedelta) -> int:
    return time // timedelta(microseconds=1)


def _hours(time: timedelta) -> str:
    return f"{time / timedelta(hours=1):.1f}"


def _window(days: int, spent: Account, planned: timedelta) -> dict[str, object]:
    return {
        "window_days": days,
        "up_seconds": spent.up.total_seconds(),
        "down_seconds": spent.down.total_seconds(),
        "planned_seconds": planned.total_seconds(),
        "undecided_seconds": spent.undecided.total_seconds(),
        "unobserved_seconds": spent.unobserved.total_seconds(),
        "up_ratio": spent.availability,
        "observed_ratio": spent.observed,
    }


RULE = Rule(
    id="AV-01",
    reads=(),
    judge=judge,
    judges_retired=True,
    for_reports=True,
    thresholds={"window_days": Unit.DAYS, "up_ratio": Unit.RATIO, "short_window_days": Unit.DAYS},
    beside=frozenset({"short_window_days"}),
)
