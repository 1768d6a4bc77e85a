"""A certificate's fault is named exactly, in the order chain, host, date, and its facts are read all the same."""

import ipaddress
import socket
import ssl
import warnings
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from probes.failures import FailureKind as K
from tests.support.hostile import Visitor, serving
from tests.support.hostile_answers import OK, PAGE, saying, sized
from tests.support.hostile_certificates import DAY, NOW, host, made, server_context

ROOT = made("Gốc tin cậy", authority=True)
LINK = made("Trung gian", ROOT, authority=True)
OLD_LINK = made("Trung gian cũ", ROOT, authority=True, ends=NOW - DAY / 2)
STRANGE_ROOT = made("Gốc lạ", authority=True)
STRANGE_LINK = made("Trung gian lạ", STRANGE_ROOT, authority=True)
HOST = host("portal.test")
OTHER = host("other.test")
PAST = {"begins": NOW - 9 * DAY, "ends": NOW - DAY / 2}
FUTURE = {"begins": NOW + DAY, "ends": NOW + 9 * DAY}
AIA = {"issuer_url": "http://ca.test/link.crt"}
PLAIN_LEAF = made("máy chủ", ROOT, hosts=HOST)
SELF = made("tự ký", hosts=HOST)

# Served: the server's own certificate and those that it sends after it. Known: the intermediates that we have.
CHAINS = {
    "trusted": ([PLAIN_LEAF], [], None, None),
    "trusted over an intermediate": ([made("m", LINK, hosts=HOST), LINK], [], None, None),
    "root sent too": ([PLAIN_LEAF, ROOT], [], None, None),
    "foreign certificate sent too": ([PLAIN_LEAF, STRANGE_LINK], [], None, None),
    "expired": ([made("m", ROOT, hosts=HOST, **PAST)], [], K.TLS_EXPIRED, K.TLS_EXPIRED),
    "not yet valid": ([made("m", ROOT, hosts=HOST, **FUTURE)], [], K.TLS_NOT_YET_VALID, K.TLS_NOT_YET_VALID),
    "wrong host": ([made("m", ROOT, hosts=OTHER)], [], K.TLS_WRONG_HOST, K.TLS_WRONG_HOST),
    "no host but a common name": ([made("portal.test", ROOT)], [], K.TLS_WRONG_HOST, K.TLS_WRONG_HOST),
    "wildcard one level up": ([made("m", ROOT, hosts=host("*.portal.test"))], [], K.TLS_WRONG_HOST, K.TLS_WRONG_HOST),
    "host and date wrong": ([made("m", ROOT, hosts=OTHER, **PAST)], [], K.TLS_WRONG_HOST, K.TLS_WRONG_HOST),
    "intermediate expired": ([made("m", OLD_LINK, hosts=HOST), OLD_LINK], [], K.TLS_EXPIRED, K.TLS_EXPIRED),
    "self-signed": ([SELF], [], K.TLS_UNTRUSTED, K.TLS_UNTRUSTED),
    "self-signed and expired": ([made("m", hosts=HOST, **PAST)], [], K.TLS_UNTRUSTED, K.TLS_UNTRUSTED),
    "unknown root": ([made("m", STRANGE_ROOT, hosts=HOST)], [], K.TLS_UNTRUSTED, K.TLS_UNTRUSTED),
    "unknown root sent": ([made("m", STRANGE_ROOT, hosts=HOST), STRANGE_ROOT], [], K.TLS_UNTRUSTED, K.TLS_UNTRUSTED),
    "chain and host wrong": ([made("m", STRANGE_ROOT, hosts=OTHER)], [], K.TLS_UNTRUSTED, K.TLS_UNTRUSTED),
    "unknown root over an intermediate": (
        [made("m", STRANGE_LINK, hosts=HOST, **AIA), STRANGE_LINK, STRANGE_ROOT],
        [],
        K.TLS_UNTRUSTED,
        K.TLS_UNTRUSTED,
    ),
    "issued by what is no authority": (
        [made("m", PLAIN_LEAF, hosts=HOST), PLAIN_LEAF],
        [],
        K.TLS_UNTRUSTED,
        K.TLS_UNTRUSTED,
    ),
    "key too short": (
        [made("m", ROOT, hosts=HOST, key=rsa.generate_private_key(public_exponent=65537, key_size=1024))],
        [],
        K.TLS_UNTRUSTED,
        K.TLS_UNTRUSTED,
    ),
    "intermediate missing": (
        [made("m", LINK, hosts=HOST, **AIA)],
        [],
        K.TLS_INCOMPLETE_CHAIN,
        K.TLS_INCOMPLETE_CHAIN,
    ),
    "intermediate missing, a wrong one sent": (
        [made("m", LINK, hosts=HOST, **AIA), STRANGE_LINK],
        [],
        K.TLS_INCOMPLETE_CHAIN,
        K.TLS_INCOMPLETE_CHAIN,
    ),
    "intermediate missing, issuer never named": (
        [made("m", LINK, hosts=HOST)],
        [],
        K.TLS_UNTRUSTED,
        K.TLS_UNTRUSTED,
    ),
    "intermediate missing but known": ([made("m", LINK, hosts=HOST)], [LINK], None, K.TLS_INCOMPLETE_CHAIN),
    "known intermediate, host wrong": ([made("m", LINK, hosts=OTHER)], [LINK], K.TLS_WRONG_HOST, K.TLS_WRONG_HOST),
    "known intermediate, expired": ([made("m", LINK, hosts=HOST, **PAST)], [LINK], K.TLS_EXPIRED, K.TLS_EXPIRED),
    "known intermediate of an unknown root": (
        [made("m", STRANGE_LINK, hosts=HOST)],
        [STRANGE_LINK],
        K.TLS_UNTRUSTED,
        K.TLS_UNTRUSTED,
    ),
}


@pytest.fixture
def trusting(tmp_path, transports):
    """A transport that trusts our root and knows some intermediates."""
    (tmp_path / "root.pem").write_bytes(ROOT.pem)

    def transport(port, *known, **settings):
        links = tmp_path / "links.pem"
        links.write_bytes(b"".join(pair.pem for pair in known))
        given = {"intermediates": links if known else None, "ca_file": tmp_path / "root.pem"}
        return transports(port, **(given | settings))

    return transport


@pytest.mark.parametrize("name", CHAINS)
def test_each_chain_becomes_its_failure_and_its_facts_are_read(name, trusting) -> None:
    served, known, expected, problem = CHAINS[name]
    with serving(saying(sized(PAGE)), tls=server_context(*served)) as port:
        exchange = trusting(port, *known).fetch("https://portal.test/")
    assert (exchange.failure and exchange.failure.kind) == expected, exchange.failure
    assert exchange.tls is not None
    assert exchange.tls.problem == problem
    assert exchange.tls.version == "TLSv1.3"
    assert exchange.tls.not_after == served[0].certificate.not_valid_after_utc
    assert exchange.tls.not_before == served[0].certificate.not_valid_before_utc
    assert exchange.tls.issuer == served[0].certificate.issuer.rfc4514_string()
    assert exchange.phases.tls is not None


def test_an_intermediate_in_the_operators_file_completes_a_chain_but_does_not_hide_it(tmp_path, transports) -> None:
    (tmp_path / "ca.pem").write_bytes(ROOT.pem + LINK.pem)
    with serving(saying(sized(PAGE)), tls=server_context(made("m", LINK, hosts=HOST))) as port:
        exchange = transports(port, ca_file=tmp_path / "ca.pem").fetch("https://portal.test/")
    assert exchange.failure is None
    assert exchange.tls.problem == "tls_incomplete_chain"


def test_a_certificate_of_an_address_serves_that_address(trusting) -> None:
    own = made("m", ROOT, hosts=[x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    with serving(saying(sized(PAGE)), tls=server_context(own)) as port:
        exchange = trusting(port, allow_private=True).fetch(f"https://127.0.0.1:{port}/")
    assert exchange.failure is None
    assert exchange.tls.names == ("127.0.0.1",)


@pytest.mark.parametrize(("name", "kind"), [("a.gov.test", None), ("a.b.gov.test", K.TLS_WRONG_HOST)])
def test_a_wildcard_serves_one_level(name, kind, trusting) -> None:
    with serving(saying(sized(PAGE)), tls=server_context(made("m", ROOT, hosts=host("*.gov.test")))) as port:
        exchange = trusting(port, resolve={(name, None): ("127.0.0.1", port)}).fetch(f"https://{name}/")
    assert (exchange.failure and exchange.failure.kind) == kind


def test_the_host_name_goes_into_sni(trusting) -> None:
    asked = []
    context = server_context(PLAIN_LEAF)
    context.sni_callback = lambda _line, name, _context: asked.append(name)
    with serving(saying(sized(PAGE)), tls=context) as port:
        assert trusting(port).fetch("https://portal.test/").failure is None
    assert asked == ["portal.test"]


def test_an_end_without_close_notify_is_an_end(trusting) -> None:
    def behave(visitor: Visitor) -> None:
        visitor.hear()
        visitor.say(OK, b"\r\n", PAGE)
        visitor.line.detach()  # the TLS layer never says goodbye

    with serving(behave, tls=server_context(PLAIN_LEAF)) as port:
        exchange = trusting(port).fetch("https://portal.test/")
    assert exchange.status == 200


def test_a_server_that_asks_for_a_certificate_of_ours_is_a_fault_of_the_protocol(trusting) -> None:
    context = server_context(PLAIN_LEAF)
    context.verify_mode = ssl.CERT_REQUIRED
    with serving(saying(sized(PAGE)), tls=context) as port:
        assert trusting(port).fetch("https://portal.test/").failure.kind is K.TLS_PROTOCOL


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_a_version_too_old_is_a_failure_and_a_fact(version, trusting) -> None:
    context = server_context(PLAIN_LEAF)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion[version]
    with serving(saying(sized(PAGE)), tls=context) as port:
        exchange = trusting(port).fetch("https://portal.test/")
    assert exchange.failure.kind is K.TLS_PROTOCOL
    assert exchange.tls.version == version.replace("_", ".")
    assert exchange.tls.problem == "tls_protocol"
    assert exchange.tls.not_after == PLAIN_LEAF.certificate.not_valid_after_utc


def test_a_cipher_too_weak_is_a_fault_of_the_protocol(trusting) -> None:
    context = server_context(PLAIN_LEAF)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("eNULL:@SECLEVEL=0")
    with serving(saying(sized(PAGE)), tls=context) as port:
        assert trusting(port).fetch("https://portal.test/").failure.kind is K.TLS_PROTOCOL


def hello(visitor: Visitor) -> None:
    visitor.line.recv(65_536)


def plain_http(visitor: Visitor) -> None:
    hello(visitor)
    visitor.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def noise(visitor: Visitor) -> None:
    hello(visitor)
    visitor.say(b"\x99" * 500)


def alert(visitor: Visitor) -> None:
    hello(visitor)
    visitor.say(b"\x15\x03\x03\x00\x02\x02\x28")  # fatal: handshake failure
    with suppress(OSError):
        hello(visitor)


def unknown_name(visitor: Visitor) -> None:
    hello(visitor)
    visitor.say(b"\x15\x03\x03\x00\x02\x02\x70")  # fatal: unrecognised name


def silent(visitor: Visitor) -> None:
    visitor.hold()


def closing(visitor: Visitor) -> None:
    hello(visitor)


def resetting(visitor: Visitor) -> None:
    hello(visitor)
    visitor.reset()


def closing_at_once(visitor: Visitor) -> None:
    visitor.line.shutdown(socket.SHUT_RDWR)


def resetting_at_once(visitor: Visitor) -> None:
    visitor.reset()


def dripping(visitor: Visitor) -> None:
    hello(visitor)
    visitor.drip([b"\x16", b"\x03", b"\x03", b"\x40", b"\x00"] + [b"\x00"] * 1000, every=0.05)


@pytest.mark.parametrize(
    ("behave", "kind"),
    [
        (plain_http, K.TLS_PROTOCOL),
        (noise, K.TLS_PROTOCOL),
        (alert, K.TLS_PROTOCOL),
        (unknown_name, K.TLS_PROTOCOL),
        (silent, K.CONNECT_TIMEOUT),
        (dripping, K.CONNECT_TIMEOUT),
        (closing, K.CONNECTION_RESET),
        (resetting, K.CONNECTION_RESET),
        (closing_at_once, K.CONNECTION_RESET),
        (resetting_at_once, K.CONNECTION_RESET),
    ],
)
def test_what_happens_in_the_handshake_becomes_its_failure(behave, kind, trusting) -> None:
    with serving(behave) as port:
        exchange = trusting(port).fetch("https://portal.test/")
    assert exchange.failure.kind is kind, exchange.failure
    assert exchange.status is None


def test_a_silent_handshake_is_put_down_to_the_network(trusting) -> None:
    with serving(silent) as port:
        assert trusting(port).fetch("https://portal.test/").failure.party == "network"


def test_a_trusted_file_without_certificates_is_refused_with_its_name(tmp_path, transports) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    with pytest.raises(ValueError, match=r"ca\.pem: no certificates in PEM form"):
        transports(1, ca_file=tmp_path / "ca.pem")
