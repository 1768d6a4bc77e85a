"""Metrics about verdicts, scores, connection and targets."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import Metric

from monitor.metrics.families import PortalFamily, Sample, gauge
from monitor.rollup.connection import Connection
from monitor.rollup.picture import AgencyPicture, Picture, PortalPicture, verdicts_of
from monitor.rules.contract import Cause

_AGENCY = ("agency", "agency_kind")


def judgement_families(picture: Picture) -> Iterator[Metric]:
    """Present verdicts of judged portals and what follows from them."""
    yield VERDICTS.over(picture.portals, at=picture.at)
    yield from national_families(picture)


def national_families(picture: Picture) -> Iterator[Metric]:
    """What follows from the verdicts of all portals: rules, scores, connection, targets."""
    undecided = picture.counted().causes
    yield gauge(
        "emc_rule_info",
        "A rule as judged at present; law is the text it rests on.",
        ("rule", "severity", "basis", "law"),
        ((values, 1) for values in sorted(picture.counted().rules)),
    )
    yield from _scores(picture)
    yield gauge(
        "emc_agencies",
        "Agencies by connection to EMC as seen from outside.",
        ("agency_kind", "state"),
        _connections(picture),
    )
    yield gauge(
        "emc_undecided_verdicts",
        "Present unknown verdicts by why they are undecided.",
        ("cause",),
        (((cause.value,), undecided.get(cause, 0)) for cause in Cause),
    )
    yield gauge("emc_exemptions", "Exemptions in force on the legal day.", (), (((), len(picture.exemptions)),))
    yield gauge(
        "emc_target_ratio",
        "National ratio as far as it can be read.",
        ("target",),
        (((target.id,), target.value) for target in picture.targets if target.value is not None),
    )
    yield gauge(
        "emc_target_goal_ratio",
        "Goal of a national target.",
        ("target",),
        (((target.id,), target.goal) for target in picture.targets if target.goal is not None),
    )
    yield gauge(
        "emc_target_info",
        "A national target with its names; join by target.",
        ("target", "title", "title_en", "due"),
        (((item.id, item.title_vi, item.title_en, str(item.due or "")), 1) for item in picture.targets),
    )


def _verdicts(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    del at
    for verdict in verdicts_of(item) if item.judged else ():
        yield (item.portal.id, verdict.rule, verdict.outcome.value), 1


VERDICTS = PortalFamily(
    name="emc_verdict",
    documentation="1 for the present outcome of a rule; others are absent.",
    labels=("portal", "rule", "outcome"),
    samples=_verdicts,
    rests_on=lambda item: (item.portal, tuple([(one.rule, one.outcome) for one in verdicts_of(item)])),
)


def _scores(picture: Picture) -> Iterator[Metric]:
    for name, documentation, values in (
        ("emc_agency_score", "Score over what was decided, 0..100.", [a.score.score for a in picture.agencies]),
        ("emc_agency_score_low", "Score if all undecided failed.", [a.score.low for a in picture.agencies]),
        ("emc_agency_score_high", "Score if all undecided passed.", [a.score.high for a in picture.agencies]),
        ("emc_agency_coverage_ratio", "Decided over applicable weight.", [a.score.coverage for a in picture.agencies]),
    ):
        pairs = zip(picture.agencies, values, strict=True)
        yield gauge(name, documentation, _AGENCY, ((_agency(a), value) for a, value in pairs if value is not None))
    yield gauge(
        "emc_agency_band",
        "1 for the present band of the score; unknown where too little was decided for one.",
        (*_AGENCY, "band"),
        (((*_agency(item), item.score.band.id if item.score.band else "unknown"), 1) for item in picture.agencies),
    )


def _agency(item: AgencyPicture) -> tuple[str, str]:
    return item.agency.id, item.agency.kind.value


def _connections(picture: Picture) -> Iterator[Sample]:
    counts = Counter((item.agency.kind.value, item.connected) for item in picture.agencies)
    for kind in sorted({item.agency.kind.value for item in picture.agencies}):
        for connection in Connection:
            yield (kind, connection.value), counts[kind, connection]
