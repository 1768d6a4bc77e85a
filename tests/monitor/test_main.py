"""What goes wrong in a command becomes one clear line and the right exit status."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from monitor.__main__ import run
from monitor.storage.errors import StoreError
from probes.mistakes import DataError, Mistake

ROOT = Path(__file__).parents[2]


def _app(command: Callable[[], None]) -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command)
    return app


def _raising(error: BaseException) -> typer.Typer:
    def command() -> None:
        raise error

    return _app(command)


def _mistake(where: str) -> Mistake:
    return Mistake(file="a.toml", where=where, wrong="wrong", expected="right")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            DataError([_mistake("one"), _mistake("two")]),
            2,
            "a.toml: one: wrong; expected right\na.toml: two: wrong; expected right\n",
        ),
        (
            DataError([_mistake("một\n\x1b[2J")]),
            2,
            "a.toml: một\\n\\x1b[2J: wrong; expected right\n",
        ),
        (StoreError("the store is full"), 1, "emc-monitor: the store is full\n"),
        (KeyboardInterrupt(), 130, ""),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 1, "emc-monitor: No space left on device\n"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS), "/x/y"), 1, "emc-monitor: Read-only file system: /x/y\n"),
        (OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)), 1, "emc-monitor: Address already in use\n"),
        (OSError("words of our own"), 1, "emc-monitor: words of our own\n"),
        (SystemExit("words of a library"), 1, "words of a library\n"),
        (SystemExit(3), 3, ""),
        (typer.Exit(3), 3, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_kind_of_trouble_has_its_status_and_line(
    error: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([], app=_raising(error)) == status
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", said)


def test_a_command_that_did_its_work_ends_with_zero() -> None:
    assert run([], app=_app(lambda: None)) == 0


def test_our_own_faults_are_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError):
        run([], app=_raising(ZeroDivisionError()))


def _start(*code: str, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *code],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.upper().startswith("EMC_")} | environ,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


WAITING = (
    "import sys, time, typer\n"
    "import monitor.__main__ as door\n"
    "app = typer.Typer(pretty_exceptions_enable=False)\n"
    "@app.command()\n"
    "def wait() -> None:\n"
    "    print('ready', flush=True)\n"
    "    time.sleep(60)\n"
    "door.build_app = lambda: app\n"
    "sys.argv = ['emc-monitor']\n"
    "door.main()\n"
)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_every_command_with_130_and_no_traceback(sign: signal.Signals) -> None:
    with _start("-c", WAITING) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(sign)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "")


def test_a_reader_that_leaves_early_causes_no_traceback() -> None:
    with _start("-m", "monitor", "catalogue", "list", "--config", "config") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        process.wait(timeout=30)
    assert err == ""


def test_results_are_utf_8_whatever_the_locale_says() -> None:
    with _start("-m", "monitor", "catalogue", "list", "--config", "config", PYTHONIOENCODING="latin-1") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("Danh mục ngày / ")
