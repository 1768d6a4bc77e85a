"""The program's door: runs a command and turns what went wrong into clear lines and an exit status."""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import typer

from monitor.cli.app import build_app
from monitor.daemon import end_on_sigterm
from monitor.storage.errors import StoreError
from probes.mistakes import DataError

FAILED = 1
MISUSED = 2
INTERRUPTED = 130

# Typer brings its own copy of Click in one version and shares the installed one in another: this holds for both.
_Misuse: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")


def main() -> None:
    """Run the command line; ends the process with the promised exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # whatever the locale says
    end_on_sigterm()  # for every command: whoever looks or judges ends with 130 too
    status = run()
    gc.freeze()  # the interpreter's last walks over a daemon's memory would cost seconds of its 5 to end in
    sys.exit(status)


def run(arguments: Sequence[str] | None = None, *, app: typer.Typer | None = None) -> int:
    """Run a command, by default the one of the process's own arguments; gives its exit status."""
    try:
        ended = (app or build_app())(arguments, prog_name="emc-monitor", standalone_mode=False)
    except _Misuse as error:
        _tell_misuse(error)
        return MISUSED
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
    return ended if isinstance(ended, int) else 0  # the status of `typer.Exit`; commands give nothing


def _tell_misuse(error: Any) -> None:
    """One line; who gave no command at all was shown the help already."""
    words = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    if words and type(error).__name__ != "NoArgsIsHelpError":
        asked = error.ctx.command_path if error.ctx is not None else "emc-monitor"
        print(_one_line(f"emc-monitor: {words}; see {asked} --help"), file=sys.stderr)


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
