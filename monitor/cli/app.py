"""The command line, put together from the command modules that are there."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer

from monitor import __version__, cli

_HELP = """Giám sát cổng thông tin, cổng dịch vụ công và hệ thống một cửa của bộ, ngành, địa phương.

Watches government portals, public-service portals and one-stop systems: looks at them on a schedule, judges what it saw
under the law of the day, and tells.

Exit status: 0 done, 1 the monitor itself failed, 2 usage or configuration, 3 with --fail-on, 130 interrupted.

Example: emc-monitor run --config ./config
"""


def build_app() -> typer.Typer:
    """Every module of `monitor.cli` with a `register(app)` adds its commands; nothing here names them."""
    app = typer.Typer(
        name="emc-monitor",
        help=_HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for module in sorted(iter_modules(cli.__path__), key=lambda item: item.name):
        register = getattr(import_module(f"{cli.__name__}.{module.name}"), "register", None)
        if register is not None:
            register(app)
    return app


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"emc-monitor {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and end.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    del version  # its callback has answered
