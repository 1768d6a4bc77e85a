"""What each vantage saw of a portal in one round, and what they agree on, as far as rules ask for it."""

from dataclasses import dataclass
from datetime import datetime

from probes.failures import Failure, State

SEEING = (State.UP, State.RETIRED)  # whoever looks from there comes to the portal, or to where it has moved


@dataclass(frozen=True, slots=True, kw_only=True)
class VantageLook:
    """What one vantage saw. `at` is when it began to look, aware UTC; `state` is what its last look showed.

    `network` names the network that the vantage is connected to; where it is empty the vantage is a network of its own.
    `confirmed`: a failed look was confirmed by a second one, or needs none. `lead`: the vantage that keeps the store.
    """

    vantage: str
    network: str
    at: datetime
    state: State
    confirmed: bool = True
    failure: Failure | None = None
    lead: bool = False

    @property
    def votes(self) -> bool:
        """Whether it says something of the portal: our own troubles, refused addresses and failures that nothing
        confirms do not."""
        return self.state is not State.UNKNOWN and (self.state is not State.DOWN or self.confirmed)

    @property
    def sees(self) -> bool:
        """Whether it sees the portal."""
        return self.state in SEEING

    @property
    def ballot(self) -> tuple[str, str]:
        """Vantages with the same one have one vote together."""
        return (self.network, "") if self.network else ("", self.vantage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """What the vantages agree on. `looks` are all of them, the lead first, then by network and name.

    `state` is that of the portal, `confirmed` as for a look. `networks` voted, `down` of them that it cannot be
    reached: all their vantages that voted say so. Whose sight the rules are shown is the vantage `source`; `speaker`
    is one whose own look shows `state`, as far as there is one.
    """

    looks: tuple[VantageLook, ...]
    state: State
    confirmed: bool
    networks: int
    down: int
    source: str
    speaker: str
