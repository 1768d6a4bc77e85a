"""The words that letters are made of, Vietnamese and English; what portals said stands as text, on one line."""

from datetime import datetime
from typing import Protocol

from monitor.alerts.records import Language, Occasion
from monitor.incidents.causes import Feature
from monitor.incidents.records import Incident
from monitor.reports.words import harmless, local_time
from monitor.rules.contract import Basis, Severity
from probes.contract import System

SIMULATED = ("[MÔ PHỎNG]", "[MÔ PHỎNG] [SIMULATED]")
_LONGEST = 300  # letters of a text from elsewhere

SEVERITIES = {
    Severity.CRITICAL: ("nghiêm trọng", "critical"),
    Severity.MAJOR: ("quan trọng", "major"),
    Severity.MINOR: ("thông thường", "minor"),
    Severity.ADVISORY: ("khuyến nghị", "advisory"),
    Severity.INFO: ("thông tin", "information"),
}
SYSTEMS = {
    System.PORTAL: ("cổng thông tin điện tử", "portal"),
    System.PUBLIC_SERVICE: ("cổng dịch vụ công", "public-service portal"),
    System.ONE_STOP: ("hệ thống một cửa điện tử", "one-stop system"),
    System.NATIONAL_PLATFORM: ("nền tảng quốc gia", "national platform"),
}
OCCASIONS = {
    Occasion.OPENED: ("Cảnh báo", "Alert"),
    Occasion.REPEATED: ("Nhắc lại", "Reminder"),
    Occasion.ESCALATED: ("Chưa có phản hồi", "No answer yet"),
    Occasion.RECOVERED: ("Đã khắc phục", "Recovered"),
    Occasion.DAILY: ("Bản tin ngày", "Daily digest"),
    Occasion.WEEKLY: ("Bản tin tuần", "Weekly digest"),
    Occasion.MONITOR: ("Hệ thống giám sát", "The monitor itself"),
    Occasion.TEST: ("Thử nghiệm", "Test"),
}
ENDED = ("Đã kết thúc", "Ended")
PARTLY_BACK = ("Truy cập lại được từ một số điểm đo", "Reachable again from some vantages")
UNWATCHED = ("Không còn theo dõi", "No longer watched")
_CAUSES = {
    Feature.CERTIFICATE: ("cùng chứng thư số", "one certificate"),
    Feature.ADDRESS: ("cùng địa chỉ máy chủ", "one address"),
    Feature.HOST: ("cùng tên miền", "one host"),
    Feature.DNS_PROVIDER: ("cùng dịch vụ tên miền (DNS)", "one DNS provider"),
    Feature.AGENCY: ("cùng cơ quan", "one agency"),
}


class Says(Protocol):
    """Chooses between a Vietnamese and an English saying."""

    def __call__(self, vietnamese: str, english: str) -> str:
        """The one that the letter is written in."""


def speaker(language: Language) -> Says:
    """Says everything in this language."""
    if language is Language.VIETNAMESE:
        return lambda vietnamese, _english: vietnamese
    return lambda _vietnamese, english: english


def on_one_line(text: str) -> str:
    """Text from elsewhere: no line breaks, no control characters, not endless."""
    line = harmless(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def reason_of(incident: Incident, says: Says) -> str:
    """What was seen, on one line."""
    return on_one_line(says(incident.reason, incident.reason_en))


def judged(incident: Incident, says: Says) -> str:
    """Only a duty of the law in force may be called not complied with."""
    if incident.basis is Basis.LAW:
        return says("Chưa tuân thủ", "Not complied with")
    return says("Dưới ngưỡng theo dõi", "Below the monitoring threshold")


def law_of(incident: Incident, says: Says) -> str:
    """The law, named as what it is for this duty: its ground, or what it is about."""
    if not incident.law:
        return ""
    law = on_one_line(incident.law)
    if incident.basis is Basis.LAW:
        return says(f"Căn cứ: {law}", f"Law: {law}")
    return says(
        f"Quy định liên quan: {law}; ngưỡng do hệ thống giám sát đặt", f"Related law: {law}; the threshold is our own"
    )


def moment(at: datetime, says: Says) -> str:
    """A time by Vietnamese clocks."""
    return says(local_time(at), f"{local_time(at)} (Hanoi)")


def cause_words(cause: str, says: Says) -> str:
    """A shared cause as it is stored, `address 203.0.113.7`, for people."""
    feature, _, value = cause.partition(" ")
    known = {item.value: words for item, words in _CAUSES.items()}
    return on_one_line(f"{says(*known[feature])} {value}" if feature in known else cause)


def counted_severities(incidents: list[Incident], says: Says) -> str:
    """How many of each severity, the gravest first: `1 nghiêm trọng, 2 quan trọng`."""
    counts = {severity: sum(item.severity is severity for item in incidents) for severity in SEVERITIES}
    return ", ".join(f"{count} {says(*SEVERITIES[severity])}" for severity, count in counts.items() if count)
