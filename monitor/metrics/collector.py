"""The custom collector: read at scrape time, so that a removed portal's series are gone at the next scrape."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Metric

from monitor.availability import Account
from monitor.metrics.families import Sample, counter, gauge, marked_simulated, without_created
from monitor.metrics.incidents import Told, incident_families
from monitor.metrics.judgement import judgement_families
from monitor.metrics.portals import portal_families
from monitor.metrics.presence import Presence, presence_families
from monitor.metrics.published import published_families
from monitor.rollup.picture import Picture

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


class StoreCollector:
    """Gives all families of one daemon; `registry` holds what the process counts by itself."""

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        picture: Callable[[], Picture],
        accounts: Callable[[], Accounts],
        inside: Callable[[], Inside],
        told: Callable[[], Told] | None = None,
    ) -> None:
        """Nothing is read before the first scrape."""
        self._registry = registry
        self._picture = picture
        self._accounts = accounts
        self._inside = inside
        self._told = told

    def collect(self) -> Iterator[Metric]:
        """Every family with its samples, marked as simulated in a demo."""
        picture = self._picture()
        families = self._families(picture)
        return marked_simulated(families) if picture.scenario else families

    def _families(self, picture: Picture) -> Iterator[Metric]:
        yield from portal_families(picture)
        yield from _availability(self._accounts())
        yield from published_families(picture)
        yield from judgement_families(picture)
        yield from incident_families(self._told()) if self._told else ()
        yield from _inside(self._inside())
        yield from without_created(self._registry.collect())


def _availability(accounts: Accounts) -> Iterator[Metric]:
    samples: dict[str, list[Sample]] = {"availability": [], "observed": []}
    for window, portals in accounts.items():
        for portal, spent in portals.items():
            samples["observed"].append(((portal, window), spent.observed))
            if spent.availability is not None:
                samples["availability"].append(((portal, window), spent.availability))
    labels = ("portal", "window")
    yield gauge("emc_availability_ratio", "Up over decided time.", labels, samples["availability"])
    yield gauge("emc_observed_ratio", "Decided over whole time.", labels, samples["observed"])


def _inside(inside: Inside) -> Iterator[Metric]:
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
    yield counter(
        "emc_portal_state_seconds",
        "Time that a portal spent in each state.",
        ("portal", "state"),
        (
            ((portal, state), seconds)
            for portal, states in inside.state_seconds.items()
            for state, seconds in states.items()
        ),
    )
