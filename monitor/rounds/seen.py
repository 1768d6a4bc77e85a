"""What another vantage saw of a portal in the same round: its look, and the confirming one where it failed."""

from dataclasses import dataclass

from probes.observe import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One vantage's part of a round.

    `network` names the network (provider) that the vantage is connected to: vantages of one network have one vote
    together. `second` is the confirming look; `None` where the first one did not fail, or where none was taken.
    """

    vantage: str
    network: str
    first: Sight
    second: Sight | None = None
