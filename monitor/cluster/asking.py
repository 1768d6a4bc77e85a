"""What to ask of whom: everybody whether the portal can be reached, one of them for its pages where we do not see them.

A page is judged once, so one vantage reads it; the others cost the portal and the network one request each.
"""

from collections.abc import Mapping, Sequence

from monitor.catalogue.records import PortalStatus
from monitor.cluster.wire import Wanted
from monitor.rounds.gathering import Gathered, led_by_the_first
from monitor.rounds.nightly import resting
from monitor.rounds.round import ROUND, state_of
from monitor.rounds.watch import Recall, Subject, Watch
from monitor.rules.vantages import SEEING
from probes.observe import Sight

_MOST_KNOWN = 200  # pages named as known


class Asking:
    """Remembers of each portal which vantage sees it where the one that leads does not."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._seers: dict[str, str] = {}

    def of(
        self, watch: Watch, subject: Subject, recall: Recall, *, asked: Mapping[str, str], looking: bool
    ) -> dict[str, Wanted]:
        """The look that each vantage is asked for; `asked` gives the round's name with each, `looking`: we look
        ourselves."""
        if not asked:
            return {}
        portal = subject.portal
        plain = Wanted(
            name=next(iter(asked.values())),
            portal=portal.id,
            agency=subject.agency.id,
            kind=subject.agency.kind,
            system=portal.system,
            url=portal.url,
            judged=portal.status is PortalStatus.CONFIRMED,
        )
        reader = self._reader(portal.id, tuple(asked), looking=looking)
        return {
            vantage: (plain if vantage != reader else self._whole(plain, watch, recall, leads=not looking)).model_copy(
                update={"name": name}
            )
            for vantage, name in asked.items()
        }

    def learn(self, gathered: Gathered) -> None:
        """Hear what came of a round."""
        led = led_by_the_first(gathered)
        portal = led.subject.portal.id
        if led.first is None or _sees(led.first, led.second):
            if led.leader is None:
                self._seers.pop(portal, None)
            else:
                self._seers[portal] = led.leader
            return
        seer = next((seen.vantage for seen in led.elsewhere if _sees(seen.first, seen.second)), None)
        if seer is not None:
            self._seers[portal] = seer

    def _reader(self, portal: str, asked: Sequence[str], *, looking: bool) -> str | None:
        seer = self._seers.get(portal)
        if seer in asked:
            return seer
        return None if looking else asked[0]

    def _whole(self, plain: Wanted, watch: Watch, recall: Recall, *, leads: bool) -> Wanted:
        known = sorted({digest for item in recall.observations.values() for digest in item.evidence})
        if not leads:
            return plain.model_copy(update={"whole": True, "known": known[:_MOST_KNOWN]})
        kept = recall.memories.get(ROUND, {})
        rests = resting(watch, plain.portal, recall, kept, now=watch.vantage.now())
        due = sorted(watch.daily - rests)
        memories = {
            probe: dict(memory)
            for probe, memory in recall.memories.items()
            if probe in watch.lookers and probe not in rests
        }
        update = {"whole": True, "known": known[:_MOST_KNOWN], "nightly": due, "memories": memories}
        return plain.model_copy(update=update)


def _sees(first: Sight, second: Sight | None) -> bool:
    return state_of(second or first) in SEEING
