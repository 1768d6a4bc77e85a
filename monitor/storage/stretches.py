"""Verdict stretches: a verdict continues its row while the outcome stays, else that row ends and a new one begins."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from monitor.rules.contract import Outcome, Verdict
from monitor.storage.counted import alike, counts_on
from monitor.storage.rows import Prepared, Row, verdict_row
from monitor.storage.texts import load_object

BLAMING = (Outcome.FAIL.value, Outcome.WARN.value)
_AS_LAST_GIVEN = (
    "severity",
    "basis",
    "weight",
    "reason",
    "reason_en",
    "law",
    "rulebook",
    "law_day",
    "cause",
    "gate",
)
_COUNTED_AGAIN_AFTER = timedelta(minutes=2)  # how stale numbers in a verdict's evidence may be that change by the clock


class Stretches:
    """The present verdict rows of one portal, and what a batch changes in them."""

    def __init__(self, present: Iterable[Row]) -> None:
        """Start from the rows that have not ended."""
        self._present = {row["rule"]: row for row in present}
        self._touched: dict[tuple[str, datetime], Row] = {}
        self._written: dict[str, datetime] = {}
        self._given: dict[str, Verdict] = {}  # by rule: the verdict that the present row says
        self._waiting: dict[str, Verdict] = {}  # by rule: one whose numbers are not written yet
        self._under: tuple[str, date] | None = None  # rule book and legal day of the last round
        self._last_at: datetime | None = None  # of the last round, which gave all that is present

    def judge(self, item: Prepared) -> bool:
        """Take the verdicts of a round; rules it does not name no longer apply.

        Tells whether a failing or warning stretch began.
        """
        blamed, round_ = False, item.round
        if self._under != (round_.rulebook, round_.law_day):
            self._under = (round_.rulebook, round_.law_day)
            self._given.clear()
        for rule in self._present.keys() - {verdict.rule for verdict, _ in item.verdicts}:
            self._end(rule, round_.since)
        for verdict, row in item.verdicts:
            given = self._given.get(verdict.rule)
            if given is not verdict and (given is None or not self._stands(given, verdict, at=round_.since)):
                row = row or verdict_row(verdict, round_)
                blamed |= self._take(verdict.rule, row, at=round_.since)
                self._remember(verdict, row)
        self._last_at = round_.since
        return blamed

    def changed(self) -> list[Row]:
        """Rows to be written, ended ones first: a rule has one present verdict at most."""
        return sorted(self._touched.values(), key=lambda row: (row["ended"] is None, row["since"]))

    def settle(self) -> None:
        """What was changed is written."""
        self._written.update((row["rule"], row["last_at"]) for row in self._touched.values() if row["ended"] is None)
        self._touched = {}

    def _stands(self, given: Verdict, verdict: Verdict, *, at: datetime) -> bool:
        """Whether it is the verdict that was given before, or one whose numbers may wait."""
        if given == verdict:
            self._given[verdict.rule] = verdict
            return True
        written = self._written.get(verdict.rule)
        if written is None or at - written >= _COUNTED_AGAIN_AFTER:
            return False
        if self._waiting.get(verdict.rule) is not verdict and not counts_on(given, verdict):
            return False
        self._waiting[verdict.rule] = verdict
        return True

    def _remember(self, verdict: Verdict, row: Row) -> None:
        """The verdict that the present row says in full; numbers that are yet to be written are compared again."""
        self._waiting.pop(verdict.rule, None)
        if self._present[verdict.rule]["evidence"] == row["evidence"]:
            self._given[verdict.rule] = verdict
        else:
            self._given.pop(verdict.rule, None)

    def _take(self, rule: str, row: Row, *, at: datetime) -> bool:
        last = self._present.get(rule)
        if last is not None and last["outcome"] == row["outcome"]:
            self._go_on(last, row, at=at)
            return False
        if last is not None:
            self._end(rule, at)
        self._present[rule] = dict(row)
        self._touch(self._present[rule])
        return row["outcome"] in BLAMING

    def _go_on(self, last: Row, row: Row, *, at: datetime) -> None:
        """The row is written again where it says something new, not for the time of the last round alone: that
        stands in the round's own row."""
        said = all(last[name] == row[name] for name in _AS_LAST_GIVEN)
        if not said or self._counts_anew(last, row, at=at):
            last.update({name: row[name] for name in (*_AS_LAST_GIVEN, "evidence")})
            self._touch(last)
        last["last_at"] = row["last_at"]

    def _counts_anew(self, last: Row, row: Row, *, at: datetime) -> bool:
        if last["evidence"] == row["evidence"]:
            return False
        written = self._written.get(row["rule"])
        if written is None or at - written >= _COUNTED_AGAIN_AFTER:
            return True
        return not alike(load_object(last["evidence"]), load_object(row["evidence"]))

    def _end(self, rule: str, at: datetime) -> None:
        row = self._present.pop(rule)
        self._given.pop(rule, None)
        row["last_at"], row["ended"] = self._last_at or row["last_at"], at
        self._touch(row)

    def _touch(self, row: Row) -> None:
        self._touched[row["rule"], row["since"]] = row
