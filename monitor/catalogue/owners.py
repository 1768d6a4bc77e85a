"""Whose portal is whose: the names by which a page's owner is known, and told from everybody else's."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from monitor.catalogue.records import Agency, Catalogue, Portal
from probes.ownership import Owner


def owner_finder(catalogue: Catalogue) -> Callable[[Portal], Owner]:
    """By portal, its owner; bodies that came from one another, or share one that did, count as one owner.

    The whole catalogue, past bodies included: a province that was merged may still stand on its successor's page.
    """
    families = _families(catalogue.agencies)
    names = {agency.id: agency.name_vi for agency in catalogue.agencies}
    everybody = frozenset(names.values())
    hosts = _agencies_by_host(catalogue, families)
    known: dict[tuple[int, bool], Owner] = {}

    def find(portal: Portal) -> Owner:
        family = families.get(portal.agency_id, frozenset({portal.agency_id}))
        alone = len(hosts.get(_host(portal.url), ())) <= 1
        key = (id(family), alone)
        if key not in known:
            own = tuple(sorted(names[agency] for agency in family if agency in names))
            known[key] = Owner(names=own, everybody=everybody, alone=alone)
        return known[key]

    return find


def _families(agencies: Iterable[Agency]) -> Mapping[str, frozenset[str]]:
    """Agency ids joined over their successors, in both directions."""
    family: dict[str, set[str]] = {}
    for agency in agencies:
        joined = set().union({agency.id}, *(family.get(item, {item}) for item in (agency.id, *agency.successor_ids)))
        family |= dict.fromkeys(joined, joined)
    frozen = {id(group): frozenset(group) for group in family.values()}
    return {agency: frozen[id(group)] for agency, group in family.items()}


def _agencies_by_host(
    catalogue: Catalogue, families: Mapping[str, frozenset[str]]
) -> Mapping[str, set[frozenset[str]]]:
    found: dict[str, set[frozenset[str]]] = {}
    for portal in catalogue.portals:
        found.setdefault(_host(portal.url), set()).add(families.get(portal.agency_id, frozenset({portal.agency_id})))
    return found


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
