"""`tokens`: a new token for the API; its secret is shown once and written nowhere."""

import os
from datetime import date, datetime
from typing import Annotated

import typer

from monitor.cli.options import ConfigOption, folder_of
from monitor.configuration import today_in_hanoi
from monitor.tokens.hashing import NAME, RANDOM_BYTES, SALT_BYTES, hash_of, secret_of
from monitor.tokens.reading import FILE, read_tokens
from monitor.tokens.records import Scope

_HELP = """Mã truy cập API: tokens for programs that use the API.

Example: emc-monitor tokens create truc-ban --scope read --expires 2027-06-30
"""


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, help=_HELP)
    group.callback()(_group)
    group.command("create")(create)
    app.add_typer(group, name="tokens")


def _group() -> None:
    """Keep `create` a command of the group although it is the only one."""


def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who will hold it: small letters, digits, hyphens.")],
    scope: Annotated[list[Scope], typer.Option("--scope", help="What it allows; may be given several times.")],
    expires: Annotated[
        datetime, typer.Option("--expires", formats=["%Y-%m-%d"], metavar="DAY", help="Its last day (Hanoi).")
    ],
    config: ConfigOption = None,
) -> None:
    """Tạo mã truy cập: print a new secret once, and the lines for api_tokens.toml. Writes nothing.

    Example: emc-monitor tokens create truc-ban --scope read --scope acknowledge --expires 2027-06-30
    """
    folder = folder_of(config)
    if not NAME.fullmatch(name):
        raise typer.BadParameter("small letters, digits and hyphens, at most 63", param_hint="NAME")
    if name in {token.name for token in read_tokens(folder)}:
        raise typer.BadParameter(f"{FILE} has a token {name!r} already", param_hint="NAME")
    if expires.date() < today_in_hanoi():
        raise typer.BadParameter("a day that is not over", param_hint="--expires")
    secret = secret_of(name, os.urandom(RANDOM_BYTES))
    typer.echo("Mã bí mật, chỉ hiện một lần / the secret, shown this once:", err=True)
    typer.echo(secret)
    typer.echo(f"Thêm vào / add to {folder / FILE}, then reload (SIGHUP):", err=True)
    typer.echo("\n".join(_entry(name, hash_of(secret, os.urandom(SALT_BYTES)), scope, expires.date())))


def _entry(name: str, hashed: str, scopes: list[Scope], expires: date) -> list[str]:
    wanted = ", ".join(f'"{scope.value}"' for scope in Scope if scope in scopes)
    return ["[[token]]", f'name = "{name}"', f'hash = "{hashed}"', f"scopes = [{wanted}]", f"expires = {expires}"]
