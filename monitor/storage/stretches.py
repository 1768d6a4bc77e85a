"""Verdict stretches: a verdict continues its row while the outcome stays, else that row ends and a new one begins."""

from collections.abc import Iterable
from datetime import datetime

from monitor.rules.contract import Outcome
from monitor.storage.rows import Row

BLAMING = (Outcome.FAIL.value, Outcome.WARN.value)
_AS_LAST_GIVEN = (
    "last_at",
    "severity",
    "basis",
    "weight",
    "reason",
    "reason_en",
    "law",
    "evidence",
    "rulebook",
    "law_day",
)


class Stretches:
    """The present verdict rows of one portal, and what a batch changes in them."""

    def __init__(self, present: Iterable[Row]) -> None:
        """Start from the rows that have not ended."""
        self._present = {row["rule"]: row for row in present}
        self._touched: dict[tuple[str, datetime], Row] = {}

    def judge(self, verdicts: Iterable[Row], *, at: datetime) -> bool:
        """Take the verdicts of a round that began at `at`; rules it does not name no longer apply.

        Tells whether a failing or warning stretch began.
        """
        blamed = False
        named = {row["rule"]: row for row in verdicts}
        for rule in self._present.keys() - named.keys():
            self._end(rule, at)
        for rule, row in named.items():
            blamed |= self._take(rule, row, at=at)
        return blamed

    def changed(self) -> list[Row]:
        """Rows to be written, ended ones first: a rule has one present verdict at most."""
        return sorted(self._touched.values(), key=lambda row: (row["ended"] is None, row["since"]))

    def _take(self, rule: str, row: Row, *, at: datetime) -> bool:
        last = self._present.get(rule)
        if last is not None and last["outcome"] == row["outcome"]:
            last.update({name: row[name] for name in _AS_LAST_GIVEN})
            self._touch(last)
            return False
        if last is not None:
            self._end(rule, at)
        self._present[rule] = dict(row)
        self._touch(self._present[rule])
        return row["outcome"] in BLAMING

    def _end(self, rule: str, at: datetime) -> None:
        row = self._present.pop(rule)
        row["ended"] = at
        self._touch(row)

    def _touch(self, row: Row) -> None:
        self._touched[row["rule"], row["since"]] = row
