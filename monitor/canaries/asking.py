"""The canaries are asked with the very probes, page kinds and transport that portals are looked at with."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from importlib import import_module
from pkgutil import iter_modules

import monitor.canaries
from monitor.canaries.contract import Canary
from monitor.canaries.server import PORT, serving
from monitor.rounds.watch import Watch
from probes.contract import Target
from probes.names.system import NameSystem
from probes.observe import Observation, observe
from probes.session import LookSession
from probes.transport.fetch import Transport
from probes.transport.settings import TransportSettings

_SECONDS = 10.0  # for one canary

log = logging.getLogger(__name__)


def find_canaries() -> tuple[Canary, ...]:
    """Every canary, in the order of the names; two of one name are our mistake and raise `TypeError`."""
    names = sorted(module.name for module in iter_modules(monitor.canaries.__path__, "monitor.canaries."))
    found = [canary for name in names if isinstance(canary := getattr(import_module(name), "CANARY", None), Canary)]
    if len({canary.name for canary in found}) != len(found):
        raise TypeError("two canaries have one name")
    return tuple(found)


class Canaries:
    """What was found when they were last asked; `ask` in one thread at a time, read from any."""

    def __init__(self, watch: Watch, settings: TransportSettings, canaries: Sequence[Canary] | None = None) -> None:
        """`settings` are those of the transport in use. Nobody is asked before `ask`."""
        self._watch = watch
        self._settings = settings
        self._canaries = find_canaries() if canaries is None else tuple(canaries)
        self._troubles: Mapping[str, Mapping[str, str]] | None = None

    def use(self, watch: Watch, settings: TransportSettings) -> None:
        """Ask like this from now on."""
        self._watch, self._settings = watch, settings

    def ask(self) -> None:
        """Ask all of them; one that is misjudged is asked once more before it counts.

        Raises whatever a broken part of ours raises; the caller then calls `distrust`.
        """
        troubles = self._asked()
        for name, trouble in troubles.items():
            log.error(
                "canary %s is misjudged: %s", name, "; ".join(f"{probe} says {trouble[probe]}" for probe in trouble)
            )
        self._troubles = troubles

    def distrust(self, reason: str) -> None:
        """All of them are wrong until they are asked again: nothing vouches for what we see."""
        self._troubles = {item.name: dict.fromkeys(item.expects, reason) for item in self._canaries}

    def ok(self) -> Mapping[str, bool]:
        """By canary, whether it was judged as what it is; empty before the first question."""
        troubles = self._troubles
        return {} if troubles is None else {canary.name: canary.name not in troubles for canary in self._canaries}

    def wrong(self) -> Mapping[str, str]:
        """By probe that is not to be trusted, the canary that it misjudged and how."""
        found: dict[str, str] = {}
        for name, trouble in (self._troubles or {}).items():
            for probe, words in trouble.items():
                found.setdefault(probe, f"{name}: {words}")
        return found

    def _asked(self) -> dict[str, Mapping[str, str]]:
        vantage, found = self._watch.vantage, {}
        at = vantage.now()
        with (
            serving(self._canaries, self._settings, mark=vantage.new_id(at), now=at) as settings,
            closing(Transport(settings, monotonic=vantage.monotonic)) as transport,
        ):
            for canary in self._canaries:
                trouble = self._trouble(canary, transport) and self._trouble(canary, transport)
                if trouble:
                    found[canary.name] = trouble
        return found

    def _trouble(self, canary: Canary, transport: Transport) -> Mapping[str, str]:
        """What is wrong, by probe."""
        seen = self._look(canary, transport)
        known = {probe: expects for probe, expects in canary.expects.items() if probe in seen}
        return {probe: words for probe, expects in known.items() if (words := expects(seen[probe]))}

    def _look(self, canary: Canary, transport: Transport) -> Mapping[str, Observation]:
        watch = self._watch
        lookers = {name: looker for name, looker in watch.lookers.items() if name in canary.expects}
        names = NameSystem(transport.settings, bell=transport.bell)
        session = LookSession(transport.fetch, watch.classify, look_up=names.look_up, seconds=_SECONDS)
        target = Target(url=f"https://{canary.host}:{PORT}/", system=canary.system, law_day=watch.law_day())
        sight = observe(lookers, target, session, {}, vantage=watch.vantage)
        return {item.probe: item for item in sight.observations}
