"""`incidents`: what is open and what was, answering for one, and everything behind one in an archive."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.cli.options import ConfigOption, JsonOption, configuration_of
from monitor.configuration import Configuration
from monitor.incidents.records import Incident
from monitor.reports.evidence.archive import evidence_archive
from monitor.reports.evidence.rule_json import Known, probes_read
from monitor.reports.incident_json import IncidentNames, incident_json, incident_names
from monitor.reports.incident_table import incident_table
from monitor.reports.json_values import json_text, moment
from monitor.storage.audit import Audit, add_audit
from monitor.storage.incidents import acknowledge
from monitor.storage.location import must_exist, parse, store_url
from monitor.storage.store import Store, telling
from probes.mistakes import DataError, Mistake

_LONGEST_NOTE = 2000  # characters
_NEW_FILE = "a file that does not exist yet"


def register(app: typer.Typer) -> None:
    """Add the group; without a further command it lists."""
    group = typer.Typer(invoke_without_command=True, help="Sự cố: incidents, answering for them, their evidence.")
    group.callback()(show)
    group.command("acknowledge")(answer)
    group.command("evidence")(evidence)
    app.add_typer(group, name="incidents")


def show(
    context: typer.Context,
    only_open: Annotated[bool, typer.Option("--open", help="Only those that are not resolved.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Danh sách sự cố: incidents, the newest first, with who answers for them. Reads the store; a daemon may run.

    Examples:

      emc-monitor incidents --open

      emc-monitor incidents --json
    """
    if context.invoked_subcommand is not None:
        return
    configuration = configuration_of(config)
    with _store(configuration) as store:
        found = store.incidents(open_only=only_open)
    names = _names(configuration)
    if as_json:
        told = [incident_json(item, names, private=True) for item in found]
        typer.echo(json_text({"simulated": configuration.settings.simulated, "incidents": told}))
    else:
        Console().print(incident_table(found, names, simulated=configuration.settings.simulated))


def answer(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of the incident.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is known, what is being done.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who answers. Default: the user.")] = None,
    config: ConfigOption = None,
) -> None:
    """Tiếp nhận sự cố: answer for an open incident; nobody is reminded of it any more. A running daemon hears it.

    Example: emc-monitor incidents acknowledge 0199a2b4-… --note "Đang khắc phục, xong trước 17:00"
    """
    said = note.strip()
    if not 0 < len(said) <= _LONGEST_NOTE:
        raise typer.BadParameter(f"a text of at most {_LONGEST_NOTE} characters", param_hint="--note")
    user, at = _user(), datetime.now(UTC)
    with _store(configuration_of(config)) as store:
        with store.transaction() as connection:
            done = acknowledge(connection, name, at=at, by=(by or user).strip(), note=said)
            if done:
                add_audit(connection, Audit(at=at, who=f"user {user}", action="acknowledge", subject=name))
        found = _found(store, name)
    if not done:
        raise _refused("ID", _why_not(found), "an open incident that nobody answers for")
    typer.echo(f"Đã tiếp nhận / acknowledged: {name}")


def evidence(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of the incident.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive (ZIP); must not exist yet.")],
    with_content: Annotated[
        bool, typer.Option("--with-content", help="Also what could harm: injected texts, leaked queries, names.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Bằng chứng: write everything behind one incident into one archive. Of a resolved incident it is the same bytes
    whenever it is made, once its letters are sent and under the same configuration; of an open one it grows.

    Example: emc-monitor incidents evidence 0199a2b4-… su-co.zip
    """
    if file.exists():
        raise _refused("FILE", f"{file} exists already", _NEW_FILE)
    if not file.parent.is_dir():
        raise _refused("FILE", f"there is no folder {file.parent}", "a folder that exists")
    configuration = configuration_of(config)
    known = Known(
        catalogue=configuration.catalogue,
        rulebook=configuration.rulebook,
        simulated=configuration.settings.simulated,
    )
    with _store(configuration) as store:
        proof = store.proof(name, reads=probes_read(configuration.rulebook))
        if proof is None:
            raise _unknown()
        packed = evidence_archive(proof, known, with_content=with_content)
        said = "with content" if with_content else ""
        entry = Audit(at=datetime.now(UTC), who=f"user {_user()}", action="evidence", subject=name, detail=said)
        with store.transaction() as connection:
            add_audit(connection, entry)
    _write(file, packed)
    typer.echo(f"Đã ghi / written: {file} ({len(packed)} bytes)")


def _write(file: Path, packed: bytes) -> None:
    """A new file for its owner's eyes; it appears whole or not at all, and replaces none."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(packed)
        os.link(partial, file)
    except FileExistsError as error:
        raise _refused("FILE", f"{file} exists already", _NEW_FILE) from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _store(configuration: Configuration) -> Iterator[Store]:
    """The configured store, which must be there; it is not led, so a daemon may be at work on it."""
    settings = configuration.settings
    url = store_url(settings.storage.url, settings.data.dir)
    must_exist(parse(url))
    facts = {probe.name: probe.facts for probe in configuration.probes}
    with telling(parse(url)), Store.open(url, simulation=settings.simulation.scenario, facts_types=facts) as store:
        yield store


def _user() -> str:
    """Who is at the keyboard; in a container their number may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _names(configuration: Configuration) -> IncidentNames:
    return incident_names(configuration.catalogue, configuration.rulebook)


def _found(store: Store, name: str) -> Incident:
    found = store.incidents_named((name,))
    if not found:
        raise _unknown()
    return found[0]


def _why_not(incident: Incident) -> str:
    if incident.acknowledged is not None:
        return f"{incident.acknowledged_by} answers for it since {moment(incident.acknowledged)}"
    return f"it is over since {moment(incident.resolved)}"


def _unknown() -> DataError:
    return _refused("ID", "no incident of that id", "one that `emc-monitor incidents` shows")


def _refused(argument: str, wrong: str, expected: str) -> DataError:
    return DataError([Mistake(file=argument, where="", wrong=wrong, expected=expected)])
