"""The program as a child process on a configuration of the test's own: started, asked, ended, killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for a start on a busy machine


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "monitor", *arguments]


def environment(**variables: str) -> dict[str, str]:
    """The environment without settings of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("EMC_")}
    return {**inherited, "PYTHONPATH": str(ROOT), **variables}


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def run(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


@dataclass(frozen=True)
class Running:
    """A daemon that answers."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """Status and text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def wait_for(self, path: str, text: str) -> str:
        """The answer once it holds `text`."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answer = self.get(path)[1]
            if text in answer:
                return answer
            time.sleep(0.2)
        raise AssertionError(f"{path} never said {text!r}; log: {self.log.read_text()[-2000:]}")

    def end(self, number: int = signal.SIGTERM) -> float:
        """Send a signal; seconds until the process ended."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        return time.monotonic() - started


@contextmanager
def running(*arguments: str, cwd: Path, port: int, variables: Mapping[str, str] | None = None) -> Iterator[Running]:
    """A daemon from its first answer to the end of the block."""
    log = cwd / "daemon.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command(*arguments), cwd=cwd, env=environment(**(variables or {})), stdout=out, stderr=out, text=True
        )
    daemon = Running(process=process, port=port, log=log)
    try:
        _wait_for_answer(daemon)
        yield daemon
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _wait_for_answer(daemon: Running) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and daemon.process.poll() is None:
        try:
            daemon.get("/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the daemon did not answer: {daemon.log.read_text()[-2000:]}")
