"""What `judge` shows: the last rounds, all rounds of some days, or two rule books and two days side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from monitor.cli.side_by_side import Work, replay_all
from monitor.cli.stored_looks import Days, StoredLooks, refused
from monitor.configuration import Configuration
from monitor.replay.comparing import Effect, compare
from monitor.replay.replaying import Replayed
from monitor.reports.json_values import day, moment
from monitor.reports.look_json import verdicts_json
from monitor.reports.replay_json import comparison_json, replay_json
from monitor.reports.replay_table import comparison_tables, replay_tables
from monitor.reports.score_json import parts_json, score_json
from monitor.reports.score_table import score_table
from monitor.reports.words import both, verdict_words
from monitor.rollup.rejudging import Rejudged, Seen, rejudge, score_of
from monitor.rules.rulebook import RuleBook

_NAMED = 7  # days at most that one line names


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be judged; `proposed` is the other rule book, read from `rules`."""

    configuration: Configuration
    looks: StoredLooks
    agency: str | None
    on: date | None
    days: Days | None
    rules: Path | None
    proposed: RuleBook | None

    @property
    def rulebook(self) -> RuleBook:
        """The one to judge by."""
        return self.proposed or self.configuration.rulebook

    def judge(self, seen: Iterable[Seen], rulebook: RuleBook, law_day: date) -> Iterator[Rejudged]:
        """Under everything that was told: exemptions, planned stops, reviews."""
        return rejudge(seen, rulebook, law_day=law_day, circumstances=self.configuration.circumstances)

    def law_of(self, day_: date) -> date:
        """The legal day of a day: its own, unless the settings name another."""
        return self.configuration.settings.legal_day(day_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The same result for programs and for people."""

    json: dict[str, Any]
    tables: Iterable[RenderableType]


def _seen(asked: Asked) -> tuple[date, list[Seen]]:
    """The legal day and what was seen by then, or last where nothing that old is stored, which is told."""
    law_day = asked.on or asked.configuration.law_day()
    seen = list(asked.looks.seen(law_day=law_day, by=asked.on))
    later = sum(not item.by_day for item in seen)
    if later:
        told = f"no look of {law_day} or before is stored of {later} portals: judged by what was seen last"
        typer.echo(told, err=True)
    _tell_age(law_day, seen)
    return law_day, seen


def _tell_age(law_day: date, seen: Iterable[Seen]) -> None:
    """Say how old the newest looks are where none is of the day asked for, nor of the day before."""
    newest = max((item.round.law_day for item in seen), default=None)
    if newest is not None and (law_day - newest).days > 1:
        told = f"the newest looks are of {newest}, {(law_day - newest).days} days before {law_day}"
        typer.echo(f"{told}: ages on pages are counted to the day of the look", err=True)


def judged(asked: Asked) -> Shown:
    """The last rounds, under the law of the day."""
    law_day, seen = _seen(asked)
    found = list(asked.judge(seen, asked.rulebook, law_day))
    version = asked.rulebook.version
    portals = [
        {
            "portal": item.portal.id,
            "agency": item.agency.id,
            "looked_at": moment(item.looked_at),
            "verdicts": verdicts_json(item.verdicts, item.since),
        }
        for item in found
    ]
    said = {
        "law_day": day(law_day),
        "rulebook": version,
        "seen_later": sum(not item.by_day for item in seen),
        "portals": portals,
        "agencies": _agencies(found, asked.rulebook, parts=asked.agency is not None),
    }
    tables: list[RenderableType] = [_as_table(found, version, law_day)]
    if asked.agency is not None:
        tables.append(score_table(score_of(found, asked.rulebook.scoring)))
    return Shown(json=said, tables=tables)


def _agencies(found: list[Rejudged], rulebook: RuleBook, *, parts: bool) -> list[dict[str, Any]]:
    """Each agency's score under this rule book; its parts where one agency was asked for."""
    told = []
    for agency in dict.fromkeys(item.agency.id for item in found):
        score = score_of((item for item in found if item.agency.id == agency), rulebook.scoring)
        told.append({"id": agency} | score_json(score) | (parts_json(score) if parts else {}))
    return told


def replayed(asked: Asked, days: Days) -> Shown:
    """Every round of these days."""
    version = asked.rulebook.version
    asked.looks.refuse_unknown(days)
    replays = list(replay_all(asked.looks, asked.rulebook, Work(asked.configuration.folder, asked.rules, days)))
    if not replays:
        raise refused("--from, --to", "no round of a judged portal in force", "days on which one was looked at")
    lacks = asked.looks.lacks_before(days)
    if lacks is not None:
        typer.echo(
            f"looks before {moment(lacks)} are gone: what rests on a daily reading is unknown at first", err=True
        )
    about = {"from": day(days.first), "to": day(days.last), "rulebook": version, "complete_from": moment(lacks)}
    _tell_unseen(days, replays)
    title = f"Đánh giá lại từ {days.first} đến {days.last} · rule book {version}"
    return Shown(json=about | replay_json(replays), tables=replay_tables(replays, title=title))


def _tell_unseen(days: Days, replays: Iterable[Replayed]) -> None:
    """One line for the days of which no round is stored: a table of first and last day would hide them."""
    seen = {day_ for item in replays for day_ in item.days}
    without = [str(day_) for day_ in days.each() if day_ not in seen]
    if without:
        shown = ", ".join(without[:_NAMED]) + (f" and {len(without) - _NAMED} more" if len(without) > _NAMED else "")
        typer.echo(f"không có lần xem nào / no round is stored of {shown}", err=True)


def compared(asked: Asked) -> Shown:
    """The book in use on the first day, under the law of the last, on what was seen by then, then the other book."""
    days, used, proposed = asked.days, asked.configuration.rulebook, asked.proposed
    if days is None:
        law_day, seen = _seen(asked)
        judgings: list[tuple[Effect | None, Iterable[Rejudged]]] = [(None, asked.judge(seen, used, law_day))]
    else:
        asked.looks.refuse_unknown(days)
        first, law_day = asked.law_of(days.first), asked.law_of(days.last)
        before = _seen_by(asked.looks, days.first, law_day=first)
        seen = _seen_by(asked.looks, days.last, law_day=law_day)
        judgings = [(None, asked.judge(before, used, first)), (Effect.LAW, asked.judge(before, used, law_day))]
        judgings.append((Effect.PORTALS, asked.judge(seen, used, law_day)))
    if proposed is not None:
        judgings.append((Effect.RULES, asked.judge(seen, proposed, law_day)))
    steps = compare(judgings)
    about = {
        "from": day(days.first) if days else None,
        "to": day(days.last) if days else None,
        "law_day": day(law_day),
        "rulebook": used.version,
        "other_rulebook": proposed.version if proposed is not None else None,
    }
    return Shown(json=about | {"effects": comparison_json(steps)}, tables=comparison_tables(steps))


def _seen_by(looks: StoredLooks, by: date, *, law_day: date) -> list[Seen]:
    """Only what was really seen by then: the later would hide what the portals changed."""
    return [item for item in looks.seen(law_day=law_day, by=by) if item.by_day]


def _as_table(found: list[Rejudged], version: str, law_day: date) -> Table:
    table = Table(title=f"Đánh giá theo pháp luật ngày {law_day} · rule book {version}", title_justify="left")
    for heading in ("Cổng · portal", "Quy tắc · rule", "Kết quả · outcome", "Lý do · reason"):
        table.add_column(heading)
    for item in found:
        for verdict in item.verdicts:
            if verdict.outcome.value not in ("pass", "not_applicable"):
                said = both(verdict_words(verdict.outcome.value, verdict.basis.value))
                table.add_row(item.portal.id, verdict.rule, said, Text(verdict.reason))
    return table
