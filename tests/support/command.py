"""Running a command as a user would, within the process: its status and what it said."""

from dataclasses import dataclass

import pytest

from monitor.__main__ import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Exit status, results and the rest."""

    status: int
    out: str
    err: str


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """Run `emc-monitor` with these arguments."""
    capsys.readouterr()
    status = run([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return Said(status=status, out=captured.out, err=captured.err)
