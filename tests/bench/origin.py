"""The portals of the benchmark: one TLS server in a process of its own, which counts the looks and is not counted.

Run as `python -m tests.bench.origin CERTIFICATE WHERE`; it writes its two ports to the file WHERE.
`/changing` is another page with every look, `/small` a small one, `/hang` never answers, everything else is the same.
The second port answers how many pages were served, in plain HTTP.
"""

import asyncio
import json
import ssl
import sys
from email.utils import formatdate
from pathlib import Path

from tests.bench.page import page, small_page

PAGE, SMALL = page(), small_page()
_MARK = b"</footer>"


class Origin:
    """Serves and counts."""

    def __init__(self) -> None:
        self.served = 0

    async def portal(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One question, one answer, and the end of the connection."""
        try:
            question = await reader.readuntil(b"\r\n\r\n")
            target = question.split(b" ", 2)[1]
            if target.startswith(b"/hang"):
                await asyncio.sleep(3600)
            self.served += 1
            await self._answer(writer, self._body(target))
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def count(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """How many pages were served so far."""
        await reader.readuntil(b"\r\n\r\n")
        await self._answer(writer, str(self.served).encode())
        writer.close()

    def _body(self, target: bytes) -> bytes:
        if target.startswith(b"/small"):
            return SMALL
        if not target.startswith(b"/changing"):
            return PAGE
        return PAGE.replace(_MARK, b" Luot %012d" % self.served + _MARK)

    @staticmethod
    async def _answer(writer: asyncio.StreamWriter, body: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        head += f"Date: {formatdate(usegmt=True)}\r\n"  # as servers do; it changes with every look
        writer.write(head.encode() + b"Server: bench\r\nConnection: close\r\n\r\n" + body)
        await writer.drain()


async def serve(certificate: Path, where: Path) -> None:
    """Serve until killed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    origin = Origin()
    portals = await asyncio.start_server(origin.portal, "127.0.0.1", 0, ssl=context, backlog=4096)
    counter = await asyncio.start_server(origin.count, "127.0.0.1", 0)
    ports = [server.sockets[0].getsockname()[1] for server in (portals, counter)]
    draft = where.with_suffix(".draft")
    draft.write_text(json.dumps(ports))
    draft.rename(where)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2])))
