"""Which feature of failing portals is their shared cause."""

from collections import Counter
from collections.abc import Collection, Mapping

import pytest

from monitor.incidents.causes import Cause, Feature, Features, causes_in, shared_cause


def portal(agency: str, **seen: str) -> Features:
    return {Feature.AGENCY: agency, **{Feature(name): value for name, value in seen.items()}}


def shared_causes(estate: Mapping[str, Features], failing: Collection[str]) -> dict[str, Cause]:
    """The cause of each failing portal that shares one."""
    members = Counter(cause for mine in estate.values() for cause in causes_in(mine))
    fails = Counter(cause for name in failing for cause in causes_in(estate.get(name, {})))
    found = {
        name: shared_cause(estate.get(name, {}), failing=fails.__getitem__, members=members.__getitem__)
        for name in failing
    }
    return {name: cause for name, cause in found.items() if cause is not None}


ESTATE: Mapping[str, Features] = {
    "a1": portal("a", address="192.0.2.1", host="a.test", certificate="c1", dns_provider="ns.one.test"),
    "a2": portal("a", address="192.0.2.1", host="a.test", certificate="c1", dns_provider="ns.one.test"),
    "a3": portal("a", address="192.0.2.9", host="m.a.test", certificate="c2", dns_provider="ns.one.test"),
    "b1": portal("b", address="192.0.2.1", host="b.test", certificate="c3", dns_provider="ns.two.test"),
    "b2": portal("b", address="192.0.2.7", host="c.b.test", certificate="c4", dns_provider="ns.two.test"),
    "c1": portal("c"),
}


@pytest.mark.parametrize(
    ("failing", "causes"),
    [
        ((), {}),
        (("a1",), {}),
        (("a1", "b2"), {}),
        (("a1", "a2", "b1"), dict.fromkeys(("a1", "a2", "b1"), "address 192.0.2.1")),
        (("a1", "a2"), dict.fromkeys(("a1", "a2"), "certificate c1")),
        (("a1", "a2", "a3"), dict.fromkeys(("a1", "a2", "a3"), "dns_provider ns.one.test")),
        (("b1", "b2"), dict.fromkeys(("b1", "b2"), "dns_provider ns.two.test")),
        (("a1", "a2", "b1", "b2"), {"a1": "address 192.0.2.1", "a2": "address 192.0.2.1", "b1": "address 192.0.2.1",
                                    "b2": "dns_provider ns.two.test"}),
        (("c1", "b2"), {}),
        (("not-in-the-catalogue", "b2"), {}),
    ],
)  # fmt: skip
def test_the_cause_is_what_most_failing_portals_share_and_working_ones_do_not(
    failing: tuple[str, ...], causes: Mapping[str, str]
) -> None:
    assert {name: str(cause) for name, cause in shared_causes(ESTATE, failing).items()} == causes


def test_a_working_portal_at_the_same_address_clears_the_address() -> None:
    two = {"x1": portal("x", address="192.0.2.1"), "y1": portal("y", address="192.0.2.1"), "z": portal("z")}
    assert shared_causes(two, {"x1", "y1"}) != {}
    assert shared_causes({**two, "w": portal("w", address="192.0.2.1")}, {"x1", "y1"}) == {}


def test_one_working_portal_among_five_does_not_clear_it() -> None:
    many = {f"p{n}": portal(f"agency {n}", address="192.0.2.1") for n in range(5)}
    assert len(shared_causes(many, set(many) - {"p0"})) == 4
