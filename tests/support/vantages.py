"""What other vantages saw of the portal of `tests.support.rounds`, without a broker in between."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.records import Round
from monitor.rounds.round import conclude, look, needs_confirming
from monitor.rounds.seen import Seen
from monitor.rounds.watch import Recall, Subject, Watch
from probes.contract import Looker
from probes.failures import Failure, State
from tests.support.rounds import NOW, recall, saying, subject, watch

Answer = State | Failure


def seen_from(
    vantage: str,
    network: str,
    *answers: Answer,
    now: Callable[[], datetime] = lambda: NOW,
    more: Mapping[str, Looker] | None = None,
    who: Subject | None = None,
) -> Seen:
    """One vantage's part: its look, and the confirming one where that failed."""
    crew = _named(watch(saying(*answers), now=now, more=more), vantage)
    first = look(crew, who or subject(), recall())
    second = look(crew, who or subject(), recall(), attempt=2) if needs_confirming(crew, first) else None
    return Seen(vantage=vantage, network=network, first=first, second=second)


def round_from(
    *seen: Seen,
    known: Recall | None = None,
    who: Subject | None = None,
    now: Callable[[], datetime] = lambda: NOW,
    network: str = "",
) -> Round:
    """The round that these vantages took together, the first of them leading."""
    lead, *others = seen
    crew = replace(_named(watch(saying(State.UP), now=now), lead.vantage), network=network or lead.network)
    return conclude(crew, who or subject(), known or recall(), lead.first, lead.second, tuple(others))


def _named(crew: Watch, vantage: str) -> Watch:
    new_id = crew.vantage.new_id
    return replace(
        crew, vantage=replace(crew.vantage, name=vantage, new_id=lambda at: f"{vantage}-{at:%H%M%S}-{new_id(at)}")
    )
