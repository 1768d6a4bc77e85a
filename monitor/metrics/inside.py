"""Metrics of the daemon's inside, and those of portals that change by the passing of time alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client import Metric

from monitor.availability import Account
from monitor.metrics.families import Sample, counter, gauge
from monitor.metrics.presence import Presence, presence_families

Accounts = Mapping[str, Mapping[str, Account]]  # by window (`7d`, `30d`), then by portal


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What the daemon says of itself at a scrape. `lag` in seconds; `queue` counts rounds not yet kept.

    `duties`: the rules' duties in Vietnamese and in English, by rule.
    """

    mode: str
    rulebook: str
    lag: float
    queue: int
    store_errors: int
    state_seconds: Mapping[str, Mapping[str, float]]
    online: Mapping[str, bool]
    canaries: Mapping[str, bool] = field(default_factory=dict)
    reloaded: bool = True
    way: str = "channels"
    duties: Mapping[str, tuple[str, str]] = field(default_factory=dict)


WINDOWED = ("portal", "window")
BY_STATE = ("portal", "state")
STATE_SECONDS, STATE_SECONDS_TOLD = "emc_portal_state_seconds", "Time that a portal spent in each state."


def inside_families(inside: Inside) -> Iterator[Metric]:
    """What the daemon says of itself."""
    yield from presence_families(Presence(leads=True, mode=inside.mode, way=inside.way, rulebook=inside.rulebook))
    yield gauge(
        "emc_monitor_online",
        "0 while the monitor itself is cut off.",
        ("vantage",),
        (((vantage,), float(online)) for vantage, online in inside.online.items()),
    )
    yield gauge(
        "emc_canary_ok",
        "0 while a portal of our own, whose truth is known, is misjudged.",
        ("canary",),
        (((canary,), float(ok)) for canary, ok in inside.canaries.items()),
    )
    yield gauge("emc_schedule_lag_seconds", "How long the next round has waited past its time.", (), [((), inside.lag)])
    yield gauge("emc_store_queue_length", "Rounds that wait to be kept.", (), [((), inside.queue)])
    yield counter("emc_store_errors", "Commits that failed and were tried again.", (), [((), inside.store_errors)])
    yield gauge(
        "emc_config_last_reload_successful",
        "0 while the configuration last read again could not be used, and the one before it holds on.",
        (),
        [((), float(inside.reloaded))],
    )
    yield gauge(
        "emc_duty_info",
        "What a rule of the book asks for; join by rule.",
        ("rule", "duty", "duty_en"),
        (((rule, *words), 1) for rule, words in inside.duties.items()),
    )


def availability_samples(accounts: Accounts) -> Iterator[tuple[str, str, list[Sample]]]:
    """The two families of windows: name, documentation, samples."""
    spent = [(portal, window, one) for window, portals in accounts.items() for portal, one in portals.items()]
    known = [((portal, window), one.availability) for portal, window, one in spent]
    up: list[Sample] = [(labels, ratio) for labels, ratio in known if ratio is not None]
    yield "emc_availability_ratio", "Up over decided time.", up
    observed: list[Sample] = [((portal, window), one.observed) for portal, window, one in spent]
    yield "emc_observed_ratio", "Decided over whole time.", observed


def state_second_samples(inside: Inside) -> list[Sample]:
    """Seconds by portal and state."""
    return [
        ((portal, state), seconds)
        for portal, states in inside.state_seconds.items()
        for state, seconds in states.items()
    ]
