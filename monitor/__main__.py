"""The program's door: runs a command and turns what went wrong into clear lines and an exit status."""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import typer

from monitor.cli.app import build_app
from monitor.storage.errors import StoreError
from probes.mistakes import DataError

FAILED = 1
MISUSED = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line; ends the process with the promised exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # whatever the locale says
    status = run()
    gc.freeze()  # the interpreter's last walks over a daemon's memory would cost seconds of its 5 to end in
    sys.exit(status)


def run(arguments: Sequence[str] | None = None, *, app: typer.Typer | None = None) -> int:
    """Run a command, by default the one of the process's own arguments; gives its exit status."""
    try:
        (app or build_app())(arguments, prog_name="emc-monitor")
    except SystemExit as end:
        return _said(end.code)
    except DataError as error:
        for mistake in error.mistakes:
            print(_one_line(str(mistake)), file=sys.stderr)
        return MISUSED
    except StoreError as error:
        print(_one_line(f"emc-monitor: {error}"), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return FAILED
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(_one_line(f"emc-monitor: {error.strerror or error}{place}"), file=sys.stderr)
        return FAILED
    return 0


def _said(code: str | int | None) -> int:
    """The status that somebody ended with; words are for people and mean failure."""
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return FAILED


def _one_line(text: str) -> str:
    """Text with line ends and control characters written out: it may come from a file that somebody else made."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def _forget_stdout() -> None:
    """Whoever read our output has gone; without this Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
