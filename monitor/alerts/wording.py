"""The words of a letter: who, what, since when, under which law, on what evidence, what to do, and how to answer.

Never "sập", "vi phạm" or "kết nối đầy đủ": only a duty of the law in force may be called not complied with. A letter
about few incidents tells each in full; one about many tells each duty once, with the systems under it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.alerts.digest_wording import digest_lines
from monitor.alerts.phrases import (
    ENDED,
    OCCASIONS,
    PARTLY_BACK,
    SEVERITIES,
    SIMULATED,
    SYSTEMS,
    UNWATCHED,
    Says,
    cause_words,
    counted_severities,
    judged,
    law_of,
    moment,
    on_one_line,
    reason_of,
    speaker,
)
from monitor.alerts.records import Affair, Language, Occasion
from monitor.alerts.stretch_words import bare_reason, begin_words, now_words, stretch_words
from monitor.incidents.records import NO_LONGER_WATCHED, Happening
from monitor.rules.words import STATES
from probes.failures import State

IN_FULL = 3  # incidents told in full; of more, each duty is told once
MOST_SHOWN = 20  # systems named one by one in one letter; the others are counted
LEAST_SHOWN = 3  # but so many of each duty
_DIGESTS = (Occasion.DAILY, Occasion.WEEKLY)


def title(occasion: Occasion, affairs: Sequence[Affair], language: Language, *, simulated: bool) -> str:
    """One line: the occasion, the gravest severity, the agency, and what is the matter if it is one thing."""
    says = speaker(language)
    open_ones = [item.incident.severity for item in affairs if item.incident.open]
    head = says(*(_ending(affairs) if occasion is Occasion.RECOVERED else OCCASIONS[occasion]))
    if open_ones and occasion not in (Occasion.RECOVERED, *_DIGESTS):
        head += f" ({says(*SEVERITIES[max(open_ones)])})"
    line = f"{head}: {_subject(occasion, affairs, says)}"
    return f"{says(*SIMULATED)} {line}" if simulated else line


def body(
    occasion: Occasion,
    affairs: Sequence[Affair],
    language: Language,
    *,
    at: datetime,
    simulated: bool,
    answer_to: str = "",
) -> str:
    """The letter itself. `answer_to` is where an agency can answer; empty where the operator has named nobody."""
    says = speaker(language)
    lines = []
    if simulated:
        lines += [says("MÔ PHỎNG: số liệu giả lập, không nói về cơ quan có thật.", "SIMULATED: about no real agency.")]
    if occasion in _DIGESTS:
        lines += digest_lines(occasion, affairs, says, at=at)
    else:
        lines += _lines(occasion, affairs, says)
    return "\n".join([*lines, "", *_closing(occasion, says, answer_to)]).lstrip("\n") + "\n"


def trial(name: str, language: Language, *, at: datetime, simulated: bool) -> tuple[str, str]:
    """Title and body of a test, which says in both languages that it is one."""
    says = speaker(language)
    head = f"{says(*SIMULATED)} " if simulated else ""
    return f"{head}THỬ NGHIỆM / TEST: emc-monitor, {name}", (
        f"Thư thử nghiệm của kênh cảnh báo {name}, lúc {moment(at, says)}. Không có sự cố, không cần làm gì.\n"
        f"A test of the channel {name}. Nothing happened, nothing needs to be done.\n"
    )


def _ending(affairs: Sequence[Affair]) -> tuple[str, str]:
    """A portal that is no longer watched has not recovered, nor has one whose duty no longer applies, nor quite one
    that some vantages still do not see."""
    lasts = [event for item in affairs for event in item.incident.events[-1:]]
    closed = [event for event in lasts if event.happening is Happening.CLOSED]
    partly = [event for event in lasts if STATES[State.PARTLY][0] in event.reason]
    if partly and not closed:
        return PARTLY_BACK if len(partly) == len(affairs) else ENDED
    if not closed:
        return OCCASIONS[Occasion.RECOVERED]
    gone = all(event.reason == NO_LONGER_WATCHED[0] for event in closed) and len(closed) == len(affairs)
    return UNWATCHED if gone else ENDED


def _lines(occasion: Occasion, affairs: Sequence[Affair], says: Says) -> Iterator[str]:
    if len(affairs) > 1:
        yield _counted(affairs, says)
    causes = {item.incident.cause for item in affairs}
    if len(affairs) > 1 and len(causes) == 1 and "" not in causes:
        cause = cause_words(causes.pop(), says)
        yield says(f"Có thể chung một nguyên nhân: {cause}.", f"There may be one cause: {cause}.")
    if len(affairs) <= IN_FULL:
        for number, affair in enumerate(affairs, start=1):
            yield ""
            yield from _in_full(number, affair, occasion, says)
    else:
        yield from _by_duty(affairs, occasion, says)


def _counted(affairs: Sequence[Affair], says: Says) -> str:
    agencies = len({item.incident.agency for item in affairs})
    severities = counted_severities([item.incident for item in affairs], says)
    return says(
        f"{len(affairs)} sự cố của {agencies} cơ quan: {severities}.",
        f"{len(affairs)} incidents of {agencies} {'agency' if agencies == 1 else 'agencies'}: {severities}.",
    )


def _in_full(number: int, affair: Affair, occasion: Occasion, says: Says) -> Iterator[str]:
    incident = affair.incident
    yield f"{number}. {on_one_line(affair.agency_name)}: {_named(affair, says)}"
    if affair.url:
        yield f"   {on_one_line(affair.url)}"
    duty = on_one_line(says(affair.duty, affair.duty_en))
    yield says(f"   Yêu cầu: {incident.rule}, {duty}", f"   Duty: {incident.rule}, {duty}")
    if incident.open and occasion is not Occasion.RECOVERED:
        yield f"   {judged(incident, says)}: {bare_reason(incident, says)}"
        since = begin_words(incident, says)
        severity = says(*SEVERITIES[incident.severity])
        yield says(f"   {_with_colon(since)}; mức độ: {severity}", f"   {_with_colon(since)}; severity: {severity}")
        yield from _escalated(affair, occasion, says)
        yield from _below(affair, says)
    else:
        yield from _over(affair, says)
    yield from _evidence(affair, says)


def _escalated(affair: Affair, occasion: Occasion, says: Says) -> Iterator[str]:
    if occasion is Occasion.ESCALATED:
        reasons = [item for item in affair.incident.events if item.happening is Happening.ESCALATED]
        yield from (f"   {on_one_line(says(item.reason, item.reason_en))}" for item in reasons[-1:])


def _below(affair: Affair, says: Says) -> Iterator[str]:
    law = law_of(affair.incident, says)
    if law:
        yield f"   {law}"
    advice = on_one_line(says(affair.what_to_do, affair.what_to_do_en))
    if advice:
        yield says(f"   Việc cần làm: {advice}", f"   What to do: {advice}")


def _over(affair: Affair, says: Says) -> Iterator[str]:
    incident = affair.incident
    yield f"   {_upper(stretch_words(incident, says))}: {reason_of(incident, says)}"
    for last in incident.events[-1:]:
        now = now_words(last, says)
        yield says(f"   Nay: {now}", f"   Now: {now}")


def _evidence(affair: Affair, says: Says) -> Iterator[str]:
    name = affair.incident.id
    yield says(f"   Mã sự cố: {name}", f"   Incident: {name}")
    where = on_one_line(affair.link) or f"emc-monitor incidents evidence {name} FILE"
    yield says(f"   Bằng chứng, diễn biến: {where}", f"   Evidence and history: {where}")


def _by_duty(affairs: Sequence[Affair], occasion: Occasion, says: Says) -> Iterator[str]:
    """Each duty once, with its law and what to do, and the systems under it in a line each."""
    groups: dict[tuple[str, str, str], list[Affair]] = {}
    for affair in affairs:
        incident = affair.incident
        groups.setdefault((incident.rule, incident.basis.value, incident.law or ""), []).append(affair)
    several, left = len({item.incident.agency for item in affairs}) > 1, MOST_SHOWN
    for group in groups.values():
        yield ""
        yield from _duty(group, occasion, says)
        shown = max(left, LEAST_SHOWN)
        for affair in group[:shown]:
            yield f"   - {_short(affair, says, several=several)}"
        if len(group) > shown:
            more = len(group) - shown
            yield says(f"   - và {more} hệ thống khác", f"   - and {more} more")
        left -= min(left, len(group))


def _duty(group: Sequence[Affair], occasion: Occasion, says: Says) -> Iterator[str]:
    first = group[0]
    duty = on_one_line(says(first.duty, first.duty_en))
    yield f"{first.incident.rule}, {duty}: {len(group)}"
    if occasion is not Occasion.RECOVERED:
        yield from _below(first, says)


def _short(affair: Affair, says: Says, *, several: bool) -> str:
    incident = affair.incident
    whose = f"{on_one_line(affair.agency_name)}, " if several else ""
    if incident.open:
        told = f"{judged(incident, says).lower()} {begin_words(incident, says)}: {bare_reason(incident, says)}"
    else:
        told = f"{stretch_words(incident, says)}: {reason_of(incident, says)}"
    return f"{whose}{_named(affair, says)}: {told} [{incident.id}]"


def _with_colon(words: str) -> str:
    """`từ 07:50` as the beginning of a line: `Từ: 07:50`."""
    begins = next((item for item in ("từ ", "lại từ ", "since ", "again since ") if words.startswith(item)), "")
    return f"{_upper(begins.rstrip())}: {words[len(begins) :]}" if begins else _upper(words)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _named(affair: Affair, says: Says) -> str:
    return f"{on_one_line(affair.host)} ({says(*SYSTEMS[affair.system])})"


def _closing(occasion: Occasion, says: Says, answer_to: str) -> Iterator[str]:
    if occasion is Occasion.RECOVERED:
        yield says("Không cần trả lời thư này.", "No answer is needed.")
    elif answer_to:
        yield says(
            f"Trả lời, giải trình hoặc đề nghị xem lại: {on_one_line(answer_to)}, ghi mã sự cố.",
            f"To answer, explain or dispute: {on_one_line(answer_to)}, naming the incident.",
        )
    yield says(
        "Nhìn từ bên ngoài bởi hệ thống giám sát; không phải kết luận thanh tra, kiểm tra.",
        "Seen from outside by a monitor; this is no finding of an inspection.",
    )


def _subject(occasion: Occasion, affairs: Sequence[Affair], says: Says) -> str:
    agencies = sorted({item.agency_name for item in affairs})
    one = on_one_line(agencies[0]) if len(agencies) == 1 else ""
    whose = one or says(f"{len(agencies)} cơ quan", f"{len(agencies)} agencies")
    if not affairs:
        return says("không có sự cố", "nothing open")
    open_ones = sum(item.incident.open for item in affairs)
    if occasion in _DIGESTS:
        over = len(affairs) - open_ones
        return says(
            f"{whose}, {open_ones} sự cố đang mở, {over} đã kết thúc", f"{whose}, {open_ones} open, {over} ended"
        )
    if len(affairs) > 1:
        return says(f"{whose}, {len(affairs)} sự cố", f"{whose}, {len(affairs)} incidents")
    return f"{whose}, {on_one_line(affairs[0].host)}: {reason_of(affairs[0].incident, says)}"
