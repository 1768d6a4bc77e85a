"""REACH-01: people reach the system now.

Authority: NĐ 224/2026/NĐ-CP Điều 21 khoản 2 điểm a ("hoạt động tin cậy, liên tục"), before it NĐ 43/2011/NĐ-CP Điều 27.
Neither gives a number: that one confirmed look counts is our own threshold, so the basis is `product`.
"""

from monitor.rules.contract import Case, Finding, Rule
from monitor.rules.findings import fails, passes, undecided
from monitor.rules.words import STATES, UNSEEN
from probes.failures import State


def judge(case: Case) -> Finding:
    """By the judged state; a first failed look is no verdict until a second one confirms it."""
    if case.state in (State.UP, State.RETIRED):
        vietnamese, english = STATES[case.state]
        return passes(vietnamese, english, state=case.state.value)
    if case.state is not State.DOWN:
        vietnamese, english = STATES[case.state]
        return undecided(vietnamese, english, state=case.state.value)
    return _down(case)


def _down(case: Case) -> Finding:
    failure = case.failures.get("reachability")
    vietnamese, english = UNSEEN[failure.kind] if failure else STATES[State.DOWN]
    kind = failure.kind.value if failure else None
    if not case.confirmed:
        return undecided(
            f"{vietnamese}, chờ lần xem thứ hai xác nhận",
            f"{english}, to be confirmed by a second look",
            state=case.state.value,
            failure=kind,
        )
    return fails(
        case.terms.basis,
        f"{vietnamese} (đã xác nhận)",
        f"{english} (confirmed)",
        state=case.state.value,
        failure=kind,
    )


RULE = Rule(id="REACH-01", reads=(), judge=judge, judges_retired=True)
