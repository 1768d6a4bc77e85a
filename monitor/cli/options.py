"""What several commands share: the option for the configuration folder, and reading it."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from monitor.configuration import Configuration, find_folder, load_configuration
from monitor.setting_sources import read_settings
from monitor.settings import Settings
from probes.contract import System

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="DIR",
        help="Configuration folder. Default: $EMC_CONFIG, else ./config, else the defaults inside the package.",
        show_default=False,
    ),
]

JsonOption = Annotated[bool, typer.Option("--json", help="JSON on stdout and nothing else there.")]

SystemOption = Annotated[
    System | None,
    typer.Option("--system", help="Kind of system behind an address. Default: portal.", show_default=False),
]

FailOnOption = Annotated[
    Literal["critical", "major", "minor", "advisory", "info"] | None,
    typer.Option("--fail-on", help="Exit status 3 when a verdict of at least this severity fails.", show_default=False),
]

DayOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Day. Default: the legal day.")
]


def folder_of(config: Path | None) -> Path:
    """The configuration folder that a command works with; raises `DataError` when the one asked for is none."""
    return find_folder(config, environ=os.environ)


def settings_of(folder: Path) -> Settings:
    """The settings alone, checked; raises `DataError` with every mistake in them."""
    return read_settings(folder, os.environ)


def configuration_of(config: Path | None) -> Configuration:
    """The whole configuration, checked; raises `DataError` with every mistake."""
    return load_configuration(folder_of(config), os.environ)
