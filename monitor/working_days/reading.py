"""The holidays of the rule book, read from `holidays.toml`."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from monitor.rules.table import TEXT, Form, Table, open_table, shown
from monitor.working_days.holidays import NO_HOLIDAYS, Holidays
from probes.mistakes import Mistake

_SATURDAY = 5


def _year(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not date.min.year <= value <= date.max.year:
        raise ValueError
    return value


_YEAR = Form(expected="a year such as 2019", read=_year, blank=0)


def read_holidays(path: Path, name: str, mistakes: list[Mistake]) -> Holidays:
    """What the file says, which mistakes call `name`; none where it has mistakes, which are noted."""
    table = open_table(path, name, mistakes)
    if table is None:
        return NO_HOLIDAYS
    before = len(mistakes)
    first, last = table.need("first", _YEAR), table.need("last", _YEAR)
    off, worked = table.table("off"), table.table("worked")
    holidays = Holidays(off=frozenset(_days(off)), worked=frozenset(_days(worked)), first=first, last=last)
    table.done()
    if len(mistakes) == before:
        _check(holidays, table=table, off=off, worked=worked)
    return holidays if len(mistakes) == before else NO_HOLIDAYS


def _days(table: Table) -> Iterable[date]:
    """Each key is a day, its value says which."""
    for key in table.names():
        table.need(key, TEXT)
        try:
            yield date.fromisoformat(key)
        except ValueError:
            table.wrong(key, f"{shown(key)} is not allowed", "a day such as 2026-09-02")


def _check(holidays: Holidays, *, table: Table, off: Table, worked: Table) -> None:
    if holidays.last < holidays.first:
        table.wrong("last", f"{holidays.last} is before {holidays.first}", "a later year")
        return
    for part, days in ((off, holidays.off), (worked, holidays.worked)):
        for day in sorted(days):
            if not holidays.covers(day):
                part.wrong(day.isoformat(), "outside the years", f"a day from {holidays.first} to {holidays.last}")
    for day in sorted(holidays.worked):
        if day.weekday() < _SATURDAY:
            worked.wrong(day.isoformat(), "no weekend day", "a Saturday or Sunday that is worked")
        elif day in holidays.off:
            worked.wrong(day.isoformat(), "a day off too", "one of the two")
