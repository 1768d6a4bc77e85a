"""The loopback server that answers for the canaries: HTTPS under an authority of its own, for as long as it is
asked."""

import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from socket import create_server, socket
from tempfile import TemporaryDirectory

import trustme

from monitor.canaries.contract import Canary
from monitor.canaries.nameserver import answering
from probes.transport.settings import TransportSettings

PORT = 8443  # in the canaries' URLs; other than 443, so that nobody asks whether plain HTTP leads here
_ORGANISATION = "emc-monitor canaries"
_WAKE = 0.05  # seconds after which the server sees that it is to end
_PATIENCE = 5.0  # seconds for one visitor


@contextmanager
def serving(
    canaries: Sequence[Canary], settings: TransportSettings, *, mark: str, now: datetime
) -> Iterator[TransportSettings]:
    """Serve on a free port; gives the transport's own settings, changed so that its looks find and trust the server.

    Raises `OSError` when there is no port or no place for the authority's certificate.
    """
    authority = trustme.CA(organization_name=_ORGANISATION)
    shown = [canary for canary in canaries if not canary.records]
    contexts = {canary.host: _context(authority, canary, now) for canary in shown}
    pages = {canary.host: canary.page.replace("{mark}", mark).encode() for canary in shown}
    ended = threading.Event()
    with (
        TemporaryDirectory(prefix="emc-canaries-") as folder,
        create_server(("127.0.0.1", 0)) as listener,
        answering(record for canary in canaries for record in canary.records) as nameserver,
    ):
        listener.settimeout(_WAKE)
        thread = threading.Thread(target=_serve, args=(listener, _front(contexts), pages, ended), daemon=True)
        thread.start()
        try:
            found = _settings(settings, shown, authority, folder=Path(folder), port=listener.getsockname()[1])
            yield replace(found, nameservers=(nameserver,))
        finally:
            ended.set()
            thread.join()


def _settings(
    settings: TransportSettings, canaries: Sequence[Canary], authority: trustme.CA, *, folder: Path, port: int
) -> TransportSettings:
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return TransportSettings(
        ca_file=file,
        resolve={(canary.host, PORT): ("127.0.0.1", port) for canary in canaries},
        deadline=_PATIENCE,
        max_body=max(settings.max_body, 100_000),
        user_agent=settings.user_agent,
        hosts_file=None,
    )


def _context(authority: trustme.CA, canary: Canary, now: datetime) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf = authority.issue_cert(
        canary.host,
        organization_name=_ORGANISATION,
        not_before=now - timedelta(days=30),
        not_after=now + canary.valid,
    )
    leaf.configure_cert(context)
    return context


def _front(contexts: dict[str, ssl.SSLContext]) -> ssl.SSLContext:
    """A context that changes to the asked host's own as soon as the name is known."""
    front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> int | None:
        if name not in contexts:
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        connection.context = contexts[name]
        return None

    front.sni_callback = choose
    return front


def _serve(listener: socket, front: ssl.SSLContext, pages: dict[str, bytes], ended: threading.Event) -> None:
    """One visitor after the other: nobody but our own looks knows the port."""
    while not ended.is_set():
        with suppress(OSError):  # nobody came, or a visitor left, as those do who refuse a certificate
            line, _ = listener.accept()
            with line:
                line.settimeout(_PATIENCE)
                with front.wrap_socket(line, server_side=True) as secured:
                    _answer(secured, pages)


def _answer(line: ssl.SSLSocket, pages: dict[str, bytes]) -> None:
    asked = b""
    while b"\r\n\r\n" not in asked and len(asked) < 65_536:
        part = line.recv(4096)
        if not part:
            return
        asked += part
    words = asked.split()
    host = asked.lower().partition(b"\r\nhost:")[2].partition(b"\r\n")[0].strip().partition(b":")[0].decode("latin-1")
    page = pages.get(host) if words[1:2] == [b"/"] else None
    status, body = (b"200 OK", page) if page is not None else (b"404 Not Found", b"<html>404</html>")
    head = b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    line.sendall(head % (status, len(body)) + body)
