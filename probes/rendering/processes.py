"""The processes of our own Chromium, told from every other by the tunnel that they were started with."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PARENT, _RESIDENT, _SHARED = 1, 1, 2  # fields of stat(5), after the name, and of statm


def started_with(flag: str) -> frozenset[int]:
    """The processes that have this argument, and all below them; empty where the system does not tell."""
    parents = dict(_parents())
    marked = {pid for pid in parents if flag in _arguments(pid)}
    found = set(marked)
    while more := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
        found |= more
    return frozenset(found)


def told(pids: frozenset[int], option: str) -> str | None:
    """The value that one of these processes was given for an option (`--name=value`)."""
    arguments = (argument for pid in sorted(pids) for argument in _arguments(pid))
    return next((found.removeprefix(f"{option}=") for found in arguments if found.startswith(f"{option}=")), None)


def memory(pids: frozenset[int]) -> int:
    """Bytes that these processes hold for themselves: resident, and not shared."""
    return sum(_held(pid) for pid in pids)


def kill(pids: frozenset[int]) -> None:
    """End them at once, those first that were there first."""
    for pid in sorted(pids):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _parents() -> Iterator[tuple[int, int]]:
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if entry.name.isdecimal():
            fields = _read(entry / "stat").rpartition(")")[2].split()
            if len(fields) > _PARENT:
                yield int(entry.name), int(fields[_PARENT])


def _arguments(pid: int) -> list[str]:
    return _read(_PROC / str(pid) / "cmdline").replace("\0", " ").split(" ")


def _held(pid: int) -> int:
    fields = _read(_PROC / str(pid) / "statm").split()
    return (int(fields[_RESIDENT]) - int(fields[_SHARED])) * _PAGE if len(fields) > _SHARED else 0


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:  # it has ended, or is not ours to see
        return ""
