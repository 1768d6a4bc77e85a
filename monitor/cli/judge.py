"""`judge`: stored observations under the rule book of a day, or under another rule book; stores nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.catalogue.records import PortalStatus
from monitor.catalogue.selection import on as in_force_on
from monitor.cli.options import ConfigOption, DayOption, JsonOption, configuration_of
from monitor.configuration import Configuration
from monitor.reports.json_values import day, json_text
from monitor.reports.look_json import verdicts_json
from monitor.reports.score_json import parts_json, score_json
from monitor.reports.score_table import score_table
from monitor.reports.words import both, verdict_words
from monitor.rollup.rejudging import Kept, Rejudged, rejudge, score_of
from monitor.rounds.outages import remembered_outage
from monitor.rounds.round import ROUND
from monitor.rules.rule_folder import proposed_rules
from monitor.rules.rulebook import RuleBook, load_rulebook
from monitor.storage.location import must_exist, parse, store_url
from monitor.storage.store import Store
from probes.mistakes import DataError, Mistake


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(judge)


def judge(
    on: DayOption = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="DIR", help="Another rule book: a configuration folder, or one of rule files."),
    ] = None,
    agency: Annotated[str | None, typer.Option("--agency", help="Only this agency's portals.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Đánh giá lại: judge what is stored under the law of a day, or under another rule book. Stores nothing.

    Examples:

      emc-monitor judge --on 2025-04-05 --agency p-01-ha-noi

      emc-monitor judge --rules ../proposed --json
    """
    configuration = configuration_of(config)
    law_day = on.date() if on else configuration.law_day()
    rulebook = configuration.rulebook if rules is None else _proposed(rules, configuration)
    _check_agency(configuration, agency)
    kept = _kept(configuration, law_day, agency)
    found = list(rejudge(kept, rulebook, law_day=law_day, circumstances=configuration.circumstances))
    if as_json:
        told = _as_json(found, rulebook, law_day, simulated=configuration.settings.simulated)
        typer.echo(json_text(told | {"agencies": _agencies(found, rulebook, parts=agency is not None)}))
        return
    Console().print(_as_table(found, rulebook, law_day))
    if agency is not None:
        Console().print(score_table(score_of(found, rulebook.scoring)))


def _proposed(folder: Path, configuration: Configuration) -> RuleBook:
    known = tuple(booked.rule.id for booked in configuration.rulebook.rules)
    return load_rulebook(proposed_rules(folder, known=known, in_use=configuration.folder))


def _check_agency(configuration: Configuration, agency: str | None) -> None:
    if agency is not None and agency not in {item.id for item in configuration.catalogue.agencies}:
        expected = f"an id of {configuration.folder / 'agencies.csv'}"
        raise DataError([Mistake(file="--agency", where="", wrong=f"no agency {agency!r}", expected=expected)])


def _kept(configuration: Configuration, law_day: date, agency: str | None) -> Iterator[Kept]:
    """Confirmed portals in force on the day that were looked at; only these are judged."""
    settings = configuration.settings
    catalogue = in_force_on(configuration.catalogue, law_day)
    agencies = {item.id: item for item in catalogue.agencies}
    portals = {item.id: item for item in catalogue.portals if item.status is PortalStatus.CONFIRMED}
    facts = {probe.name: probe.facts for probe in configuration.probes}
    url = store_url(settings.storage.url, settings.data.dir)
    must_exist(parse(url))
    with Store.open(url, simulation=settings.simulation.scenario, facts_types=facts) as store:
        for standing in store.standings(tuple(portals)):
            portal = portals[standing.portal]
            if agency in (None, portal.agency_id):
                history = store.history(portal.id, until=standing.looked_at)
                outage = remembered_outage(store.memory(portal.id).get(ROUND, {}))
                history = replace(history, outage=outage)
                yield Kept(portal=portal, agency=agencies[portal.agency_id], standing=standing, history=history)


def _as_json(found: list[Rejudged], rulebook: RuleBook, law_day: date, *, simulated: bool) -> dict[str, Any]:
    return {
        "simulated": simulated,
        "law_day": day(law_day),
        "rulebook": rulebook.version,
        "portals": [
            {"portal": item.portal.id, "agency": item.agency.id, "verdicts": verdicts_json(item.verdicts, item.since)}
            for item in found
        ],
    }


def _agencies(found: list[Rejudged], rulebook: RuleBook, *, parts: bool) -> list[dict[str, Any]]:
    """Each agency's score under this rule book; its parts where one agency was asked for."""
    told = []
    for agency in dict.fromkeys(item.agency.id for item in found):
        score = score_of((item for item in found if item.agency.id == agency), rulebook.scoring)
        told.append({"id": agency} | score_json(score) | (parts_json(score) if parts else {}))
    return told


def _as_table(found: list[Rejudged], rulebook: RuleBook, law_day: date) -> Table:
    table = Table(title=f"Đánh giá theo pháp luật ngày {law_day} · rule book {rulebook.version}", title_justify="left")
    for heading in ("Cổng · portal", "Quy tắc · rule", "Kết quả · outcome", "Lý do · reason"):
        table.add_column(heading)
    for item in found:
        for verdict in item.verdicts:
            if verdict.outcome.value not in ("pass", "not_applicable"):
                said = both(verdict_words(verdict.outcome.value, verdict.basis.value))
                table.add_row(item.portal.id, verdict.rule, said, Text(verdict.reason))
    return table
