"""What of a portal is not shown to everybody, because it could harm: decided by what was read and by kept pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.reports.evidence.withholding import harmful
from monitor.rollup.picture import PortalPicture
from monitor.storage.store import Store
from probes.observe import Evidence, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What stands for a portal, and the pages behind it by hash."""

    observations: tuple[Observation, ...]
    pages: Mapping[str, Evidence]


def gather(item: PortalPicture, store: Store) -> Gathered:
    """The last observations and those that brought facts, with the pages that were kept of them."""
    if item.standing is None:
        return Gathered(observations=(), pages={})
    seen = {one.id: one for group in (item.standing.observations, item.standing.seen) for one in group.values()}
    digests = dict.fromkeys(digest for one in seen.values() for digest in one.evidence)
    kept = {digest: store.evidence(digest) for digest in digests}
    pages = {digest: page for digest, page in kept.items() if page is not None}
    return Gathered(observations=tuple(seen.values()), pages=pages)


def withheld(item: PortalPicture, store: Store) -> bool:
    """Whether anything of what its pages said could harm."""
    return bool(harmful(gather(item, store)))
