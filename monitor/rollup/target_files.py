"""The national targets as data: `targets/*.toml` below the configuration folder, found by being there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from monitor.rules.contract import Law
from monitor.rules.table import DAY, FLAG, POSITIVE, TEXT, TEXTS, Form, Table, one_of, open_table, shown
from probes.contract import System
from probes.mistakes import DataError, Mistake


class Span(StrEnum):
    """What a target's figures count: a stock on a day, or what came since the start of the year."""

    STOCK = "stock"
    YEAR_TO_DATE = "year_to_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target, or a series without a goal. `name` is how the ratio is called where it is told (`<name>_ratio`).

    Either `numerator` and `denominator` are figure keys that are added up over agencies, or `ratio` is the key of a
    share that portals publish ready-made: nobody can add up shares, so it stands for each agency alone.
    `goal` is a ratio 0..1, `None` where no text names one; `due` is `None` where no day was set.
    `systems` in the order in which an agency's figures are looked for; `definitions` are those accepted beside a
    page that states none. A ready-made share is accepted whatever its definition, and told with it.
    """

    id: str
    name: str
    title_vi: str
    title_en: str
    definition: str
    goal: float | None
    due: date | None
    numerator: str | None
    denominator: str | None
    ratio: str | None
    systems: tuple[System, ...]
    span: Span
    definitions: tuple[str, ...]
    law: Law


def _systems(value: object) -> tuple[System, ...]:
    return tuple(System(item) for item in TEXTS.read(value))


_ORDER: Form[tuple[System, ...]] = Form(expected="a list of systems, the first one preferred", read=_systems, blank=())


def load_targets(folder: Path) -> tuple[Target, ...]:
    """Every target, by id. Raises `DataError` with every mistake of every file."""
    mistakes: list[Mistake] = []
    targets = tuple(_targets(folder, mistakes))
    if mistakes:
        raise DataError(mistakes)
    return tuple(sorted(targets, key=lambda target: target.id))


def _targets(folder: Path, mistakes: list[Mistake]) -> Iterator[Target]:
    for path in sorted((folder / "targets").glob("*.toml")):
        table = open_table(path, path.relative_to(folder).as_posix(), mistakes)
        if table is not None:
            yield _target(table, path.stem)


def _target(table: Table, name: str) -> Target:
    ready_made = table.has("ratio")
    if ready_made and (table.has("numerator") or table.has("denominator")):
        table.wrong("ratio", "stands beside numerator or denominator", "one of the two ways")
    target = Target(
        id=table.need("id", TEXT),
        name=table.need("name", TEXT),
        title_vi=table.need("title_vi", TEXT),
        title_en=table.need("title_en", TEXT),
        definition=table.need("definition", TEXT),
        goal=table.need("goal", POSITIVE) if table.has("goal") else None,
        due=table.need("due", DAY) if table.has("due") else None,
        numerator=_key(table, "numerator", ready_made=ready_made),
        denominator=_key(table, "denominator", ready_made=ready_made),
        ratio=table.need("ratio", TEXT) if ready_made else None,
        systems=table.need("systems", _ORDER),
        span=table.need("span", one_of(Span, Span.STOCK)),
        definitions=table.may("definitions", TEXTS, TEXTS.blank),
        law=_law(table.table("law")),
    )
    if target.id and target.id != name:
        table.wrong("id", f"{shown(target.id)} in a file called {name}.toml", f'"{name}"')
    table.done()
    return target


def _key(table: Table, name: str, *, ready_made: bool) -> str | None:
    """A figure key that is added up; a ready-made share has none."""
    if not ready_made:
        return table.need(name, TEXT)
    table.may(name, TEXT, TEXT.blank)
    return None


def _law(table: Table) -> Law:
    law = Law(
        document=table.need("document", TEXT),
        article=table.need("article", TEXT),
        link=table.need("link", TEXT) if table.has("link") else None,
        read_in_full=table.need("read_in_full", FLAG),
    )
    table.done()
    return law
