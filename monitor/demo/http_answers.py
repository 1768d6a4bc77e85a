"""One connection of the estate's server: read the question, give the host's reply in its manner, close."""

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus

from monitor.demo.reply import Manner, Reply, Site

SLOW_SECONDS = 0.8
_MAX_QUESTION = 32_768
_PATIENCE = 60.0
_NO_PAGE = Reply(status=404, body=b"<html><title>404</title><h1>404 (simulated)</h1></html>")

Sites = Callable[[str], Site | None]  # host name -> its site


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, sites: Sites, drip: float) -> None:
    """Answer one question over TLS; raises what ends a connection."""
    question = await _question(reader)
    if question is not None:
        await _give(reader, writer, reply=_reply(question, sites), drip=drip)


async def send_to_https(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Plain HTTP answers every question with a redirect to the same address over HTTPS."""
    question = await _question(reader)
    if question is not None:
        host, path = question
        writer.write(_encoded(Reply(status=301, headers={"Location": f"https://{host}{path}"})))
        await writer.drain()


async def _question(reader: asyncio.StreamReader) -> tuple[str, str] | None:
    """Host and path of a request, or `None` where there is none."""
    async with asyncio.timeout(_PATIENCE):
        head = await reader.readuntil(b"\r\n\r\n")
    if len(head) > _MAX_QUESTION:
        return None
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3:
        return None
    headers = dict(_header(line) for line in lines[1:] if ":" in line)
    return headers.get("host", "").partition(":")[0].lower(), parts[1]


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _reply(question: tuple[str, str], sites: Sites) -> Reply:
    host, path = question
    site: Mapping[str, Reply] = sites(host) or {}
    return site.get(path) or site.get(path.partition("?")[0]) or site.get("*") or _NO_PAGE


async def _give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, reply: Reply, drip: float) -> None:
    match reply.manner:
        case Manner.MUTE:
            await _wait_for_end(reader)
        case Manner.RESET:
            writer.transport.abort()
        case Manner.MALFORMED:
            writer.write(b"MO PHONG simulated: this is no HTTP\r\n\r\n")
            await writer.drain()
        case Manner.DRIP:
            await _drip(reader, writer, pause=drip)
        case Manner.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
            await _send(writer, reply)
        case Manner.PLAIN:
            await _send(writer, reply)


async def _send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    writer.write(_encoded(reply))
    await writer.drain()


async def _wait_for_end(reader: asyncio.StreamReader) -> None:
    while await reader.read(4096):
        pass


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, pause: float) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n<!--simulated")
    while not reader.at_eof():
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(pause)


def _encoded(reply: Reply) -> bytes:
    headers = {
        "Content-Type": reply.content_type,
        "Content-Length": str(len(reply.body)),
        "X-Simulated": "true",
        "Connection": "close",
        **reply.headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n{lines}\r\n".encode("latin-1") + reply.body
