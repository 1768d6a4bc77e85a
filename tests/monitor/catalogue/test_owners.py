"""Bodies that came from one another are one owner; everybody else is somebody else."""

from monitor.catalogue.owners import owner_finder
from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Lifecycle, Portal, PortalStatus
from monitor.configuration import shipped_folder
from probes.contract import System


def agency(identity: str, name: str, *successors: str) -> Agency:
    return Agency(id=identity, kind=AgencyKind.PROVINCE, name_vi=name, name_en=name, successor_ids=successors)


def portal(agency_id: str, url: str) -> Portal:
    return Portal(
        id=f"{agency_id}.{url}",
        agency_id=agency_id,
        system=System.PORTAL,
        url=url,
        status=PortalStatus.CONFIRMED,
        lifecycle=Lifecycle.FRONT_END,
    )


AGENCIES = (
    agency("a", "Tỉnh An Sơn", "c"),
    agency("b", "Tỉnh Bình Sơn", "c"),
    agency("c", "Tỉnh Bình An"),
    agency("d", "Tỉnh Đông Hà"),
    agency("e", "Thành phố Đông Hà Mới"),
    agency("f", "Tỉnh Đông Hà (cũ)"),
)


def test_who_was_merged_into_one_body_is_one_owner() -> None:
    portals = (portal("a", "https://a.test/"), portal("c", "https://c.test/"))
    find = owner_finder(Catalogue(agencies=AGENCIES, portals=portals))
    assert find(portals[0]).names == find(portals[1]).names == ("Tỉnh An Sơn", "Tỉnh Bình An", "Tỉnh Bình Sơn")
    assert find(portals[0]) is find(portals[1])
    assert find(portals[0]).everybody is find(portals[1]).everybody
    assert find(portals[0]).everybody == {item.name_vi for item in AGENCIES}


def test_a_host_of_two_owners_is_shared_and_one_of_a_merged_body_is_not() -> None:
    portals = (
        portal("a", "https://one.test/a"),
        portal("c", "https://one.test/c"),
        portal("a", "https://two.test/a"),
        portal("d", "https://TWO.test/d"),
        portal("d", "https://["),
    )
    find = owner_finder(Catalogue(agencies=AGENCIES, portals=portals))
    assert [find(item).alone for item in portals] == [True, True, False, False, True]


def test_in_the_shipped_catalogue_everybody_has_a_name_and_all_share_one_set() -> None:
    catalogue = read_catalogue(shipped_folder())
    find = owner_finder(catalogue)
    owners = [find(item) for item in catalogue.portals]
    assert all(set(owner.names) <= owner.everybody for owner in owners)
    assert all(owner.names for owner in owners)
    assert len({id(owner.everybody) for owner in owners}) == 1
