"""A Redis server of the test's own: with a password, over TLS where asked, killed, paused and started again."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.support.daemon import free_port

PASSWORD = "s3cret-of-the-broker"
_PATIENCE = 30.0  # seconds


@dataclass(slots=True)
class RedisServer:
    """One server; `port` speaks TLS where `ca` is the file of those who vouch for it. `persistent` keeps what it holds
    over a crash."""

    folder: Path
    port: int
    ca: Path | None
    certificate: Path | None
    persistent: bool
    process: subprocess.Popen[bytes] | None = None

    def url(self, port: int | None = None, *, password: str = PASSWORD) -> str:
        """Its address, by way of another `port` where one is given."""
        scheme = "rediss" if self.ca else "redis"
        return f"{scheme}://:{password}@127.0.0.1:{port or self.port}/0"

    def start(self) -> None:
        """Start it, also again on the same port; returns once it answers."""
        words = [
            "redis-server",
            *("--bind", "127.0.0.1", "--dir", str(self.folder), "--requirepass", PASSWORD, "--daemonize", "no"),
            *("--save", "", "--appendonly", "yes" if self.persistent else "no", "--appendfsync", "always"),
            *("--loglevel", "warning", "--logfile", str(self.folder / "redis.log"), *self._ports()),
        ]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + _PATIENCE
        while self._ping() != b"+PONG":
            assert time.monotonic() < until, (self.folder / "redis.log").read_text()
            time.sleep(0.05)

    def send(self, number: int) -> None:
        """A signal: SIGSTOP pauses it, SIGCONT lets it go on."""
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """As a machine that loses its power."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End it, whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def _ports(self) -> list[str]:
        if self.ca is None:
            return ["--port", str(self.port)]
        assert self.certificate is not None
        pem = str(self.certificate)
        tls = ["--tls-cert-file", pem, "--tls-key-file", pem, "--tls-ca-cert-file", str(self.ca)]
        return ["--port", "0", "--tls-port", str(self.port), *tls, "--tls-auth-clients", "yes"]

    def _ping(self) -> bytes:
        """Over plain TCP; a server of TLS counts as there once it listens."""
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), timeout=1)) as link:
                if self.ca is not None:
                    return b"+PONG"
                link.sendall(f"AUTH {PASSWORD}\r\nPING\r\n".encode())
                said = b""
                while said.count(b"\r\n") < 2 and (piece := link.recv(100)):
                    said += piece
                return said.split(b"\r\n")[1] if b"\r\n" in said else b""
        except OSError:
            return b""


@contextmanager
def running_redis(folder: Path, *, tls: bool = False, persistent: bool = False) -> Iterator[RedisServer]:
    """A server that answers, gone at the end of the block."""
    assert shutil.which("redis-server"), "redis-server is not installed: these tests need it"
    folder.mkdir(parents=True, exist_ok=True)
    ca = certificate = None
    if tls:
        authority = trustme.CA()
        ca, certificate = folder / "ca.pem", folder / "redis.pem"
        authority.cert_pem.write_to_path(ca)
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
    server = RedisServer(folder, free_port(), ca, certificate, persistent)
    try:
        server.start()
        yield server
    finally:
        server.close()
