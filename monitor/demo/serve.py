"""The estate's server process: answers for every host of a scenario until its parent closes the pipe.

Run as `python -m monitor.demo.serve`; the first line on standard input is the order, one line on standard output says
which ports answer.
"""

import asyncio
import json
import socket
import ssl
import struct
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from monitor.demo.certificates import Certificates, wall_clock
from monitor.demo.http_answers import answer, send_to_https
from monitor.demo.scenario import Scenario, host_of, load_scenario
from monitor.demo.site import sites_of

_DRIP_SECONDS = 0.2
_ENDS = (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


def _ready(ports: Mapping[str, int], authority: str) -> None:
    sys.stdout.write(json.dumps({"ports": ports, "authority": authority}) + "\n")
    sys.stdout.flush()


def _held_port() -> socket.socket:
    """A port that is taken and refuses connections: bound, never listening."""
    holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    holder.bind(("127.0.0.1", 0))
    return holder


def _held(handle: Handler) -> Handler:
    """A handler that ends quietly with its visitor or with the server, and always closes the connection."""

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_ENDS):
            await handle(reader, writer)
        writer.close()

    return handled


async def _silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Take the connection, read, say nothing until the visitor gives up."""
    while await reader.read(4096):
        pass


async def _resetting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection off with a reset."""
    await reader.read(64)
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a TLS greeting in plain text."""
    await reader.read(64)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()


def _faults(scenario: Scenario) -> dict[str, str]:
    return {host_of(p): scenario.trouble[p.id] for p in scenario.portals if p.id in scenario.trouble}


def _front_context(certificates: Certificates) -> ssl.SSLContext:
    """A context that changes to the asked host's own as soon as the name is known."""
    front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        connection.context = certificates.context(name or "localhost")

    front.sni_callback = choose
    return front


async def _serve(order: Mapping[str, Any]) -> None:
    scenario = load_scenario(order["scenario"])
    sites = sites_of(scenario, order["changes"])
    certificates = Certificates(_faults(scenario), now=wall_clock())

    async def secure(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await answer(reader, writer, sites=sites, drip=_DRIP_SECONDS)

    holder = _held_port()
    listeners = {
        "https": await asyncio.start_server(
            _held(secure), "127.0.0.1", 0, ssl=_front_context(certificates), backlog=512
        ),
        "http": await asyncio.start_server(_held(send_to_https), "127.0.0.1", 0, backlog=512),
        "silent": await asyncio.start_server(_held(_silent), "127.0.0.1", 0),
        "reset": await asyncio.start_server(_held(_resetting), "127.0.0.1", 0),
        "tls_protocol": await asyncio.start_server(_held(_no_tls), "127.0.0.1", 0),
    }
    ports = {name: listener.sockets[0].getsockname()[1] for name, listener in listeners.items()}
    _ready({**ports, "refused": holder.getsockname()[1]}, certificates.authority_pem)
    await _until_parent_ends()
    for listener in listeners.values():
        listener.close()
    holder.close()


async def _until_parent_ends() -> None:
    """Standard input ends when the parent closes it or dies."""
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Read the order, serve, end with the parent."""
    order = json.loads(sys.stdin.readline())
    asyncio.run(_serve(order))


if __name__ == "__main__":
    main()
