"""What hinders the monitor itself, told to those who run it and to nobody else: once when it begins, daily while it
goes on, once when it is over; pure.

What lasts less than two minutes is not told, nor is an end that does not last as long.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alerts.phrases import SIMULATED, Says, moment, on_one_line, speaker
from monitor.alerts.records import Audience, Channel, Language, Occasion
from monitor.storage.outbox import Delivery

LASTS = timedelta(minutes=2)  # before a trouble is told, and before its end is
AGAIN_AFTER = timedelta(days=1)
BEGUN, AGAIN, OVER = "begun", "again", "over"

# What a trouble is, and what it means for what the monitor says; a key may name a part: `canary:expired`.
KINDS: Mapping[str, tuple[str, str]] = {
    "blind": (
        "mất kết nối mạng: không nơi tham chiếu nào trả lời; thời gian này không tính lỗi cho cổng nào",
        "cut off: no reference target answers; this time counts against no portal",
    ),
    "store": (
        "kho dữ liệu không nhận số liệu; các lượt đo đang chờ ghi",
        "the store takes nothing; rounds wait to be kept",
    ),
    "canary": (
        "cổng mẫu bị đọc sai; kết quả của phép đo đó tạm không được tin",
        "a canary is misjudged; what its probe says is not believed for now",
    ),
    "schedule": ("lịch đo không chạy hoặc chạy chậm", "the schedule stands still or lags"),
    "given_up": ("có thư cảnh báo không gửi được và đã bỏ", "a letter could not be sent and was given up"),
    "reload": (
        "cấu hình mới có lỗi, chưa dùng; cấu hình cũ vẫn chạy",
        "the new configuration has mistakes and is not in use; the old one is",
    ),
    "channel": ("một kênh cảnh báo không dùng được", "a channel cannot be used"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A trouble as it is remembered: since when, when it was last told (`None`: not yet), since when it is gone."""

    since: datetime
    told: datetime | None = None
    gone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to remember until the next time, and the letters to put into the outbox now."""

    known: Mapping[str, Known]
    letters: tuple[Delivery, ...] = ()


def decide(
    known: Mapping[str, Known],
    troubles: Iterable[str],
    *,
    at: datetime,
    channels: Sequence[Channel],
    new_id: Callable[[datetime], str],
) -> Decision:
    """What follows from the troubles of now, by their keys; `channels` are all, those of the operator are told."""
    there = frozenset(troubles)
    left: dict[str, Known] = {}
    letters: list[Delivery] = []
    for key in sorted(known.keys() | there):
        now, phase = _moved(known.get(key, Known(since=at)), there=key in there, at=at)
        if now is not None:
            left[key] = now
        if phase:
            since = known.get(key, Known(since=at)).since
            letters += _letters(f"monitor {key} {phase} {since.isoformat()}", at=at, channels=channels, new_id=new_id)
    return Decision(known=left, letters=tuple(letters))


def resume(told: Iterable[Delivery]) -> Mapping[str, Known]:
    """What a process before this one told and never told the end of; `told` are its letters of that occasion, the
    oldest first."""
    known: dict[str, Known] = {}
    for letter in told:
        key, phase, since = _read(letter.grouping)
        if phase == OVER:
            known.pop(key, None)
        else:
            known[key] = Known(since=since, told=letter.created)
    return known


def own_words(grouping: str, details: Mapping[str, str], language: Language, *, simulated: bool) -> tuple[str, str]:
    """Title and body of such a letter; `details` say more about the troubles of now, by key."""
    key, phase, since = _read(grouping)
    says = speaker(language)
    kind, _, part = key.partition(":")
    what = says(*KINDS.get(kind, (kind, kind)))
    short = on_one_line(what.partition("; ")[0].partition(": ")[0] + (f" ({part})" if part else ""))
    head = {
        BEGUN: says("Hệ thống giám sát", "The monitor itself"),
        AGAIN: says("Hệ thống giám sát, nhắc lại", "The monitor itself, still"),
        OVER: says("Hệ thống giám sát, đã khắc phục", "The monitor itself, over"),
    }[phase]
    title = f"{head}: {short}"
    lines = _body(on_one_line(what), on_one_line(part), since, says)
    if phase != OVER and details.get(key):
        lines.append(says("Chi tiết: ", "Detail: ") + on_one_line(details[key]))
    lines.append(says("Chỉ gửi cho người vận hành hệ thống giám sát.", "Sent to those who run the monitor only."))
    return f"{says(*SIMULATED)} {title}" if simulated else title, "\n".join(lines) + "\n"


def _body(what: str, part: str, since: datetime, says: Says) -> list[str]:
    lines = [what[:1].upper() + what[1:] + "."]
    if part:
        lines.append(says(f"Phần: {part}", f"Part: {part}"))
    return [*lines, says(f"Từ: {moment(since, says)}", f"Since: {moment(since, says)}")]


def _moved(known: Known, *, there: bool, at: datetime) -> tuple[Known | None, str]:
    """The trouble as it is remembered from now on, and which letter follows."""
    if there:
        known = replace(known, gone=None)
        if known.told is None and at - known.since >= LASTS:
            return replace(known, told=at), BEGUN
        if known.told is not None and at - known.told >= AGAIN_AFTER:
            return replace(known, told=at), AGAIN
        return known, ""
    if known.told is None:
        return None, ""
    gone = known.gone or at
    return (None, OVER) if at - gone >= LASTS else (replace(known, gone=gone), "")


def _letters(
    grouping: str, *, at: datetime, channels: Iterable[Channel], new_id: Callable[[datetime], str]
) -> Iterator[Delivery]:
    """Working hours do not hold them up: who runs the monitor wants to know."""
    for channel in channels:
        if channel.audience is Audience.OPERATOR:
            yield Delivery(
                id=new_id(at),
                channel=channel.name,
                occasion=Occasion.MONITOR.value,
                grouping=grouping,
                created=at,
                not_before=at,
            )


def _read(grouping: str) -> tuple[str, str, datetime]:
    rest, _, since = grouping.rpartition(" ")
    key, _, phase = rest.removeprefix("monitor ").rpartition(" ")
    return key, phase, datetime.fromisoformat(since)
