"""The command line is put together from what is there, and ends as promised."""

import pytest
import typer

from monitor import __version__
from monitor.__main__ import run
from monitor.cli.app import build_app
from tests.support.command import said


def test_every_command_module_has_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "--help")
    assert told.status == 0
    for name in ("catalogue", "check-config", "init"):
        assert name in told.out


def test_the_short_form_of_help_works_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    command = typer.main.get_command(build_app())
    for name in command.list_commands(typer.Context(command)):
        assert said(capsys, name, "-h").status == 0, name


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version").out == f"emc-monitor {__version__}\n"


@pytest.mark.parametrize("arguments", [["no-such-command"], ["init"], ["check-config", "--no-such-option"]])
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, *arguments)
    assert (told.status, told.out) == (2, "")
    assert told.err


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "check-config" in "".join(capsys.readouterr())
