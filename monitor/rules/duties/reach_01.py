"""REACH-01: people reach the system now.

Authority: NĐ 224/2026/NĐ-CP Điều 21 khoản 2 điểm a ("hoạt động tin cậy, liên tục"), before it NĐ 43/2011/NĐ-CP Điều 27.
Neither gives a number: that one confirmed look counts is our own threshold, so the basis is `product`.
The verdict is the present state; `rounds_down` failed rounds open an incident and `rounds_up` good ones end the outage,
so they change no outcome, and the evidence says since when and for how many rounds it has lasted.
"""

from monitor.rules.contract import Case, Cause, Finding, Outage, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided
from monitor.rules.outage import follow
from monitor.rules.words import STATES, UNSEEN, stamp
from probes.failures import State


def judge(case: Case) -> Finding:
    """By the judged state; a first failed look is no verdict until a second one confirms it."""
    outage = follow(
        case.history.outage,
        state=case.state,
        confirmed=case.confirmed,
        at=case.at,
        rounds_up=case.terms.thresholds["rounds_up"],
    )
    evidence: dict[str, object] = {"state": case.state.value, **_lasting(outage)}
    vietnamese, english = STATES[case.state]
    if case.state in (State.UP, State.RETIRED):
        return passes(vietnamese, english, **evidence)
    if case.state is not State.DOWN:
        return because(Cause.NOT_SEEN, undecided(vietnamese, english, **evidence))
    return _down(case, evidence)


def _lasting(outage: Outage | None) -> dict[str, object]:
    """Since when it lasts: the first confirmed failure; a good round in between does not end it."""
    if outage is None:
        return {}
    return {"since": stamp(outage.since), "failed_rounds": outage.failed, "good_rounds": outage.good}


def _down(case: Case, evidence: dict[str, object]) -> Finding:
    failure = case.failures.get("reachability")
    vietnamese, english = UNSEEN[failure.kind] if failure else STATES[State.DOWN]
    evidence = {**evidence, "failure": failure.kind.value if failure else None}
    if not case.confirmed:
        waiting = undecided(
            f"{vietnamese}, chờ lần xem thứ hai xác nhận", f"{english}, to be confirmed by a second look", **evidence
        )
        return because(Cause.NOT_CONFIRMED, waiting)
    return fails(case.terms.basis, f"{vietnamese} (đã xác nhận)", f"{english} (confirmed)", **evidence)


RULE = Rule(
    id="REACH-01",
    reads=(),
    judge=judge,
    judges_retired=True,
    thresholds={"rounds_down": Unit.COUNT, "rounds_up": Unit.COUNT},
    beside=frozenset({"rounds_down", "rounds_up"}),
)
