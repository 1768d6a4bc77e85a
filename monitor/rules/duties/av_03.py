"""AV-03: being turned away is no outage.

Authority: none is needed; it keeps NĐ 224/2026/NĐ-CP Điều 21 khoản 2 điểm a from being held against a firewall that
only refuses us. The rule carries no weight and never fails: it lists who should be asked to let the monitor in, also
where only one of several vantages is turned away.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, passes, undecided
from monitor.rules.vantage_words import turning_away
from monitor.rules.words import REFUSED, STATES
from probes.failures import State


def judge(case: Case) -> Finding:
    """`unknown` while we are turned away or see nothing at all; a pass says only that we are let in."""
    failure = case.failures.get("reachability")
    evidence: dict[str, object] = {
        "state": case.state.value,
        "failure": None if failure is None else failure.kind.value,
    }
    if case.state is State.BLOCKED:
        return because(Cause.NOT_SEEN, undecided(REFUSED[0], REFUSED[1], **evidence))
    if case.state in (State.DOWN, State.UNKNOWN):
        vietnamese, english = STATES[case.state]
        return because(Cause.NOT_SEEN, undecided(vietnamese, english, **evidence))
    places = turning_away(case.quorum)
    if places:
        said = undecided(f"{REFUSED[0]} ở điểm đo {places}", f"{REFUSED[1]} at {places}", **evidence)
        return because(Cause.NOT_SEEN, said)
    return passes("không từ chối hệ thống giám sát", "lets the monitoring system in", **evidence)


RULE = Rule(id="AV-03", reads=(), judge=judge, judges_retired=True)
