"""AV-01: the system works reliably and continuously, as a rate over the last 30 days.

Authority: NĐ 224/2026/NĐ-CP Điều 21 khoản 2 điểm a; until 14/8/2022 NĐ 43/2011/NĐ-CP Điều 27 (24 hours of every day).
No text gives a number: 99 % over 30 days is our own, so the basis is `product`.
It fails only if the time down alone is more than what the threshold leaves of the whole window, and passes only if
the time up alone reaches it: what was not decided can then change nothing.
A retired system that leads to the national portal counts as up.
"""

from datetime import timedelta
from fractions import Fraction

from monitor.availability import Account, account
from monitor.rules.contract import Case, Finding, Rule, Unit
from monitor.rules.findings import fails, passes, undecided


def judge(case: Case) -> Finding:
    """Time-weighted over the whole window; maintenance, blocked and unobserved time decide nothing."""
    days = case.terms.thresholds["window_days"]
    spent = account(case.history.spans, start=case.at - timedelta(days=days), end=case.at)
    goal = Fraction(str(case.terms.thresholds["up_ratio"]))
    evidence = _evidence(spent, float(goal), days)
    if _micros(spent.down) > (1 - goal) * _micros(spent.whole):
        return fails(
            case.terms.basis,
            f"không truy cập được {_hours(spent.down)} giờ trong {days} ngày",
            f"not reachable for {_hours(spent.down)} hours of {days} days",
            **evidence,
        )
    if _micros(spent.up) >= goal * _micros(spent.whole):
        return passes(
            f"truy cập được ít nhất {float(goal):.0%} của {days} ngày",
            f"reachable for at least {float(goal):.0%} of {days} days",
            **evidence,
        )
    return undecided(
        f"thời gian quan sát được trong {days} ngày chưa đủ để kết luận",
        f"the time observed within {days} days does not settle it",
        **evidence,
    )


def _micros(time: timedelta) -> int:
    return time // timedelta(microseconds=1)


def _hours(time: timedelta) -> str:
    return f"{time / timedelta(hours=1):.1f}"


def _evidence(spent: Account, goal: float, days: int) -> dict[str, object]:
    return {
        "up_seconds": spent.up.total_seconds(),
        "down_seconds": spent.down.total_seconds(),
        "undecided_seconds": spent.undecided.total_seconds(),
        "unobserved_seconds": spent.unobserved.total_seconds(),
        "window_days": days,
        "threshold": goal,
    }


RULE = Rule(
    id="AV-01",
    reads=(),
    judge=judge,
    judges_retired=True,
    thresholds={"window_days": Unit.DAYS, "up_ratio": Unit.RATIO},
)
