"""What the name system says of a portal, once a day: IPv6, DNSSEC, CAA, name servers."""

from pathlib import Path

from probes.contract import Look, Looker, Memory, Probe, Session, Target
from probes.failures import Failure
from probes.names.facts import DnsFacts


def look(target: Target, session: Session, memory: Memory) -> Look[DnsFacts]:
    """Ask about the target's own host; where a page redirects to is somebody's choice, not its name."""
    found = session.look_up(target.url)
    if isinstance(found, Failure):
        return Look(failure=found, remember=memory)
    return Look(facts=found, remember=memory)


def _prepare(folder: Path) -> Looker:
    """No data of its own."""
    del folder
    return look


PROBE = Probe(name="dns", facts=DnsFacts, prepare=_prepare, cadence="daily")
