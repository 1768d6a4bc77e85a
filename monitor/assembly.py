"""A configuration made into a watch: transport, page kinds, probes, rule book, clocks."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from monitor import __version__
from monitor.browser import build_render
from monitor.configuration import Configuration
from monitor.rounds.cadence import Night
from monitor.rounds.watch import Fetch, Watch
from monitor.trust.gate import Gate
from monitor.trust.quarantine import Quarantine
from probes.exchange import Exchange
from probes.identity import uuid7
from probes.names.system import NameSystem
from probes.observe import Vantage
from probes.transport.fetch import Transport
from probes.transport.revisiting import Revisits
from probes.transport.settings import TransportSettings, parse_resolve

_LEARNED = "intermediates.pem"  # in the data folder
_PATIENCE = 3  # deadlines that one look over several pages may last


def user_agent(contact: str) -> str:
    """The product with its version and where its operator can be reached."""
    return f"emc-monitor/{__version__} ({contact})" if contact else f"emc-monitor/{__version__}"


def build_transport(configuration: Configuration, *, keep: bool = False) -> Transport:
    """The one way to the network, as the settings want it; the caller closes it.

    `keep`: what it learns of intermediate certificates is written to the data folder.
    """
    settings = configuration.settings.transport
    return Transport(
        TransportSettings(
            allow_private=settings.allow_private,
            ca_file=settings.ca_file,
            intermediates=settings.intermediates,
            learned=configuration.settings.data.dir / _LEARNED,
            keep_learned=keep,
            resolve=parse_resolve(",".join(f"{name}={place}" for name, place in settings.resolve.items())),
            deadline=settings.deadline,
            max_body=settings.max_body,
            user_agent=user_agent(settings.contact),
            family=settings.family,
            nameservers=settings.nameservers,
        ),
        monotonic=time.monotonic,
    )


def build_gate(configuration: Configuration) -> Gate:
    """The references that are asked before blame, and more of them when too many portals fail within an interval."""
    settings = configuration.settings
    quarantine = Quarantine(
        share=settings.network.quarantine_share,
        minimum=settings.network.quarantine_minimum,
        window=settings.schedule.interval,
        monotonic=time.monotonic,
    )
    return Gate(configuration.references, monotonic=time.monotonic, quarantine=quarantine)


def build_watch(configuration: Configuration, transport: Transport, gate: Gate) -> Watch:
    """Everything that a round needs, with the real clocks."""
    names = NameSystem(transport.settings, bell=transport.bell)
    watch = _watch(configuration, fetch=transport.fetch, online=gate.online)
    render = build_render(configuration.settings, transport.settings, transport.bell)
    return replace(watch, look_up=names.look_up, render=render, revisit=Revisits(transport.fetch))


def _watch(configuration: Configuration, *, fetch: Fetch, online: Callable[[], bool]) -> Watch:
    settings = configuration.settings
    return Watch(
        fetch=fetch,
        classify=configuration.classify,
        lookers=configuration.lookers,
        daily=configuration.daily,
        rulebook=configuration.rulebook,
        circumstances=configuration.circumstances,
        vantage=Vantage(
            name=settings.vantage.name,
            now=lambda: datetime.now(UTC),
            monotonic=time.monotonic,
            new_id=lambda at: uuid7(at, os.urandom),
        ),
        law_day=configuration.law_day,
        online=online,
        confirm_after=settings.transport.confirm_after,
        patience=_PATIENCE * settings.transport.deadline,
        interval=settings.schedule.interval,
        network=settings.vantage.network if settings.looks_together else "",
        night=Night(start=settings.schedule.nightly_start, end=settings.schedule.nightly_end),
    )


def build_watch_offline(configuration: Configuration) -> Watch:
    """The same for saved pages: whatever would ask the network is not there."""

    def fetch(url: str, *, avoid: str | None = None) -> Exchange:
        del avoid
        raise RuntimeError(f"asked offline: {url}")

    return _watch(configuration, fetch=fetch, online=lambda: True)
