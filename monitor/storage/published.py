"""Figure history: a figure keeps its row while it stands unchanged; a change, or a return, is a new row."""

from collections.abc import Iterable

from monitor.storage.rows import Row, identity

_SAYS = ("value", "whole", "unit", "qualifier", "raw", "label", "as_of", "derived")
_VALUE = ("value", "unit", "qualifier")


class Published:
    """The figures that one portal shows at present, and what a batch changes in them."""

    def __init__(self, shown: Iterable[Row]) -> None:
        """Start from the rows of the last reading that had figures."""
        self._shown = {_key(row): row for row in shown}
        self._moved: dict[int, Row] = {}
        self._new: list[Row] = []

    def read(self, figures: Iterable[Row]) -> None:
        """Take a newer reading; figures that it lacks are no longer shown."""
        self._shown = {key: self._take(self._shown.get(key), row) for key, row in map(_keyed, figures)}

    def new(self) -> list[Row]:
        """Rows to be inserted."""
        return self._new

    def moved(self) -> list[Row]:
        """Rows that only were seen again."""
        return list(self._moved.values())

    def _take(self, last: Row | None, row: Row) -> Row:
        if last is not None and all(last[name] == row[name] for name in _SAYS):
            last["last_seen"] = row["last_seen"]
            if "id" in last:
                self._moved[last["id"]] = last
            return last
        fresh = dict(row)
        if last is not None and all(last[name] == row[name] for name in _VALUE):
            fresh["changed"] = last["changed"]
        self._new.append(fresh)
        return fresh


def _keyed(row: Row) -> tuple[tuple[object, ...], Row]:
    return _key(row), row


def _key(row: Row) -> tuple[object, ...]:
    return (*identity(row), row["nth"])
