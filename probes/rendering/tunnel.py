"""The only way out of the browser: a SOCKS proxy on loopback that goes where the transport would go, and no further.

Each connection names its host; it is looked up and checked here by the same guard, and connected to at the address
that was checked, so that neither a redirect nor a name that changes its address (DNS rebinding) leads elsewhere.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from probes.transport.addresses import Address, Resolver
from probes.transport.deadline import Deadline
from probes.transport.halted import Halted
from probes.transport.places import NoPlaceError, Place, ascii_host
from probes.transport.stopping import Bell

_CHUNK = 65_536
_CONNECT = 10.0  # seconds for finding and connecting to one host
_MOST_LINES = 200  # connections of one load
_MOST_REFUSALS = 50  # kept for whoever asks why
_VERSION, _CONNECTS, _NO_PASSWORD = 5, 1, 0  # RFC 1928
_IPV4, _NAME, _IPV6 = 1, 3, 4
_DONE, _NOT_ALLOWED, _UNREACHABLE = 0, 2, 4


@dataclass(slots=True, kw_only=True)
class Allowance:
    """What one load may still send and receive; `on_spent` hears once that it is used up."""

    bytes: int
    on_spent: Callable[[str], None]
    lines: int = _MOST_LINES
    refused: list[str] = field(default_factory=list)

    def open(self) -> bool:
        """Whether one more connection is allowed."""
        self.lines -= 1
        if self.lines == 0:
            self.on_spent(f"more than {_MOST_LINES} connections")
        return self.lines > 0

    def take(self, count: int) -> bool:
        """Whether so many more bytes are allowed."""
        before, self.bytes = self.bytes, self.bytes - count
        if before >= 0 > self.bytes:
            self.on_spent("more bytes than one load may have")
        return self.bytes >= 0

    def refuse(self, reason: str) -> None:
        """Remember why somebody was not let through."""
        if len(self.refused) < _MOST_REFUSALS:
            self.refused.append(reason)


class Tunnel:
    """Lets nobody through but during a load. Lives in one event loop."""

    def __init__(self, resolver: Resolver, bell: Bell, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`resolver` checks addresses as for every look; `bell` ends a question that is being asked."""
        self._resolver = resolver
        self._bell = bell
        self._monotonic = monotonic
        self._allowance: Allowance | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        """Listen; returns the port."""
        self._server = await asyncio.start_server(self._visited, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def allow(self, allowance: Allowance | None) -> None:
        """Connections of the last load are cut; new ones are made on this account, or on none."""
        self._allowance = allowance
        for line in self._lines:
            line.cancel()

    async def close(self) -> None:
        """Cut everything."""
        self.allow(None)
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        except asyncio.CancelledError:
            return  # the load is over; the server's own task must not tell of it
        finally:
            self._lines.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        allowance = self._allowance
        asked = await _asked(reader, writer)
        if asked is None or allowance is None or not allowance.open():
            return _answer(writer, _NOT_ALLOWED)
        address = await self._located(*asked, allowance)
        if address is None:
            return _answer(writer, _NOT_ALLOWED)
        try:
            async with asyncio.timeout(_CONNECT):
                out = await asyncio.open_connection(address.numeric, address.port)
        except (OSError, TimeoutError):
            return _answer(writer, _UNREACHABLE)
        _answer(writer, _DONE)
        try:
            await _joined((reader, writer), out, allowance)
        finally:
            out[1].close()
        return None

    async def _located(self, host: str, port: int, allowance: Allowance) -> Address | None:
        deadline = Deadline(_CONNECT, self._monotonic() + _CONNECT, self._monotonic)
        try:
            name = ascii_host(host.strip("[]"))
            place = Place(url=f"//{name}:{port}", scheme="https", host=name, port=port)
            return await asyncio.to_thread(self._resolver.locate, place, deadline, self._bell)
        except (Halted, NoPlaceError) as error:
            allowance.refuse(str(error))
            return None


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int] | None:
    """The host and port that are asked for; `None` for what is no such question."""
    version, methods = await reader.readexactly(2)
    if version != _VERSION or _NO_PASSWORD not in await reader.readexactly(methods):
        return None
    writer.write(bytes((_VERSION, _NO_PASSWORD)))
    version, command, _, kind = await reader.readexactly(4)
    if version != _VERSION or command != _CONNECTS:
        return None
    if kind == _NAME:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode("ascii", "replace")
    elif kind == _IPV4:
        host = ".".join(map(str, await reader.readexactly(4)))
    elif kind == _IPV6:
        host = (await reader.readexactly(16)).hex(":", 2)
    else:
        return None
    return host, int.from_bytes(await reader.readexactly(2), "big")


def _answer(writer: asyncio.StreamWriter, code: int) -> None:
    writer.write(bytes((_VERSION, code, 0, _IPV4, 0, 0, 0, 0, 0, 0)))


async def _joined(inside: Line, outside: Line, allowance: Allowance) -> None:
    """Bytes both ways until one side ends or the allowance does."""
    ways = {
        asyncio.ensure_future(_carried(inside[0], outside[1], allowance)),
        asyncio.ensure_future(_carried(outside[0], inside[1], allowance)),
    }
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, allowance: Allowance) -> None:
    with suppress(OSError):
        while (data := await reader.read(_CHUNK)) and allowance.take(len(data)):
            writer.write(data)
            await writer.drain()
