"""The last look of each of several vantages, as metrics tell it: the moment always, the rest only while it holds."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from monitor.metrics.families import Sample
from monitor.rollup.picture import PortalPicture
from monitor.storage.standing import VantageStanding

Told = Callable[[str, VantageStanding], Iterable[Sample]]


def from_each(item: PortalPicture, told: Told, *, at: datetime | None) -> Iterator[Sample]:
    """The samples of every vantage that looked together with others; of those whose look holds `at`, where that is
    given: a vantage that is not heard of says neither that it sees the portal nor that it does not."""
    for look in item.standing.vantages if item.standing else ():
        if at is None or look.observed(at):
            yield from told(item.portal.id, look)


def ends(item: PortalPicture) -> Iterable[datetime]:
    """When what they saw holds no longer."""
    return (look.holds_until for look in item.standing.vantages) if item.standing else ()


def success(portal: str, look: VantageStanding) -> Iterator[Sample]:
    """1 seen, 0 not."""
    yield (portal, look.vantage), float(look.failure is None)


def looked(portal: str, look: VantageStanding) -> Iterator[Sample]:
    """When it looked."""
    yield (portal, look.vantage), look.at.timestamp()


def phases(portal: str, look: VantageStanding) -> Iterator[Sample]:
    """Seconds of the phases that it got through."""
    for phase, seconds in look.phases.items():
        yield (portal, look.vantage, phase), seconds


def status(portal: str, look: VantageStanding) -> Iterator[Sample]:
    """The status that answered it."""
    if look.status is not None:
        yield (portal, look.vantage), look.status


def page_kind(portal: str, look: VantageStanding) -> Iterator[Sample]:
    """The kind of page that answered it."""
    if look.kind is not None:
        yield (portal, look.vantage, look.kind.value), 1
