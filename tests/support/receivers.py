"""Receivers on loopback: an HTTP server and a mail server that keep what they were sent and answer as told."""

# ruff: noqa: ARG002, N802, N815 - the libraries call these hooks by name

import asyncio
import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session


@dataclass
class Received:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HttpReceiver:
    """What came, and how the next ones are answered."""

    url: str
    received: list[Received] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)  # for the next requests, before `status`
    drips: bool = False  # sends its answer a byte at a time, and never ends


@contextmanager
def http_receiver(tls: ssl.SSLContext | None = None) -> Iterator[HttpReceiver]:
    """A server on loopback until the block ends."""
    ended = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            got = Received(self.command, self.path, dict(self.headers.items()), self.rfile.read(size))
            receiver.received.append(got)
            while receiver.drips and not ended.wait(0.05):
                try:
                    self.wfile.write(b"H")
                except OSError:
                    return
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET = do_HEAD = do_CONNECT = answer

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = False

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a client that hung up, or would not trust us

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    scheme = "http" if tls is None else "https"
    receiver = HttpReceiver(url=f"{scheme}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield receiver
    finally:
        ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class MailReceiver:
    """A mail server's post, and what it answers instead of taking it."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    after_data: str = "250 2.0.0 taken"
    refuses: dict[str, str] = field(default_factory=dict)  # recipient -> answer
    password: str = "m4il-password"
    hangs: float = 0  # seconds before it answers to DATA

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient or not."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        """Take a message or not."""
        await asyncio.sleep(self.hangs)
        if self.after_data.startswith("250"):
            message = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.received.append(message)
            self.recipients.append(list(envelope.rcpt_tos))
        return self.after_data

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        """The right password, whoever asks; what it writes else names it, as some servers do."""
        right = isinstance(given, LoginPassword) and given.password.decode() == self.password
        said = None if right else f"535 5.7.8 no: {given.password.decode()}"
        return AuthResult(success=right, handled=False, message=said)


@contextmanager
def mail_receiver(
    tls: ssl.SSLContext | None = None, *, at_once: bool = False, auth: bool = False, plain_auth: bool = False
) -> Iterator[MailReceiver]:
    """A mail server on loopback: STARTTLS with `tls`, or TLS from the first byte (`at_once`); `auth` is demanded."""
    receiver = MailReceiver()
    more: dict[str, Any] = {"ssl_context": tls} if at_once else {"tls_context": tls}
    controller = Controller(
        receiver,
        hostname="127.0.0.1",
        port=0,
        server_hostname="mail.test",
        auth_required=auth,
        auth_require_tls=not (at_once or plain_auth),
        authenticator=receiver.authenticate if auth else None,
        **more,
    )
    controller.ssl_context = None  # `start` would ask itself whether it is there, over TLS that it does not trust
    _start(controller, tls if at_once else None)
    receiver.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        controller.stop()


def _start(controller: Controller, tls: ssl.SSLContext | None) -> None:
    controller.ssl_context = tls
    ready = threading.Event()
    controller._thread = threading.Thread(target=controller._run, args=(ready,))
    controller._thread.start()
    ready.wait()
    if controller._thread_exception is not None:
        raise controller._thread_exception


def tls_of(authority: trustme.CA, folder: Path, *, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, str]:
    """A server's TLS for a name, and the file that makes it trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return context, str(folder / "ca.pem")


def soon(fact: Any, *, within: float = 20) -> bool:
    """Wait until a fact holds; whether it did."""
    ends = time.monotonic() + within
    while not (held := bool(fact())) and time.monotonic() < ends:
        time.sleep(0.01)
    return held
