"""The words of a digest: counts first, then what is open and what is over, system by system."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.alerts.phrases import (
    SEVERITIES,
    SYSTEMS,
    Says,
    counted_severities,
    judged,
    moment,
    on_one_line,
    reason_of,
)
from monitor.alerts.records import Affair, Occasion
from monitor.alerts.stretch_words import bare_reason, begin_words, stretch_words
from monitor.incidents.records import Incident

MOST_LINES = 40  # incidents told in one digest; the others are counted
_BACK: Mapping[Occasion, timedelta] = {Occasion.DAILY: timedelta(days=1), Occasion.WEEKLY: timedelta(days=7)}


def digest_lines(occasion: Occasion, affairs: Sequence[Affair], says: Says, *, at: datetime) -> Iterator[str]:
    """What a morning's letter to one agency says; `at` is when it is written."""
    begin = at - _BACK[occasion]
    yield says(
        f"Kỳ: {moment(begin, says)} đến {moment(at, says)}", f"Period: {moment(begin, says)} to {moment(at, says)}"
    )
    open_ones = [item for item in affairs if item.incident.open]
    over = [item for item in affairs if not item.incident.open]
    yield from _counts([item.incident for item in open_ones], len(over), says, begin=begin)
    left = MOST_LINES
    for heading, told in (
        (says("Đang mở", "Open"), open_ones),
        (says("Đã kết thúc trong kỳ", "Ended in the period"), over),
    ):
        if told:
            yield ""
            yield f"{heading}:"
            yield from _systems(told[:left], says)
            if len(told) > left:
                yield says(f"   và {len(told) - left} sự cố khác", f"   and {len(told) - left} more")
            left -= min(left, len(told))


def _counts(open_ones: list[Incident], over: int, says: Says, *, begin: datetime) -> Iterator[str]:
    severities = counted_severities(open_ones, says)
    among = f" ({severities})" if open_ones else ""
    yield says(f"Đang mở: {len(open_ones)}{among}", f"Open: {len(open_ones)}{among}")
    new = sum(item.opened >= begin for item in open_ones)
    known = sum(item.acknowledged is not None for item in open_ones)
    if open_ones:
        yield says(f"   trong đó mới: {new}; đã nhận xử lý: {known}", f"   of these new: {new}; acknowledged: {known}")
    yield says(f"Đã kết thúc trong kỳ: {over}", f"Ended in the period: {over}")


def _systems(affairs: Sequence[Affair], says: Says) -> Iterator[str]:
    """System by system, in the order of the gravest."""
    by_portal: dict[str, list[Affair]] = {}
    for affair in affairs:
        by_portal.setdefault(affair.incident.portal, []).append(affair)
    for mine in by_portal.values():
        yield f"   {on_one_line(mine[0].host)} ({says(*SYSTEMS[mine[0].system])})"
        for affair in mine:
            yield f"   - {_one(affair, says)}"


def _one(affair: Affair, says: Says) -> str:
    incident = affair.incident
    duty = on_one_line(says(affair.duty, affair.duty_en))
    if not incident.open:
        told = f"{stretch_words(incident, says)}: {reason_of(incident, says)}"
        return f"{incident.rule}, {duty}: {told} [{incident.id}]"
    severity, state = says(*SEVERITIES[incident.severity]), judged(incident, says).lower()
    told = f"{state} {begin_words(incident, says)} ({severity}): {bare_reason(incident, says)}"
    return f"{incident.rule}, {duty}: {told}{_also(incident, says)} [{incident.id}]"


def _also(incident: Incident, says: Says) -> str:
    if incident.acknowledged is not None:
        return says("; đã nhận xử lý", "; acknowledged")
    return says("; tạm dừng theo kế hoạch", "; planned stop") if incident.muted is not None else ""
