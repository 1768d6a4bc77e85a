"""The bell that ends all looks at once when the monitor stops."""

import os
from threading import Lock

from probes.failures import FailureKind
from probes.transport.halted import Halted, halted


class Bell:
    """A pipe that every waiting look polls beside its socket: one byte wakes them all.

    Looks hold it while they run; the last one to leave after it was rung closes the pipe.
    """

    def __init__(self) -> None:
        """Open the pipe."""
        self._read, self._write = os.pipe()
        self._lock = Lock()
        self._looks = 0
        self._open = True
        self.rung = False

    def __enter__(self) -> "Bell":
        """A look begins; raises `Halted` when the monitor has stopped."""
        with self._lock:
            if self.rung:
                raise self.cut()
            self._looks += 1
        return self

    def __exit__(self, *_: object) -> None:
        """A look is over."""
        with self._lock:
            self._looks -= 1
            self._close_unused()

    def fileno(self) -> int:
        """What to poll for reading."""
        return self._read

    def ring(self) -> None:
        """End all looks; again is harmless."""
        with self._lock:
            if not self.rung:
                self.rung = True
                os.write(self._write, b"!")
            self._close_unused()

    @staticmethod
    def cut() -> Halted:
        """What a look that was cut says."""
        return halted(FailureKind.MONITOR_FAULT, "the monitor stopped during the look")

    def _close_unused(self) -> None:
        if self.rung and self._looks == 0 and self._open:
            self._open = False
            os.close(self._read)
            os.close(self._write)
