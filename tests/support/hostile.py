"""Misbehaving servers on loopback: a case is a function that hears a visitor and says what it likes, byte by byte."""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class Visitor:
    """One connection, seen from the server."""

    def __init__(self, line: socket.socket, stopped: Event) -> None:
        self.line = line
        self.stopped = stopped

    def hear(self) -> bytes:
        """The request up to the blank line."""
        heard = b""
        while b"\r\n\r\n" not in heard:
            part = self.line.recv(65_536)
            if not part:
                return heard
            heard += part
        return heard

    def say(self, *parts: bytes) -> None:
        self.line.sendall(b"".join(parts))

    def drip(self, parts: Iterator[bytes] | list[bytes], *, every: float) -> None:
        """One part after the other, with pauses, until the server is stopped."""
        for part in parts:
            self.say(part)
            if self.stopped.wait(every):
                return

    def hold(self) -> None:
        """Keep the connection open and silent."""
        self.stopped.wait(30)

    def reset(self) -> None:
        """Close with RST in place of FIN."""
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.line.close()


Behaviour = Callable[[Visitor], None]


@contextmanager
def serving(behave: Behaviour, *, tls: ssl.SSLContext | None = None, at: str = "127.0.0.1") -> Iterator[int]:
    """A server on a free port of a loopback address; every connection gets the behaviour.

    Nothing of it is left afterwards. Raises `OSError` where the machine has no such address.
    """
    stopped = Event()
    lines: list[socket.socket] = []
    threads: list[Thread] = []

    def attend(line: socket.socket) -> None:
        with suppress(OSError, ValueError):
            served = line if tls is None else tls.wrap_socket(line, server_side=True)
            lines.append(served)
            with served:
                behave(Visitor(served, stopped))
        line.close()

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):
            while not stopped.is_set():
                line, _ = listener.accept()
                lines.append(line)
                if stopped.is_set():
                    return
                threads.append(Thread(target=attend, args=(line,), daemon=True))
                threads[-1].start()

    family = socket.AF_INET6 if ":" in at else socket.AF_INET
    with socket.create_server((at, 0), family=family) as listener:
        port = listener.getsockname()[1]
        acceptor = Thread(target=accept, args=(listener,), daemon=True)
        acceptor.start()
        try:
            yield port
        finally:
            stopped.set()
            with suppress(OSError):
                socket.create_connection((at, port)).close()  # wakes `accept`
            acceptor.join()
            for line in lines:
                with suppress(OSError):
                    socket.socket.shutdown(line, socket.SHUT_RDWR)
            for thread in threads:
                thread.join()
            for line in lines:
                line.close()


@contextmanager
def serving_names(names: Mapping[tuple[str, str], tuple[str, ...] | str]) -> Iterator[str]:
    """A name server on loopback, as `address:port`.

    `names` maps (name, type) to addresses, or to a response code such as `SERVFAIL`, or to `silence`; other types of
    a known name have no data, other names do not exist.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]

        def answer() -> None:
            while True:
                data, visitor = line.recvfrom(4096)
                if data == b"stop":
                    return
                reply = _reply(dns.message.from_wire(data), names)
                if reply is not None:
                    line.sendto(reply.to_wire(), visitor)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            line.sendto(b"stop", ("127.0.0.1", port))
            thread.join()


def _reply(
    question: dns.message.Message, names: Mapping[tuple[str, str], tuple[str, ...] | str]
) -> dns.message.Message | None:
    asked = question.question[0]
    name = asked.name.to_text(omit_final_dot=True)
    kind = dns.rdatatype.to_text(asked.rdtype)
    reply = dns.message.make_response(question)
    reply.flags |= dns.flags.RA
    found = names.get((name, kind))
    if found == "silence":
        return None
    if isinstance(found, str):
        reply.set_rcode(dns.rcode.from_text(found))
    elif found:
        reply.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
    elif not any(known == name for known, _ in names):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply
