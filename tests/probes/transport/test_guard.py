"""Only addresses of the public Internet are visited unless private ones are allowed."""

import pytest

from probes.transport.guard import refusal

PRIVATE = (
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.51.100.1",
    "203.0.113.1", "198.18.0.1", "198.19.255.255", "::1", "fc00::1", "fdff::1", "fe80::1", "fec0::1",
    "2001:db8::1", "3fff::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:1::1", "100::1", "5f00::1", "4000::1",
    "::ffff:0:127.0.0.1",
)  # fmt: skip
NEVER = (
    "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "::",
    "ff02::1", "fe80::1%eth0",
)  # fmt: skip
PUBLIC = (
    "8.8.8.8", "1.1.1.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1", "203.162.0.1",
    "2400:cb00::1", "2001:ee0::1", "2606::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_unless_allowed(address) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True) is None


@pytest.mark.parametrize("address", NEVER)
def test_an_address_that_is_nobodys_is_refused_always(address) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_visited(address) -> None:
    assert refusal(address, allow_private=False) is None
