"""What a lookout works with, made from a configuration, and made anew from another one."""

from dataclasses import dataclass, replace

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.canaries.asking import Canaries
from monitor.configuration import Configuration
from monitor.rounds.in_flight import Manners
from monitor.rounds.turns import overridden_hosts
from monitor.rounds.watch import Watch
from monitor.storage.store import Store
from monitor.trust.gate import Gate
from probes.transport.fetch import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Gear:
    """What a lookout works with; whoever made it closes it."""

    configuration: Configuration
    watch: Watch
    transport: Transport
    gate: Gate
    store: Store


def regeared(gear: Gear, configuration: Configuration) -> Gear:
    """The same store with everything else made anew; a gate that is asked as before keeps what it has heard."""
    old, new = gear.configuration.settings, configuration.settings
    as_before = old.network == new.network and old.schedule.interval == new.schedule.interval
    gate = gear.gate if as_before else build_gate(configuration)
    transport = build_transport(configuration, keep=True)
    watch = build_watch(configuration, transport, gate)
    return replace(gear, configuration=configuration, watch=watch, transport=transport, gate=gate)


def manners_of(gear: Gear, canaries: Canaries) -> Manners:
    """How rounds are taken with it."""
    return Manners(
        per_host=gear.configuration.settings.transport.per_host,
        overridden=overridden_hosts(gear.transport.settings.resolve),
        distrusted=canaries.wrong,
        doubt=gear.gate.doubt,
        checked=gear.gate.check,
    )
