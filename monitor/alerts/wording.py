"""The words of a letter: who, what, since when, under which law, on what evidence, what to do, and how to answer.

Vietnamese, or English where the channel wants it; what a portal said stands as text, without line breaks or control
characters. Never "sập", "vi phạm" or "kết nối đầy đủ": only a duty of the law in force may be called not complied with.
"""

from collections.abc import Iterator, Sequence

from monitor.alerts.records import Affair, Language, Occasion
from monitor.reports.words import harmless, local_time
from monitor.rules.contract import Basis, Severity

MOST_SHOWN = 20  # affairs told one by one in one letter; the others are counted
SIMULATED = {"vi": "[MÔ PHỎNG]", "en": "[SIMULATED]"}

_SEVERITIES = {
    Severity.CRITICAL: ("Nghiêm trọng", "Critical"),
    Severity.MAJOR: ("Quan trọng", "Major"),
    Severity.MINOR: ("Thông thường", "Minor"),
    Severity.ADVISORY: ("Khuyến nghị", "Advisory"),
    Severity.INFO: ("Thông tin", "Information"),
}
_SYSTEMS = {
    "portal": ("cổng thông tin điện tử", "portal"),
    "public_service": ("cổng dịch vụ công", "public-service portal"),
    "one_stop": ("hệ thống một cửa điện tử", "one-stop system"),
    "national_platform": ("nền tảng quốc gia", "national platform"),
}
_OCCASIONS = {
    Occasion.OPENED: ("Cảnh báo", "Alert"),
    Occasion.REPEATED: ("Nhắc lại", "Reminder"),
    Occasion.ESCALATED: ("Chưa có phản hồi", "No answer yet"),
    Occasion.RECOVERED: ("Đã khắc phục", "Recovered"),
    Occasion.DAILY: ("Bản tin ngày", "Daily digest"),
    Occasion.WEEKLY: ("Bản tin tuần", "Weekly digest"),
}


def title(occasion: Occasion, affairs: Sequence[Affair], language: Language, *, simulated: bool) -> str:
    """One line: the occasion, the gravest severity, the agency, and what is the matter if it is one thing."""
    gravest = max((item.incident.severity for item in affairs), default=Severity.INFO)
    head = _pick(_OCCASIONS[occasion], language)
    if affairs and occasion is not Occasion.RECOVERED:
        head += f" ({_pick(_SEVERITIES[gravest], language).lower()})"
    line = f"{head}: {_subject(affairs, language)}"
    return f"{SIMULATED[language.value]} {line}" if simulated else line


def body(
    occasion: Occasion, affairs: Sequence[Affair], language: Language, *, simulated: bool, answer_to: str = ""
) -> str:
    """The letter itself. `answer_to` is where an agency can answer; empty where the operator has named nobody."""
    return "\n".join(_lines(occasion, affairs, language, simulated=simulated, answer_to=answer_to)) + "\n"


def _lines(
    occasion: Occasion, affairs: Sequence[Affair], language: Language, *, simulated: bool, answer_to: str
) -> Iterator[str]:
    says = _Speech(language)
    if simulated:
        yield says("MÔ PHỎNG: số liệu giả lập, không nói về cơ quan có thật.", "SIMULATED: about no real agency.")
    if not affairs:
        yield says("Không có sự cố nào đang mở.", "No incident is open.")
    shared = _shared_cause(affairs)
    if shared:
        yield says(f"Nguyên nhân chung có thể có: {shared}.", f"Possible shared cause: {shared}.")
    for number, affair in enumerate(affairs[:MOST_SHOWN], start=1):
        yield ""
        yield from _one(number, affair, occasion, says)
    if len(affairs) > MOST_SHOWN:
        left = len(affairs) - MOST_SHOWN
        yield ""
        yield says(f"và {left} sự cố khác của cùng nhóm này.", f"and {left} more of the same group.")
    yield ""
    yield from _closing(occasion, says, answer_to)


def _one(number: int, affair: Affair, occasion: Occasion, says: "_Speech") -> Iterator[str]:
    incident = affair.incident
    system = says(*_SYSTEMS[affair.system.value])
    yield f"{number}. {_line(affair.agency_name)}: {_line(affair.host)} ({system})"
    yield f"   {_line(affair.url)}"
    yield says(f"   Yêu cầu: {incident.rule}, {affair.duty}", f"   Duty: {incident.rule}, {affair.duty_en}")
    if occasion is Occasion.RECOVERED or not incident.open:
        yield from _over(affair, says)
        return
    law = incident.basis is Basis.LAW
    short = says("Chưa tuân thủ" if law else "Dưới ngưỡng theo dõi", _judged_en(law=law))
    yield says(f"   {short}: {_line(incident.reason)}", f"   {short}: {_line(incident.reason_en)}")
    yield says(f"   Từ: {local_time(incident.since)}", f"   Since: {local_time(incident.since)} (Hanoi)")
    if incident.law:
        yield says(f"   Căn cứ: {incident.law}", f"   Law: {incident.law}")
    yield says(f"   Việc cần làm: {affair.what_to_do}", f"   What to do: {affair.what_to_do_en}")
    yield from _evidence(affair, says)


def _over(affair: Affair, says: "_Speech") -> Iterator[str]:
    incident = affair.incident
    ended = local_time(incident.ended or incident.resolved or incident.opened)
    yield says(
        f"   Từ {local_time(incident.since)} đến {ended}: {_line(incident.reason)}",
        f"   From {local_time(incident.since)} to {ended} (Hanoi): {_line(incident.reason_en)}",
    )
    last = incident.events[-1] if incident.events else None
    if last is not None:
        yield says(f"   Nay: {_line(last.reason)}", f"   Now: {_line(last.reason_en)}")
    yield from _evidence(affair, says)


def _evidence(affair: Affair, says: "_Speech") -> Iterator[str]:
    where = affair.link or says(
        f"emc-monitor incidents evidence {affair.incident.id} FILE",
        f"emc-monitor incidents evidence {affair.incident.id} FILE",
    )
    yield says(f"   Bằng chứng, diễn biến: {where}", f"   Evidence and history: {where}")


def _closing(occasion: Occasion, says: "_Speech", answer_to: str) -> Iterator[str]:
    if occasion is Occasion.RECOVERED:
        yield says("Không cần trả lời thư này.", "No answer is needed.")
    elif answer_to:
        yield says(
            f"Trả lời, giải trình hoặc đề nghị xem lại: {answer_to}, ghi mã sự cố.",
            f"To answer, explain or dispute: {answer_to}, naming the incident.",
        )
    yield says(
        "Nhìn từ bên ngoài bởi hệ thống giám sát; không phải kết luận thanh tra, kiểm tra.",
        "Seen from outside by a monitor; this is no finding of an inspection.",
    )


def _subject(affairs: Sequence[Affair], language: Language) -> str:
    agencies = sorted({item.agency_name for item in affairs})
    whose = (
        _line(agencies[0])
        if len(agencies) == 1
        else _pick((f"{len(agencies)} cơ quan", f"{len(agencies)} agencies"), language)
    )
    if not affairs:
        return _pick(("không có sự cố", "nothing open"), language)
    if len(affairs) > 1:
        return _pick((f"{whose}, {len(affairs)} sự cố", f"{whose}, {len(affairs)} incidents"), language)
    incident = affairs[0].incident
    reason = _pick((incident.reason, incident.reason_en), language)
    return f"{whose}, {_line(affairs[0].host)}: {_line(reason)}"


def _shared_cause(affairs: Sequence[Affair]) -> str:
    causes = {item.incident.cause for item in affairs}
    return _line(causes.pop()) if len(affairs) > 1 and len(causes) == 1 else ""


def _judged_en(*, law: bool) -> str:
    return "Not complied with" if law else "Below the monitoring threshold"


def _line(text: str) -> str:
    """Text from elsewhere on one line."""
    return harmless(" ".join(text.split()))[:300]


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language is Language.VIETNAMESE else pair[1]


class _Speech:
    """Says the one or the other."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, vietnamese: str, english: str) -> str:
        return _pick((vietnamese, english), self._language)
