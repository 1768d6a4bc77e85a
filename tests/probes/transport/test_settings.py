"""The map of names to addresses is read whole, or its mistake is named in one sentence."""

import re

import pytest

from probes.transport.settings import parse_nameserver, parse_resolve


def test_each_entry_sends_a_host_on_one_port_or_on_any_to_an_address() -> None:
    read = parse_resolve("A.test=127.0.0.1:8443, b.test:443=[::1]:9,c.test:80=::1:9,")
    assert read == {
        ("a.test", None): ("127.0.0.1", 8443),
        ("b.test", 443): ("::1", 9),
        ("c.test", 80): ("::1", 9),
    }


def test_an_empty_text_is_an_empty_map() -> None:
    assert parse_resolve(" ") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a.test", "'a.test' has no '='"),
        ("a.test=b.test:1", "'a.test=b.test:1': 'b.test' is no IP address"),
        ("a.test=127.0.0.1", "'a.test=127.0.0.1': '' is no IP address"),
        ("a.test=127.0.0.1:0", "'a.test=127.0.0.1:0': '0' is no port from 1 to 65535"),
        ("a.test:x=127.0.0.1:1", "'a.test:x=127.0.0.1:1': 'x' is no port from 1 to 65535"),
        ("=127.0.0.1:1", "'=127.0.0.1:1': '' is no host name"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_the_expected_form(text, message) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        parse_resolve(text)
    assert str(caught.value) == f"{message}; expected host[:port]=address:port,…"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("9.9.9.9", ("9.9.9.9", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("2620:fe::fe", ("2620:fe::fe", 53)),
        ("[2620:fe::fe]", ("2620:fe::fe", 53)),
        ("[2620:fe::fe]:5353", ("2620:fe::fe", 5353)),
    ],
)
def test_a_name_server_is_an_address_with_or_without_a_port(text, place) -> None:
    assert parse_nameserver(text) == place


@pytest.mark.parametrize(
    "text", ["", "ns.test", "ns.test:53", "9.9.9.9:0", "9.9.9.9:", "9.9.9.9:many", ":53", "[::1]:"]
)
def test_what_is_no_address_is_no_name_server(text) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_nameserver(text)
