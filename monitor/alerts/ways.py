"""From the entries of `channels.toml` and the environment to functions that send; a bad channel leaves the others
alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from monitor.alerts.bounded import Bounded
from monitor.alerts.channels.contract import Send
from monitor.alerts.discovery import find_ways
from monitor.alerts.records import Channel

TIMEOUT = 20.0  # seconds for one sending, whatever the receiver does


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What can send, by the channel's name, and one sentence for each channel that cannot."""

    sends: Mapping[str, Send]
    troubles: tuple[str, ...] = ()
    bad: frozenset[str] = field(default_factory=frozenset)  # their names, for metrics
    reasons: Mapping[str, str] = field(default_factory=dict)  # why not, by name


def open_ways(channels: Iterable[Channel], environ: Mapping[str, str], *, timeout: float = TIMEOUT) -> Ways:
    """Prepare every channel; nothing is connected. Secrets are taken from `environ` and stand in no sentence."""
    sends: dict[str, Send] = {}
    reasons: dict[str, str] = {}
    for channel in channels:
        try:
            sends[channel.name] = _prepared(channel, environ, timeout)
        except ValueError as error:
            reasons[channel.name] = str(error)
    troubles = tuple(f"channel {name}: {why}" for name, why in reasons.items())
    return Ways(sends=MappingProxyType(sends), troubles=troubles, bad=frozenset(reasons), reasons=reasons)


def _prepared(channel: Channel, environ: Mapping[str, str], timeout: float) -> Send:
    if channel.secret and not environ.get(channel.secret):
        raise ValueError(f"the variable {channel.secret} is not set")
    secret = environ[channel.secret].strip() if channel.secret else None
    return Bounded(find_ways()[channel.kind].prepare(channel, secret, timeout), timeout)
