"""A simulated portal's first real round, of which its past is made up, and the same judged with that past before it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.demo.history.showing import Facts, Shown
from monitor.records import Round
from monitor.rounds.outages import to_remember
from monitor.rounds.round import ROUND
from monitor.rounds.watch import Subject, Watch
from monitor.rules.contract import History, Span, Verdict
from monitor.rules.history import Outage
from monitor.rules.judging import judge
from probes.failures import Failure, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A portal's first round, with what it saw by probe, and whose round it was."""

    taken: Round
    subject: Subject
    watch: Watch
    facts: Facts
    failures: Mapping[str, Failure]

    def judged(self, seen: Shown, *, at: datetime, history: History) -> tuple[Verdict, ...]:
        """What the rules say of what was shown at another time, under the law of today."""
        if not self.taken.judged:
            return ()
        return judge(
            self.watch.rulebook,
            portal=self.subject.portal,
            agency=self.subject.agency,
            facts=seen.facts,
            failures=seen.failures,
            state=seen.state,
            confirmed=True,
            history=history,
            at=at,
            law_day=self.taken.law_day,
            circumstances=self.watch.circumstances,
        )


def today_of(taken: Round, subject: Subject, watch: Watch) -> Today:
    """The last observation of each probe counts, as it does for the verdicts."""
    last = {item.probe: item for item in taken.observations}
    return Today(
        taken=taken,
        subject=subject,
        watch=watch,
        facts={name: item.facts for name, item in last.items() if item.facts is not None},
        failures={name: item.failure for name, item in last.items() if item.failure is not None},
    )


def anew(today: Today, *, spans: tuple[Span, ...]) -> Round:
    """Today's round judged with its past before it: its rates over 30 days, and since when it is down."""
    taken = today.taken
    lasting = spans[-1] if spans and spans[-1].state is taken.state is State.DOWN else None
    outage = Outage(since=lasting.start, last=taken.since, failed=2) if lasting is not None else None
    seen = Shown(state=taken.state, facts=today.facts, failures=today.failures)
    verdicts = today.judged(seen, at=taken.since, history=History(spans=spans, outage=outage))
    moving = {booked.rule.id for booked in today.watch.rulebook.rules if booked.rule.depends_on is None}
    again = {item.rule: item for item in verdicts if item.rule in moving}
    return replace(
        taken,
        verdicts=tuple(again.get(item.rule, item) for item in taken.verdicts),
        remember={**taken.remember, ROUND: {**taken.remember.get(ROUND, {}), **to_remember(outage)}},
    )
