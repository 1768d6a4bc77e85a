"""Connection to EMC as seen from outside, per agency: from the tag in its pages, not from a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.catalogue.records import Lifecycle, Portal
from probes.contract import System
from probes.facts import LandingPage, RenderedPage
from probes.failures import State

NEEDED = (
    System.PORTAL,
    System.PUBLIC_SERVICE,
)  # a one-stop system pushes from server to server: nobody outside sees it


class Connection(StrEnum):
    """What can be said of an agency; never "kết nối đầy đủ", which nobody outside can see."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSight:
    """What is known of one portal: `tag` is `None` where its page could not be seen or does not settle it;
    `retired` portals need no tag."""

    system: System
    retired: bool
    tag: bool | None


def tag_sight(
    portal: Portal, *, state: State, page: LandingPage | None, rendered: RenderedPage | None = None
) -> TagSight:
    """One portal's part; `page` are the facts of the probe `landing_page` if they stand without a failure, `rendered`
    those of a browser: a tag that a script puts in is seen there only. What was not seen there proves nothing."""
    retired = portal.lifecycle is Lifecycle.RETIRED or state is State.RETIRED
    tag = None if page is None else page.emc.seen
    if tag is not True and page is not None and rendered is not None and rendered.tag_seen:
        tag = True
    return TagSight(system=portal.system, retired=retired, tag=tag)


def connection(sights: Iterable[TagSight]) -> Connection:
    """The connection of one agency over its approved portals; the order does not matter.

    Every portal of the two systems counts, also where an agency has several of one: `full` only if all have the tag.
    A system that the agency does not have in the catalogue was not seen, so it stands as unknown.
    `partial` is certain as soon as one has the tag and one was seen without, whatever the others are.
    `none` asks that all were readable. Everything else is `unknown`: what was not seen is not held against anybody.
    """
    mine = [sight for sight in sights if sight.system in NEEDED]
    tags = [sight.tag for sight in mine if not sight.retired]
    missing = set(NEEDED) - {sight.system for sight in mine}
    tags += [None] * len(missing)
    if True in tags and False in tags:
        return Connection.PARTIAL
    if not tags or None in tags:
        return Connection.UNKNOWN
    return Connection.FULL if tags[0] else Connection.NONE
