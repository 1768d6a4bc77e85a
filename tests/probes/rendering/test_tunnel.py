"""The browser's way out goes where looks may go, on the address that was checked, and not beyond its allowance."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from probes.rendering.tunnel import Allowance, Tunnel
from probes.transport.addresses import Resolver
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell

T = TypeVar("T")
DONE, NOT_ALLOWED, UNREACHABLE = 0, 2, 4
MAPPED = b"\x00" * 10 + b"\xff\xff\x7f\x00\x00\x01"


class Ends:
    """A tunnel with a server behind it that says everything back."""

    def __init__(self, tunnel: Tunnel, port: int, behind: int) -> None:
        self.tunnel, self.port, self.behind = tunnel, port, behind
        self.spent: list[str] = []

    def allow(self, *, count: int = 10_000, lines: int = 10) -> Allowance:
        allowance = Allowance(bytes=count, lines=lines, on_spent=self.spent.append)
        self.tunnel.allow(allowance)
        return allowance

    async def asks(self, host: bytes, port: int, *, kind: int = 3, command: int = 1) -> tuple[int | None, Any]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        name = bytes((len(host),)) + host if kind == 3 else host
        writer.write(b"\x05\x01\x00" + bytes((5, command, 0, kind)) + name + port.to_bytes(2, "big"))
        try:
            await reader.readexactly(2)
            answer = await reader.readexactly(10)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            return None, None
        return answer[1], (reader, writer)


def within(story: Callable[[Ends], Awaitable[T]], **settings: Any) -> T:
    async def told() -> T:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(1000):
                writer.write(data)
            writer.close()

        behind = await asyncio.start_server(echo, "127.0.0.1", 0)
        port: int = behind.sockets[0].getsockname()[1]
        given = {"hosts_file": None, "nameservers": ("127.0.0.1:1",)}
        resolve = {("portal.test", None): ("127.0.0.1", port), ("gone.test", None): ("127.0.0.1", 1)}
        bell = Bell()
        tunnel = Tunnel(Resolver(TransportSettings(resolve=resolve, **(given | settings))), bell)
        try:
            return await story(Ends(tunnel, await tunnel.open(), port))
        finally:
            await tunnel.close()
            behind.close()
            bell.ring()

    return asyncio.run(told())


def test_a_portal_is_reached_where_the_settings_send_it() -> None:
    async def story(ends: Ends) -> bytes:
        ends.allow()
        code, (reader, writer) = await ends.asks(b"portal.test", 443)
        assert code == DONE
        writer.write(b"hello")
        said: bytes = await reader.readexactly(5)
        writer.close()
        return said

    assert within(story) == b"hello"


@pytest.mark.parametrize(
    ("host", "kind", "reason"),
    [
        (b"127.0.0.1", 3, "127.0.0.1 leads to 127.0.0.1: loopback address"),
        (b"10.1.2.3", 3, "10.1.2.3 leads to 10.1.2.3: private address"),
        (b"[::1]", 3, "::1 leads to ::1: loopback address"),
        (b"\x7f\x00\x00\x01", 1, "127.0.0.1 leads to 127.0.0.1: loopback address"),
        (b"\x00" * 15 + b"\x01", 4, "::1 leads to ::1: loopback address"),
        (MAPPED, 4, "::ffff:127.0.0.1 leads to ::ffff:127.0.0.1: IPv4-mapped address"),
        (b"2130706433", 3, "'2130706433' is an address in an unusual notation"),
        (b"0x7f.1", 3, "'0x7f.1' is an address in an unusual notation"),
        (b"a b", 3, "'a b' is no host name"),
    ],
)
def test_no_other_address_of_ours_is_reached(host: bytes, kind: int, reason: str) -> None:
    async def story(ends: Ends) -> tuple[int | None, list[str]]:
        allowance = ends.allow()
        code, line = await ends.asks(host, ends.behind, kind=kind)
        if line:
            line[1].close()
        return code, allowance.refused

    code, refused = within(story)
    assert code == NOT_ALLOWED
    assert [said.replace("::ffff:7f00:1", "::ffff:127.0.0.1") for said in refused] == [reason]


def test_private_addresses_are_reached_where_the_operator_allows_them() -> None:
    async def story(ends: Ends) -> int | None:
        ends.allow()
        code, line = await ends.asks(b"127.0.0.1", ends.behind)
        line[1].close()
        return code

    assert within(story, allow_private=True) == DONE


@pytest.mark.parametrize("command", [2, 3])
def test_it_listens_for_nobody_and_passes_no_datagrams(command: int) -> None:
    async def story(ends: Ends) -> int | None:
        ends.allow()
        code, line = await ends.asks(b"portal.test", 443, command=command)
        line[1].close()
        return code

    assert within(story) == NOT_ALLOWED


def test_a_portal_that_does_not_answer_is_unreachable() -> None:
    async def story(ends: Ends) -> int | None:
        ends.allow()
        code, line = await ends.asks(b"gone.test", 443)
        line[1].close()
        return code

    assert within(story) == UNREACHABLE


def test_outside_a_load_nobody_is_let_through() -> None:
    async def story(ends: Ends) -> tuple[int | None, bytes]:
        code, line = await ends.asks(b"portal.test", 443)
        line[1].close()
        ends.allow()
        _, (reader, writer) = await ends.asks(b"portal.test", 443)
        ends.tunnel.allow(None)  # the load is over: what was open is cut
        left: bytes = await reader.read()
        writer.close()
        return code, left

    assert within(story) == (NOT_ALLOWED, b"")


def test_more_bytes_than_allowed_end_the_connection_and_are_told_once() -> None:
    async def story(ends: Ends) -> tuple[bytes, list[str]]:
        ends.allow(count=150)
        _, (reader, writer) = await ends.asks(b"portal.test", 443)
        writer.write(b"x" * 100)
        said: bytes = await reader.read()
        writer.close()
        return said, ends.spent

    assert within(story) == (b"", ["more bytes than one load may have"])


def test_more_connections_than_allowed_are_refused_and_told_once() -> None:
    async def story(ends: Ends) -> tuple[list[int | None], list[str]]:
        ends.allow(lines=3)
        codes = []
        for _ in range(4):
            code, line = await ends.asks(b"portal.test", 443)
            codes.append(code)
            line[1].close()
        return codes, ends.spent

    codes, spent = within(story)
    assert codes == [DONE, DONE, NOT_ALLOWED, NOT_ALLOWED]
    assert spent == ["more than 200 connections"]


@pytest.mark.parametrize("said", [b"GET http://10.0.0.1/ HTTP/1.1\r\n\r\n", b"\x04\x01", b"\x05\x01\x02", b"\x05"])
def test_what_speaks_another_language_is_hung_up_on(said: bytes) -> None:
    async def story(ends: Ends) -> bool:
        ends.allow()
        reader, writer = await asyncio.open_connection("127.0.0.1", ends.port)
        writer.write(said)
        writer.write_eof()
        try:
            left: bytes = await reader.read()
        except ConnectionError:
            left = b""
        writer.close()
        return DONE not in left[1:2] or len(left) < 2

    assert within(story)
