"""From a round to the messages that it came with: which may be acknowledged once it is in the store."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from monitor.cluster.holding import Holding, Key
from monitor.elsewhere import Put
from monitor.records import Round
from monitor.rounds.gathering import Gathered
from monitor.storage.writer import WriterStopped

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What was seen after its round was over, ready to be kept without moving anything."""

    key: Key
    round: Round


class Keeping:
    """Safe for threads as long as no portal has two rounds at once, which `InFlight` sees to."""

    def __init__(self, holding: Holding, put: Put) -> None:
        """Nothing is on its way."""
        self._holding = holding
        self._put = put
        self._concluding: dict[str, Gathered] = {}
        self._rounds: dict[Key, list[Key]] = {}
        self._late: deque[Late] = deque()

    def concluding(self, gathered: Gathered) -> None:
        """The round of these parts is judged next."""
        self._concluding[gathered.subject.portal.id] = gathered

    def broken(self, portal: str) -> Gathered | None:
        """The judging went wrong; what it was to be made of."""
        return self._concluding.pop(portal, None)

    @contextmanager
    def handing_over(self, taken: Round) -> Iterator[None]:
        """A round is judged and handed to the writer; one that no store takes is as good as kept."""
        gathered = self._concluding.pop(taken.portal, None)
        if gathered is not None and gathered.elsewhere:
            keys = [(taken.portal, gathered.names[seen.vantage], seen.vantage) for seen in gathered.elsewhere]
            self._rounds[_named(taken)] = keys
        try:
            yield
        except (ValueError, TypeError):
            self.kept([taken])
            raise

    def kept(self, rounds: Sequence[Round]) -> None:
        """These are in the store, or were left out for good."""
        for taken in rounds:
            self._holding.kept(self._rounds.pop(_named(taken), ()))

    def late(self, item: Late) -> None:
        """To be kept as soon as there is room."""
        self._late.append(item)

    def put_late(self) -> None:
        """Hand over as much as there is room for; waits for nobody."""
        while self._late:
            item = self._late[0]
            self._rounds[_named(item.round)] = [item.key]
            try:
                if not self._put(item.round, timeout=0):
                    return
            except WriterStopped:
                return
            except (ValueError, TypeError) as error:  # no store takes it
                log.error("what %s saw too late cannot be kept: %s", item.round.vantage, type(error).__name__)
                self.kept([item.round])
            self._late.popleft()


def _named(taken: Round) -> Key:
    """What tells a round from all others of its portal."""
    return (taken.portal, taken.since.isoformat(), f"{taken.vantage} late" if taken.late else taken.vantage)
