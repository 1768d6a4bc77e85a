"""AV-02: a planned stop is announced in time, with the expected time of recovery.

Authority: since 01/7/2026 NĐ 224/2026/NĐ-CP Điều 13 khoản 1 điểm a (at least 07 working days before); before that
TT 32/2017/TT-BTTTT Điều 11 khoản 2 điểm e (01 working day; its parent decree ended on 14/8/2022, so advisory).
Only people know whether a stop was planned: what nobody told us of is `unknown`, whatever the page says.
The day of the announcement does not count and the day of the stop does, which is the reading that blames least.
"""

from datetime import date, datetime, timedelta, timezone

from monitor.exemptions.records import PlannedStop
from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, outside, passes, undecided
from monitor.rules.words import STATES, day
from monitor.working_days.counting import working_days_between
from probes.failures import State

_HANOI = timezone(timedelta(hours=7))  # no daylight saving time since 1975
_STOPPED = (State.DOWN, State.MAINTENANCE)


def judge(case: Case) -> Finding:
    """The stop that is on, else the next one, else the last one that was told."""
    stop = _stop(case)
    if stop is not None:
        return _announced(stop, case)
    if case.state in _STOPPED:
        vietnamese, english = STATES[case.state]
        return because(
            Cause.NOT_TOLD,
            undecided(
                f"{vietnamese}; không rõ việc dừng có kế hoạch hay không",
                f"{english}; whether the stop was planned was not told",
                state=case.state.value,
            ),
        )
    if case.state in (State.UP, State.RETIRED):
        return outside("không có lần dừng nào để xét", "there is no stop to judge", state=case.state.value)
    vietnamese, english = STATES[case.state]
    return because(Cause.NOT_SEEN, undecided(vietnamese, english, state=case.state.value))


def _stop(case: Case) -> PlannedStop | None:
    """Of a system that stands still for another reason no past or coming stop is judged."""
    present = [stop for stop in case.stops if stop.starts <= case.at < stop.ends]
    if present or case.state in _STOPPED:
        return min(present, key=_start, default=None)
    coming = min((stop for stop in case.stops if stop.starts > case.at), key=_start, default=None)
    return coming or max((stop for stop in case.stops if stop.ends <= case.at), key=_start, default=None)


def _start(stop: PlannedStop) -> datetime:
    return stop.starts


def _announced(stop: PlannedStop, case: Case) -> Finding:
    begins = stop.starts.astimezone(_HANOI).date()
    evidence: dict[str, object] = {
        "starts": _told(stop.starts),
        "expected_recovery": _told(stop.ends),
        "announced_on": stop.announced_on.isoformat() if stop.announced_on else None,
        "announced_at": stop.announced_at,
    }
    if stop.announced_on is None:
        return because(
            Cause.NOT_TOLD,
            undecided("chưa rõ việc dừng đã được thông báo ngày nào", "when it was announced is not known", **evidence),
        )
    if not (case.holidays.covers(stop.announced_on) and case.holidays.covers(begins)):
        return undecided(
            "chưa có bảng ngày nghỉ của năm này", "the holidays of that year are not in the rule book", **evidence
        )
    return _in_time(stop.announced_on, begins, case, evidence)


def _in_time(announced: date, begins: date, case: Case, evidence: dict[str, object]) -> Finding:
    needed = case.terms.thresholds["notice_working_days"]
    ahead = working_days_between(announced, begins, case.holidays)
    evidence["working_days"] = ahead
    if ahead >= needed:
        return passes(
            f"việc dừng từ {day(begins)} được thông báo trước {ahead} ngày làm việc",
            f"the stop from {begins.isoformat()} was announced {ahead} working days before",
            **evidence,
        )
    return fails(
        case.terms.basis,
        f"việc dừng từ {day(begins)} được thông báo trước {ahead} ngày làm việc, cần ít nhất {needed}",
        f"the stop from {begins.isoformat()} was announced {ahead} working days before, at least {needed} are asked",
        **evidence,
    )


def _told(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


RULE = Rule(
    id="AV-02",
    reads=(),
    judge=judge,
    judges_retired=True,
    thresholds={"notice_working_days": Unit.WORKING_DAYS},
)
