"""Metrics about each portal: what it is, how it stands, what the last look measured."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from urllib.parse import urlsplit

from prometheus_client import Metric

from monitor.metrics import vantages
from monitor.metrics.families import PortalFamily, Sample
from monitor.rollup.picture import Picture, PortalPicture
from probes.exchange import Phases
from probes.facts import Reachability
from probes.failures import State
from probes.observe import Observation

_INFO = ("portal", "agency", "agency_kind", "agency_name", "system", "host", "lifecycle", "status")
_LOOK = ("portal", "vantage")
_PHASES = tuple(field.name for field in fields(Phases))


def portal_families(picture: Picture) -> Iterator[Metric]:
    """States of judged portals; looks of every portal that was looked at."""
    for family in PORTAL_FAMILIES:
        yield family.over(picture.portals, at=picture.at)


def _info(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    del at
    portal, agency = item.portal, item.agency
    values = (
        portal.id,
        agency.id,
        agency.kind.value,
        agency.name_vi,
        portal.system.value,
        urlsplit(portal.url).hostname or "",
        portal.lifecycle.value,
        portal.status.value,
    )
    yield values, 1


def _states(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    del at
    if item.judged:
        for state in State:
            yield (item.portal.id, state.value), float(item.state is state)


def _up(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    del at
    if item.judged and item.state in (State.UP, State.DOWN):
        yield (item.portal.id,), float(item.state is State.UP)


def _judged_state(item: PortalPicture) -> object:
    return item.portal, item.state


def _success(portal: str, seen: Observation) -> Iterator[Sample]:
    yield (portal, seen.vantage), float(seen.failure is None)


def _looked(portal: str, seen: Observation) -> Iterator[Sample]:
    yield (portal, seen.vantage), seen.at.timestamp()


def _phases(portal: str, seen: Observation) -> Iterator[Sample]:
    if isinstance(seen.facts, Reachability):
        for phase in _PHASES:
            seconds = getattr(seen.facts.phases, phase)
            if seconds is not None:
                yield (portal, seen.vantage, phase), seconds


def _status(portal: str, seen: Observation) -> Iterator[Sample]:
    if isinstance(seen.facts, Reachability) and seen.facts.status is not None:
        yield (portal, seen.vantage), seen.facts.status


def _page_kind(portal: str, seen: Observation) -> Iterator[Sample]:
    if isinstance(seen.facts, Reachability) and seen.facts.kind is not None:
        yield (portal, seen.vantage, seen.facts.kind.value), 1


def _expiry(portal: str, seen: Observation) -> Iterator[Sample]:
    """Of the last look that showed a certificate at all; a later one that did not come so far leaves it standing."""
    if isinstance(seen.facts, Reachability) and seen.facts.certificate_until:
        yield (portal,), seen.facts.certificate_until.timestamp()


def _reachability(item: PortalPicture) -> Observation | None:
    return item.standing.observations.get("reachability") if item.standing else None


def _of_look(
    name: str,
    documentation: str,
    labels: tuple[str, ...],
    told: Callable[[str, Observation], Iterable[Sample]],
    *,
    each: vantages.Told | None = None,
    holds: bool = True,
) -> PortalFamily:
    """A family about the last look at the portal; nothing before the first. `each` tells the same of one of several
    vantages, and where the look `holds` no longer nothing."""

    def samples(item: PortalPicture, at: datetime) -> Iterable[Sample]:
        if each is not None and item.standing is not None and item.standing.vantages:
            return vantages.from_each(item, each, at=at if holds else None)
        seen = _reachability(item)
        return () if seen is None else told(item.portal.id, seen)

    ends = vantages.ends if each is not None and holds else _never
    return PortalFamily(name=name, documentation=documentation, labels=labels, samples=samples, ends=ends)


def _never(_item: PortalPicture) -> Iterable[datetime]:
    return ()


PORTAL_FAMILIES = (
    PortalFamily(
        name="emc_portal_info", documentation="A watched portal; join by portal.", labels=_INFO, samples=_info
    ),
    PortalFamily(
        name="emc_portal_state",
        documentation="1 for the present judged state.",
        labels=("portal", "state"),
        samples=_states,
        rests_on=_judged_state,
    ),
    PortalFamily(
        name="emc_portal_up",
        documentation="1 up, 0 down as judged; absent otherwise.",
        labels=("portal",),
        samples=_up,
        rests_on=_judged_state,
    ),
    _of_look("emc_look_success", "Whether the last look saw the portal.", _LOOK, _success, each=vantages.success),
    _of_look(
        "emc_last_look_timestamp_seconds",
        "When the portal was last looked at.",
        _LOOK,
        _looked,
        each=vantages.looked,
        holds=False,
    ),
    _of_look(
        "emc_look_duration_seconds",
        "Time of each phase of the last look; phases not reached are absent.",
        (*_LOOK, "phase"),
        _phases,
        each=vantages.phases,
    ),
    _of_look("emc_http_status_code", "Status of the last answer.", _LOOK, _status, each=vantages.status),
    _of_look(
        "emc_page_kind",
        "1 for the kind of page that answered last; others are absent.",
        (*_LOOK, "kind"),
        _page_kind,
        each=vantages.page_kind,
    ),
    _of_look(
        "emc_certificate_expiry_timestamp_seconds",
        "When the portal's certificate ends, as last seen; also after it has ended.",
        ("portal",),
        _expiry,
    ),
)
