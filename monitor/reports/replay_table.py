"""A replay and a comparison for people: tables in Vietnamese first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from monitor.replay.comparing import Change, Effect, Step
from monitor.replay.replaying import Replayed
from monitor.reports.replay_json import days_json
from monitor.reports.words import both, local_time, verdict_words
from monitor.rules.contract import Outcome, Verdict
from monitor.storage.standing import Stretch

EFFECTS: Mapping[Effect, tuple[str, str]] = {
    Effect.LAW: ("Do quy định của ngày khác", "by the law of another day"),
    Effect.PORTALS: ("Do các cổng thay đổi", "by the portals"),
    Effect.RULES: ("Do bộ quy tắc thay đổi", "by the rule book"),
}
_COUNTED = (Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.UNKNOWN)
_NONE = "–"


def replay_tables(replays: Sequence[Replayed], *, title: str) -> Iterator[Table]:
    """First and last day by rule; then every stretch that failed or was worth a note."""
    days = days_json(replays)
    first, last = days[0], days[-1]
    shown = [first, last] if first is not last else [last]  # one day with rounds needs no second column
    ends = [f"Cuối ngày {item['day']}" for item in shown]
    table = _table(title, "Quy tắc · rule", *ends, "Số lần đổi · changes")
    changes = _changes_by_rule(replays)
    for rule in last["rules"]:
        table.add_row(rule, *(_counts(item["rules"].get(rule, {})) for item in shown), str(changes.get(rule, 0)))
    table.caption = "đạt/cần lưu ý/chưa đạt/chưa xác định · pass/warn/fail/unknown"
    yield table
    yield _stretches(replays)


def comparison_tables(steps: Iterable[Step]) -> Iterator[Table]:
    """One table for each effect, with every verdict that it changed."""
    for step in steps:
        vietnamese, english = EFFECTS[step.effect]
        table = _table(
            f"{vietnamese} · {english}: {len(step.changes)}",
            "Cổng · portal",
            "Quy tắc · rule",
            "Trước · before",
            "Sau · after",
            "Lý do · reason",
        )
        for change in step.changes:
            table.add_row(change.portal.id, change.rule, _said(change.before), _said(change.after), _why(change))
        yield table


def _stretches(replays: Sequence[Replayed]) -> Table:
    table = _table(
        "Chưa đạt, cần lưu ý · failing and warning",
        "Cổng · portal",
        "Quy tắc · rule",
        "Kết quả · outcome",
        "Từ · since",
        "Đến · until",
        "Lý do · reason",
    )
    for item in replays:
        for stretch in item.stretches:
            if stretch.verdict.outcome in (Outcome.FAIL, Outcome.WARN):
                table.add_row(item.portal.id, *_stretch(stretch))
    return table


def _stretch(stretch: Stretch) -> tuple[str | Text, ...]:
    verdict = stretch.verdict
    until = local_time(stretch.ended) if stretch.ended is not None else _NONE
    return verdict.rule, _said(verdict), local_time(stretch.since), until, Text(verdict.reason)


def _changes_by_rule(replays: Sequence[Replayed]) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for item in replays:
        for stretch in item.stretches:
            if stretch.ended is not None:
                counted[stretch.verdict.rule] = counted.get(stretch.verdict.rule, 0) + 1
    return counted


def _counts(counts: Mapping[str, int]) -> str:
    return "/".join(str(counts.get(outcome.value, 0)) for outcome in _COUNTED)


def _said(verdict: Verdict | None) -> str:
    return _NONE if verdict is None else both(verdict_words(verdict.outcome.value, verdict.basis.value))


def _why(change: Change) -> Text:
    verdict = change.after or change.before
    return Text(verdict.reason if verdict is not None else "")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading)
    return table
