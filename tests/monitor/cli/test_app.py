"""The command line is put together from what is there, and ends as promised."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
import typer

from monitor import __version__, cli
from monitor.__main__ import run
from monitor.cli.app import build_app
from tests.support.command import said


def _command_modules() -> list[ModuleType]:
    modules = [import_module(f"monitor.cli.{found.name}") for found in iter_modules(cli.__path__)]
    return [module for module in modules if hasattr(module, "register")]


def test_every_command_module_adds_a_command_and_no_two_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    names = []
    for module in _command_modules():
        app = typer.Typer()
        app.callback()(lambda: None)
        module.register(app)
        command = typer.main.get_command(app)
        added = command.list_commands(typer.Context(command))
        assert added, module.__name__
        names += added
    assert sorted(set(names)) == sorted(names)
    shown = said(capsys, "--help").out
    assert not [name for name in names if name not in shown]


def test_the_short_form_of_help_works_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    command = typer.main.get_command(build_app())
    for name in command.list_commands(typer.Context(command)):
        assert said(capsys, name, "-h").status == 0, name


@pytest.mark.parametrize("group", [(), ("catalogue",), ("channels",), ("db",), ("tokens",)])
def test_the_help_of_a_group_has_an_example(group: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "Example: emc-monitor " in said(capsys, *group, "--help").out


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version").out == f"emc-monitor {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["no-such-command"], "emc-monitor: No such command 'no-such-command'; see emc-monitor --help"),
        (["init"], "emc-monitor: Missing argument 'DIR'; see emc-monitor init --help"),
        (
            ["check-config", "--no-such-option"],
            "emc-monitor: No such option: --no-such-option; see emc-monitor check-config --help",
        ),
        (
            ["judge", "--on", "tomorrow"],
            "emc-monitor: Invalid value for '--on': 'tomorrow' does not match the formats '%Y-%m-%d'; "
            "see emc-monitor judge --help",
        ),
        (["db", "\x1b[2Jx"], "emc-monitor: No such command '\\x1b[2Jx'; see emc-monitor db --help"),
    ],
)
def test_wrong_usage_ends_with_two_and_one_line(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, *arguments)
    assert (told.status, told.out, told.err) == (2, "", f"{line}\n")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "check-config" in "".join(capsys.readouterr())
