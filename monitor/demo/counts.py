"""What each agency publishes: seeded integers that agree with one another and add up to the nation's picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from types import MappingProxyType

from monitor.catalogue.records import Agency
from monitor.demo.scenario import Scenario, load_scenario
from probes.contract import System

Counts = Mapping[str, int]  # figure key -> count

SHOWS_ITS_PAGE = frozenset({None, "slow", "tag_missing", "tag_partial", "tag_insecure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The counts that stand on one portal; empty where it publishes none of that sort."""

    services: Counts
    dossiers: Counts


_NOTHING: Counts = MappingProxyType({})
_UNPUBLISHED = Published(services=_NOTHING, dossiers=_NOTHING)


def published(scenario: Scenario, portal: str) -> Published:
    """What one portal publishes, by its id."""
    return _nation(scenario.name).get(portal, _UNPUBLISHED)


@cache
def _nation(name: str) -> Mapping[str, Published]:
    scenario = load_scenario(name)
    services: dict[str, Counts] = {}
    dossiers: dict[str, Counts] = {}
    for group in _groups(_service_publishers(scenario)):
        services |= _settled_services(scenario, group)
    for group in _groups(_dossier_publishers(scenario)):
        dossiers |= _settled_dossiers(scenario, group)
    dossiers |= _said_twice(scenario, dossiers)
    portals = services.keys() | dossiers.keys()
    return {
        portal: Published(services=services.get(portal, _NOTHING), dossiers=dossiers.get(portal, _NOTHING))
        for portal in portals
    }


def _readable(scenario: Scenario, agency: Agency, system: System) -> bool:
    portal = scenario.portal(agency.id, system)
    gone = portal.id in scenario.moved or portal.id in scenario.moved_by_notice
    return not gone and scenario.troubled(portal) in SHOWS_ITS_PAGE


def _service_publishers(scenario: Scenario) -> dict[Agency, System]:
    """Services stand on the public-service portal; where it has moved away, on every second one-stop system."""
    found: dict[Agency, System] = {}
    for number, agency in enumerate(scenario.agencies):
        portal = scenario.portal(agency.id, System.PUBLIC_SERVICE)
        if _readable(scenario, agency, System.PUBLIC_SERVICE):
            found[agency] = System.PUBLIC_SERVICE
        elif portal.id in scenario.moved and number % 2 and _readable(scenario, agency, System.ONE_STOP):
            found[agency] = System.ONE_STOP
    return found


def _dossier_publishers(scenario: Scenario) -> dict[Agency, System]:
    """Dossiers stand on the one-stop system; where that is in trouble, on two of three public-service portals."""
    found: dict[Agency, System] = {}
    for number, agency in enumerate(scenario.agencies):
        if _readable(scenario, agency, System.ONE_STOP):
            found[agency] = System.ONE_STOP
        elif number % 3 and _readable(scenario, agency, System.PUBLIC_SERVICE):
            found[agency] = System.PUBLIC_SERVICE
    return found


def _said_twice(scenario: Scenario, dossiers: Mapping[str, Counts]) -> dict[str, Counts]:
    """Some agencies publish the same dossiers on both systems, so that a roll-up which adds both comes out wrong."""
    twice: dict[str, Counts] = {}
    for agency in scenario.agencies[4::16]:
        one_stop = scenario.portal(agency.id, System.ONE_STOP).id
        if one_stop in dossiers and _readable(scenario, agency, System.PUBLIC_SERVICE):
            twice[scenario.portal(agency.id, System.PUBLIC_SERVICE).id] = dossiers[one_stop]
    return twice


def _groups(publishers: Mapping[Agency, System]) -> list[list[tuple[Agency, System]]]:
    return [[pair for pair in publishers.items() if pair[1] is system] for system in System]


def _settled_services(scenario: Scenario, group: Iterable[tuple[Agency, System]]) -> dict[str, Counts]:
    made = {scenario.portal(agency.id, system).id: _services(scenario, agency) for agency, system in group}
    rows = list(made.values())
    ratios = scenario.ratios
    settle(rows, part="services_full", whole="services_eligible", ratio=ratios.full_of_eligible)
    for row in rows:
        rest = row["services_total"] - row["services_full"]
        row["services_partial"] = min(row["services_partial"], rest)
        row["services_information"] = rest - row["services_partial"]
        row["services_online"] = row["services_full"] + row["services_partial"]
    settle(rows, part="services_with_dossiers", whole="services_online", ratio=ratios.with_dossiers_of_online)
    return dict(made)


def _services(scenario: Scenario, agency: Agency) -> dict[str, int]:
    draw = Random(f"{scenario.name}/{agency.id}/services")
    total = draw.randint(1480, 2260) if agency.kind.level == "provinces" else draw.randint(70, 640)
    eligible = round(total * draw.uniform(0.42, 0.68))
    full = round(eligible * min(1.0, scenario.ratios.full_of_eligible * draw.uniform(0.93, 1.05)))
    partial = round((total - eligible) * draw.uniform(0.35, 0.75))
    return {
        "services_total": total,
        "services_eligible": eligible,
        "services_full": full,
        "services_partial": partial,
        "services_with_dossiers": round(
            (full + partial) * scenario.ratios.with_dossiers_of_online * draw.uniform(0.5, 1.35)
        ),
    }


def _settled_dossiers(scenario: Scenario, group: Iterable[tuple[Agency, System]]) -> dict[str, Counts]:
    made = {scenario.portal(agency.id, system).id: _dossiers(scenario, agency) for agency, system in group}
    rows = list(made.values())
    settle(
        rows,
        part="dossiers_handled_online",
        whole="dossiers_received",
        ratio=scenario.ratios.handled_online_of_received,
        ceiling="dossiers_online",
    )
    return dict(made)


def _dossiers(scenario: Scenario, agency: Agency) -> dict[str, int]:
    draw = Random(f"{scenario.name}/{agency.id}/dossiers")
    received = draw.randint(48_000, 610_000) if agency.kind.level == "provinces" else draw.randint(2_400, 240_000)
    carried = round(received * draw.uniform(0.03, 0.11))
    resolved = round((received + carried) * draw.uniform(0.88, 0.96))
    late = round(resolved * draw.uniform(0.002, 0.05))
    early = round(resolved * draw.uniform(0.3, 0.6))
    left = received + carried - resolved
    left_late = round(left * draw.uniform(0.01, 0.15))
    online = round(received * scenario.ratios.handled_online_of_received * draw.uniform(1.15, 1.5))
    postal = round((received - online) * draw.uniform(0.02, 0.12))
    return {
        "dossiers_received": received,
        "dossiers_carried": carried,
        "dossiers_resolved": resolved,
        "dossiers_early": early,
        "dossiers_on_time": resolved - early - late,
        "dossiers_late": late,
        "dossiers_open": left,
        "dossiers_open_on_time": left - left_late,
        "dossiers_open_late": left_late,
        "dossiers_online": online,
        "dossiers_postal": postal,
        "dossiers_direct": received - online - postal,
        "dossiers_handled_online": round(online * draw.uniform(0.6, 0.97)),
    }


def settle(rows: Sequence[dict[str, int]], *, part: str, whole: str, ratio: float, ceiling: str | None = None) -> None:
    """Move the parts, each by its share and within 0..`ceiling` (default `whole`), until they add up to `ratio`."""
    wanted = round(ratio * sum(row[whole] for row in rows))
    for _ in range(64):
        missing = wanted - sum(row[part] for row in rows)
        if not missing:
            return
        _spread(rows, part=part, whole=ceiling or whole, missing=missing)
    raise ArithmeticError(f"{part} cannot be brought to {ratio} of {whole}")


def _spread(rows: Sequence[dict[str, int]], *, part: str, whole: str, missing: int) -> None:
    sign, left = (1 if missing > 0 else -1), abs(missing)
    room = [row[whole] - row[part] if sign > 0 else row[part] for row in rows]
    for row, free in zip(rows, room, strict=True):
        step = min(free, left, max(1, abs(missing) * free // max(1, sum(room))))
        row[part] += sign * step
        left -= step
