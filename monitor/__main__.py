"""The program's door: runs a command and turns what went wrong into clear lines and an exit status."""

import os
import sys

from monitor.cli.app import build_app
from probes.mistakes import DataError

FAILED = 1
MISUSED = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line; ends the process with the status of `INTERFACE`."""
    sys.exit(_status())


def _status() -> int:
    try:
        build_app()()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except DataError as error:
        print(error, file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return FAILED
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(f"emc-monitor: {error.strerror or error}{place}", file=sys.stderr)
        return FAILED
    return 0


def _forget_stdout() -> None:
    """Whoever read our output has gone; without this Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
