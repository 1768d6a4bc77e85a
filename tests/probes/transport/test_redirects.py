"""Redirects are followed by hand: each hop is checked like the first, and a chain has an end."""

from itertools import pairwise

import pytest

from probes.failures import FailureKind as K
from tests.support.hostile import Visitor, serving
from tests.support.hostile_answers import PAGE, sized


def redirecting(pages):
    """Serves a redirect for each known path, a page elsewhere; `PORT` in a target is the server's own port."""

    def behave(visitor: Visitor) -> None:
        path = visitor.hear().split(b" ")[1]
        target = pages.get(path)
        if target is None:
            visitor.say(sized(PAGE))
            return
        target = target.replace(b"PORT", b"%d" % visitor.line.getsockname()[1])
        visitor.say(b"HTTP/1.1 302 Found\r\nLocation: ", target, b"\r\nContent-Length: 0\r\n\r\n")

    return behave


TARGETS = {
    "loop": (b"/", K.TOO_MANY_REDIRECTS),
    "relative": (b"a/b?c=d", None),
    "other port of the same name": (b"http://portal.test:8080/a", None),
    "without a scheme": (b"//portal.test/a", None),
    "spaces": (b"/a b c", None),
    "backslashes": (b"\\a\\b", None),
    "Vietnamese in UTF-8": ("/trang-chủ".encode(), None),
    "bytes that are no UTF-8": (b"/\xff\xfe", None),
    "null byte": (b"/a\0b", None),
    "fragment": (b"/a#b", None),
    "very long": (b"/" + b"a" * 9000, K.MALFORMED_RESPONSE),
    "private address": (b"http://10.0.0.1/", K.ADDRESS_REFUSED),
    "loopback": (b"http://127.0.0.1:PORT/a", K.ADDRESS_REFUSED),
    "loopback, the other family": (b"http://[::1]:PORT/a", K.ADDRESS_REFUSED),
    "metadata of a cloud": (b"http://169.254.169.254/latest/", K.ADDRESS_REFUSED),
    "carrier-grade NAT": (b"http://100.64.0.1/", K.ADDRESS_REFUSED),
    "mapped address": (b"http://[::ffff:127.0.0.1]:PORT/", K.ADDRESS_REFUSED),
    "6to4 address": (b"http://[2002:7f00:1::1]/", K.ADDRESS_REFUSED),
    "NAT64 address": (b"http://[64:ff9b::7f00:1]/", K.ADDRESS_REFUSED),
    "Teredo address": (b"http://[2001::1]/", K.ADDRESS_REFUSED),
    "unspecified address": (b"http://0.0.0.0:PORT/", K.ADDRESS_REFUSED),
    "multicast": (b"http://224.0.0.1/", K.ADDRESS_REFUSED),
    "address with a zone": (b"http://[fe80::1%25lo]/", K.ADDRESS_REFUSED),
    "user and password": (b"http://user:pass@portal.test/", K.ADDRESS_REFUSED),
    "file": (b"file:///etc/passwd", K.ADDRESS_REFUSED),
    "ftp": (b"ftp://portal.test/", K.ADDRESS_REFUSED),
    "script": (b"javascript:alert(1)", K.ADDRESS_REFUSED),
    "data": (b"data:text/html,a", K.ADDRESS_REFUSED),
    "address as one number": (b"http://2130706433/", K.MALFORMED_RESPONSE),
    "address in hexadecimal": (b"http://0x7f.0.0.1/", K.MALFORMED_RESPONSE),
    "address in octal": (b"http://0177.0.0.1/", K.MALFORMED_RESPONSE),
    "port too large": (b"http://portal.test:99999/", K.MALFORMED_RESPONSE),
    "port of letters": (b"http://portal.test:abc/", K.MALFORMED_RESPONSE),
    "port 0": (b"http://portal.test:0/", K.MALFORMED_RESPONSE),
    "open bracket": (b"http://[portal.test/", K.MALFORMED_RESPONSE),
    "no host": (b"https:///a", K.MALFORMED_RESPONSE),
    "host with a space": (b"http://por tal.test/", K.MALFORMED_RESPONSE),
    "host of dots": (b"http://.../", K.MALFORMED_RESPONSE),
    "label too long": (b"http://" + b"a" * 70 + b".test/", K.MALFORMED_RESPONSE),
    "host that cannot be written in ASCII": ("http://a\u2488b.test/".encode(), K.MALFORMED_RESPONSE),
    "name that nobody knows": (b"http://other.test/", K.DNS_FAILURE),
}


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_is_followed_or_named(name, transports) -> None:
    target, expected = TARGETS[name]
    with serving(redirecting({b"/": target})) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert (exchange.failure and exchange.failure.kind) == expected, exchange.failure
    assert exchange.hops[0].url == "http://portal.test/"
    assert exchange.hops[0].status == 302
    assert exchange.hops[0].address == "127.0.0.1"
    assert expected is None or exchange.status in (None, 302)
    if expected is None:
        assert (exchange.status, exchange.body, len(exchange.hops)) == (200, PAGE, 1)


@pytest.mark.parametrize(("redirects", "kind"), [(10, None), (11, K.TOO_MANY_REDIRECTS)])
def test_ten_redirects_are_followed_and_no_more(redirects, kind, transports) -> None:
    chain = {b"/%d" % step: b"/%d" % (step + 1) for step in range(redirects)}
    with serving(redirecting(chain)) as port:
        exchange = transports(port).fetch("http://portal.test/0")
    assert (exchange.failure and exchange.failure.kind) == kind
    assert len(exchange.hops) == redirects


@pytest.mark.parametrize("way", [[b"/"], [b"/#top"], [b"/a", b"/"], [b"/a", b"/b", b"/a"]])
def test_a_loop_ends_at_the_first_question_that_was_asked_already(way, transports) -> None:
    steps = [b"/", *way]
    asked = []
    follow = redirecting(dict(pairwise(steps)))

    def behave(visitor: Visitor) -> None:
        asked.append(1)
        follow(visitor)

    with serving(behave) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.failure.kind is K.TOO_MANY_REDIRECTS
    assert "loop" in exchange.failure.detail
    assert exchange.status == 302
    assert len(asked) == len(exchange.hops) == len(way)


def test_a_loop_that_sets_the_same_cookie_each_time_is_asked_with_it_once(transports) -> None:
    asked = []

    def behave(visitor: Visitor) -> None:
        asked.append(visitor.hear())
        visitor.say(b"HTTP/1.1 302 Found\r\nSet-Cookie: gate=1\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    with serving(behave) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.failure.kind is K.TOO_MANY_REDIRECTS
    assert [b"Cookie: gate=1" in question for question in asked] == [False, True]


def test_a_form_that_answers_at_its_own_address_is_no_loop(transports) -> None:
    def behave(visitor: Visitor) -> None:
        if visitor.hear().startswith(b"POST"):
            visitor.say(b"HTTP/1.1 303 See Other\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        else:
            visitor.say(sized(PAGE))

    with serving(behave) as port:
        exchange = transports(port).fetch("http://portal.test/", method="POST", json_body={})
    assert exchange.failure is None


def test_an_override_is_trusted_but_not_what_it_redirects_to(transports) -> None:
    with serving(redirecting({b"/": b"http://127.0.0.1:PORT/a"})) as port:
        refused = transports(port).fetch("http://portal.test/")
        allowed = transports(port, allow_private=True).fetch("http://portal.test/")
    assert refused.failure.kind is K.ADDRESS_REFUSED
    assert "loopback" in refused.failure.detail
    assert allowed.failure is None


def test_the_deadline_holds_for_the_whole_chain(transports) -> None:
    def behave(visitor: Visitor) -> None:
        path = visitor.hear().split(b" ")[1]
        if not visitor.stopped.wait(0.2):
            visitor.say(b"HTTP/1.1 302 Found\r\nLocation: ", path, b"a\r\nContent-Length: 0\r\n\r\n")

    with serving(behave) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.failure.kind is K.READ_TIMEOUT
    assert len(exchange.hops) < 5


def test_a_cookie_set_on_the_way_is_shown_to_the_next_hop_and_then_forgotten(transports) -> None:
    def behave(visitor: Visitor) -> None:
        if b"Cookie: gate=1" in visitor.hear():
            visitor.say(sized(PAGE))
        else:
            visitor.say(b"HTTP/1.1 302 Found\r\nSet-Cookie: gate=1; path=/\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    with serving(behave) as port:
        transport = transports(port)
        first, second = transport.fetch("http://portal.test/"), transport.fetch("http://portal.test/")
    assert first.failure is None
    assert len(first.hops) == len(second.hops) == 1


@pytest.mark.parametrize(("status", "method"), [(302, b"GET"), (303, b"GET"), (307, b"POST"), (308, b"POST")])
def test_a_posted_question_becomes_a_get_where_browsers_make_it_one(status, method, transports) -> None:
    asked = []

    def behave(visitor: Visitor) -> None:
        asked.append(visitor.hear().split(b" ")[0])
        if len(asked) == 1:
            visitor.say(b"HTTP/1.1 %d Go\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n" % status)
        else:
            visitor.say(sized(PAGE))

    with serving(behave) as port:
        transports(port).fetch("http://portal.test/", method="POST", json_body={})
    assert asked == [b"POST", method]


@pytest.mark.parametrize(
    "url",
    ["", "portal.test", "ftp://portal.test/", "http://", "http://[", "http://a:b@portal.test/", "http://127.0.0.1/",
     "http://portal.test:99999/", "//portal.test/", "http://\ud800.test/", "http://a b/", "mailto:a@b.test"],
)  # fmt: skip
def test_a_first_url_that_leads_nowhere_blames_nobody(url, transports) -> None:
    exchange = transports(1).fetch(url)
    assert exchange.failure.kind is K.ADDRESS_REFUSED
    assert exchange.failure.state == "unknown"
    assert exchange.url == url
