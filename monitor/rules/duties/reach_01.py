"""REACH-01: people reach the system now.

Authority: NĐ 224/2026/NĐ-CP Điều 21 khoản 2 điểm a ("hoạt động tin cậy, liên tục"), before it NĐ 43/2011/NĐ-CP Điều 27.
Neither gives a number: that one confirmed look counts is our own threshold, so the basis is `product`.
What several vantages see is put together before (`monitor.rounds.quorum`): down is what most networks cannot reach. A
portal that only some see is `unknown`: that it answers was seen, and whose matter it is where it does not (the
portal's, a network's on the way, our own vantage's) cannot be told from outside; a `warn` would cost the agency points.
The verdict is the present state; `rounds_down` failed rounds open an incident and `rounds_up` good ones end the outage,
so they change no outcome, and the evidence says since when and for how many rounds it has lasted.
"""

from monitor.rules.contract import Case, Cause, Finding, Outage, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided
from monitor.rules.outage import follow
from monitor.rules.vantage_words import confirmed_from, some_see, still_seen, turned_away, vantages_evidence
from monitor.rules.words import STATES, UNSEEN, stamp
from probes.failures import Failure, State


def judge(case: Case) -> Finding:
    """By the judged state; a first failed look is no verdict until a second one confirms it."""
    outage = follow(
        case.history.outage,
        state=case.state,
        confirmed=case.confirmed,
        at=case.at,
        rounds_up=case.terms.thresholds["rounds_up"],
    )
    evidence: dict[str, object] = {
        "state": case.state.value,
        **_lasting(outage),
        **vantages_evidence(case.quorum),
    }
    vietnamese, english = STATES[case.state]
    if case.state in (State.UP, State.RETIRED):
        away, away_en = turned_away(case.quorum)
        return passes(f"{vietnamese}{away}", f"{english}{away_en}", **evidence)
    if case.state is State.PARTLY:
        who, who_en = some_see(case.quorum)
        return because(Cause.AMBIGUOUS, undecided(f"{vietnamese}{who}", f"{english}{who_en}", **evidence))
    if case.state is not State.DOWN:
        return because(Cause.NOT_SEEN, undecided(vietnamese, english, **evidence))
    return _down(case, evidence)


def _lasting(outage: Outage | None) -> dict[str, object]:
    """Since when it lasts: the first confirmed failure; a good round in between does not end it."""
    if outage is None:
        return {}
    return {"since": stamp(outage.since), "failed_rounds": outage.failed, "good_rounds": outage.good}


def _down(case: Case, evidence: dict[str, object]) -> Finding:
    failure = _failure(case)
    vietnamese, english = UNSEEN[failure.kind] if failure else STATES[State.DOWN]
    evidence = {**evidence, "failure": failure.kind.value if failure else None}
    if not case.confirmed:
        waiting = undecided(
            f"{vietnamese}, chờ lần xem thứ hai xác nhận", f"{english}, to be confirmed by a second look", **evidence
        )
        return because(Cause.NOT_CONFIRMED, waiting)
    (places, places_en), (seen, seen_en) = confirmed_from(case.quorum), still_seen(case.quorum)
    return fails(case.terms.basis, f"{vietnamese} ({places}{seen})", f"{english} ({places_en}{seen_en})", **evidence)


def _failure(case: Case) -> Failure | None:
    """Of whoever cannot reach it; the facts may be those of one who can."""
    if case.quorum is None:
        return case.failures.get("reachability")
    return next((look.failure for look in case.quorum.looks if look.vantage == case.quorum.speaker), None)


RULE = Rule(
    id="REACH-01",
    reads=(),
    judge=judge,
    judges_retired=True,
    thresholds={"rounds_down": Unit.COUNT, "rounds_up": Unit.COUNT},
    beside=frozenset({"rounds_down", "rounds_up"}),
)
