"""Metrics about each portal: what it is, how it stands, what the last look measured."""

from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlsplit

from prometheus_client import Metric

from monitor.metrics.families import Sample, gauge
from monitor.rollup.picture import Picture, PortalPicture
from probes.facts import Reachability
from probes.failures import State
from probes.observe import Observation

_INFO = ("portal", "agency", "agency_kind", "agency_name", "system", "host", "lifecycle", "status")
_LOOK = ("portal", "vantage")


def portal_families(picture: Picture) -> Iterator[Metric]:
    """States of judged portals; looks of every portal that was looked at."""
    looked = [(item, seen) for item in picture.portals if (seen := _reachability(item)) is not None]
    yield gauge("emc_portal_info", "A watched portal; join by portal.", _INFO, map(_info, picture.portals))
    yield gauge("emc_portal_state", "1 for the present judged state.", ("portal", "state"), _states(picture))
    yield gauge("emc_portal_up", "1 up, 0 down as judged; absent otherwise.", ("portal",), _up(picture))
    yield gauge(
        "emc_look_success",
        "Whether the last look saw the portal.",
        _LOOK,
        (((item.portal.id, seen.vantage), float(seen.failure is None)) for item, seen in looked),
    )
    yield gauge(
        "emc_last_look_timestamp_seconds",
        "When the portal was last looked at.",
        _LOOK,
        (((item.portal.id, seen.vantage), seen.at.timestamp()) for item, seen in looked),
    )
    yield gauge(
        "emc_look_duration_seconds",
        "Time of each phase of the last look; phases not reached are absent.",
        ("portal", "vantage", "phase"),
        (sample for item, seen in looked for sample in _phases(item, seen)),
    )
    yield gauge(
        "emc_http_status_code",
        "Status of the last answer.",
        _LOOK,
        (sample for item, seen in looked for sample in _status(item, seen)),
    )
    yield gauge(
        "emc_page_kind",
        "1 for the kind of page that answered last; others are absent.",
        (*_LOOK, "kind"),
        (sample for item, seen in looked for sample in _page_kind(item, seen)),
    )
    yield gauge(
        "emc_certificate_expiry_timestamp_seconds",
        "When the portal's certificate ends, as last seen; also after it has ended.",
        ("portal",),
        (sample for item in picture.portals for sample in _expiry(item)),
    )


def _info(item: PortalPicture) -> Sample:
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
    return values, 1


def _states(picture: Picture) -> Iterator[Sample]:
    for item in picture.judged:
        for state in State:
            yield (item.portal.id, state.value), float(item.state is state)


def _up(picture: Picture) -> Iterator[Sample]:
    for item in picture.judged:
        if item.state in (State.UP, State.DOWN):
            yield (item.portal.id,), float(item.state is State.UP)


def _phases(item: PortalPicture, seen: Observation) -> Iterator[Sample]:
    if isinstance(seen.facts, Reachability):
        for phase, seconds in asdict(seen.facts.phases).items():
            if seconds is not None:
                yield (item.portal.id, seen.vantage, phase), seconds


def _status(item: PortalPicture, seen: Observation) -> Iterator[Sample]:
    if isinstance(seen.facts, Reachability) and seen.facts.status is not None:
        yield (item.portal.id, seen.vantage), seen.facts.status


def _page_kind(item: PortalPicture, seen: Observation) -> Iterator[Sample]:
    if isinstance(seen.facts, Reachability) and seen.facts.kind is not None:
        yield (item.portal.id, seen.vantage, seen.facts.kind.value), 1


def _expiry(item: PortalPicture) -> Iterator[Sample]:
    """Of the last look that showed a certificate at all; a later one that did not come so far leaves it standing."""
    seen = _reachability(item)
    if seen is not None and isinstance(seen.facts, Reachability) and seen.facts.certificate_until:
        yield (item.portal.id,), seen.facts.certificate_until.timestamp()


def _reachability(item: PortalPicture) -> Observation | None:
    return item.standing.observations.get("reachability") if item.standing else None
