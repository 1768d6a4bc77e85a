"""The first page of an archive: who, what, since when, on what grounds, and which file shows it; Vietnamese first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from monitor.incidents.records import Happening
from monitor.incidents.seen_rounds import SeenRound
from monitor.reports.evidence.leaflet import Cell, Link, Section
from monitor.reports.evidence.looks_json import Shown
from monitor.reports.evidence.pages_json import NOT_KEPT, Sighting, sightings
from monitor.reports.evidence.rule_json import Known, law_day_of, stretch_of
from monitor.reports.evidence.withholding import WITHHELD, own_words
from monitor.reports.incident_json import state_of
from monitor.reports.words import BASES, STATES, both, verdict_words
from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Basis
from probes.facts import Reachability
from probes.observe import Observation

_NOT_COMPLIED = ("Chưa tuân thủ", "not complied with")
_SIMULATED = "MÔ PHỎNG: số liệu giả lập, không nói về cơ quan có thật (simulated; about no real agency)"
_PROVISO = (
    "Nhìn từ bên ngoài bởi hệ thống giám sát; không phải kết luận thanh tra, kiểm tra "
    "(seen from outside by a monitor; this is no finding of an inspection)"
)
_STATES = {
    "open": ("đang mở", "open"),
    "acknowledged": ("đã tiếp nhận, đang mở", "acknowledged, open"),
    "resolved": ("đã kết thúc", "resolved"),
}
_HAPPENINGS = {
    Happening.OPENED: ("mở", "opened"),
    Happening.WENT_ON: ("tiếp diễn", "went on"),
    Happening.CHANGED: ("thay đổi", "changed"),
    Happening.MUTED: ("tạm dừng báo", "muted"),
    Happening.UNMUTED: ("báo trở lại", "unmuted"),
    Happening.ACKNOWLEDGED: ("đã tiếp nhận", "acknowledged"),
    Happening.ESCALATED: ("chuyển cấp trên", "escalated"),
    Happening.RESOLVED: ("đã khắc phục", "resolved"),
    Happening.CLOSED: ("đóng", "closed"),
}


def title(shown: Shown) -> str:
    """The title of the page."""
    return f"Bằng chứng sự cố · evidence of incident {shown.proof.incident.id}"


def sections(shown: Shown, known: Known, files: Mapping[str, str]) -> Sequence[Section]:
    """Everything on the page; `files` are those of the archive with what they hold."""
    return (
        Section(heading="Tóm tắt · summary", rows=list(_summary(shown, known)), remark=_remark(known)),
        Section(heading="Căn cứ · the rule", rows=list(_rule(shown, known))),
        Section(
            heading="Diễn biến · what happened",
            head=("Giờ Việt Nam (+07)", "UTC", "Việc · event", "Nội dung · reason", "Bởi · by"),
            rows=list(_events(shown)),
        ),
        Section(
            heading="Các lần xem · looks",
            head=("Giờ Việt Nam (+07)", "UTC", "Lượt · round", "Lần · attempt", "Đầu dò · probe", "Kết quả · outcome"),
            rows=list(_looks(shown)),
            remark=_left_out(shown),
        ),
        Section(
            heading="Các trang đã giữ · pages kept",
            head=("Giờ Việt Nam (+07)", "UTC", "Lần · attempt", "Trang · page", "Địa chỉ · url", "Tiêu đề · headers"),
            rows=list(_pages(shown)),
        ),
        Section(
            heading="Các đích đối chứng · reference targets",
            head=("Giờ Việt Nam (+07)", "UTC", "Đích · target", "Mạng · network", "Trả lời · answered"),
            rows=list(_references(shown)),
            remark=_about_references(shown),
        ),
        Section(
            heading="Trạng thái · states",
            head=("Từ · from (+07)", "Đến · until (+07)", "Trạng thái · state"),
            rows=[(_local(item.start), _local(item.end), both(STATES[item.state.value])) for item in shown.proof.spans],
        ),
        Section(
            heading="Thư đã gửi · letters",
            head=(
                "Tạo lúc · made (+07)",
                "Kênh · channel",
                "Loại · occasion",
                "Tình trạng · state",
                "Xong lúc · finished",
            ),
            rows=list(_letters(shown)),
        ),
        Section(
            heading="Tệp · files",
            head=("Tệp · file", "Nội dung · holds"),
            rows=[(Link(text=name, file=name), what) for name, what in files.items()],
        ),
        Section(
            heading="Không đưa vào · withheld",
            head=("SHA-256, mã · hash or id", "Vì sao · why"),
            rows=[(name, why) for name, why in sorted(shown.harmful.items())] if not shown.with_content else [],
            remark="" if shown.harmful and not shown.with_content else "Không có gì bị giữ lại (nothing was withheld)",
        ),
    )


def _remark(known: Known) -> str:
    return f"{_SIMULATED}. {_PROVISO}" if known.simulated else _PROVISO


def _summary(shown: Shown, known: Known) -> Iterator[tuple[Cell, ...]]:
    incident = shown.proof.incident
    agency, portal = known.agency(incident), known.portal(incident)
    said = _NOT_COMPLIED if incident.basis is Basis.LAW else verdict_words("fail", incident.basis.value)
    yield "Cơ quan · agency", f"{agency.name_vi} ({agency.id})" if agency else incident.agency
    yield "Hệ thống · portal", f"{portal.url} ({incident.portal})" if portal else incident.portal
    begun = incident.reason.startswith(f"{said[0]}:")  # the reasons of verdicts begin with these words
    yield "Đánh giá · verdict", f"{'' if begun else f'{both(said)}: '}{incident.reason} ({incident.reason_en})"
    yield "Tình trạng · state", both(_STATES[state_of(incident)])
    for name, at in (
        ("Từ · since", incident.since),
        ("Mở lúc · opened", incident.opened),
        ("Hết lúc · ended", incident.ended),
        ("Kết thúc lúc · resolved", incident.resolved),
    ):
        if at is not None:
            yield name, f"{_local(at)} (+07) · {_utc(at)} (UTC)"
    if incident.cause:
        yield "Nguyên nhân chung có thể có · possible shared cause", incident.cause


def _rule(shown: Shown, known: Known) -> Iterator[tuple[Cell, ...]]:
    incident, on = shown.proof.incident, law_day_of(shown.proof)
    booked, terms, stood = known.rulebook.booked(incident.rule), known.terms(incident, on), stretch_of(shown.proof)
    yield "Mã · rule", incident.rule
    if booked is not None:
        yield "Yêu cầu · duty", f"{booked.text.duty.vi} ({booked.text.duty.en})"
        yield "Cách quan sát · how it is seen", f"{booked.text.how_seen.vi} ({booked.text.how_seen.en})"
        yield "Việc cần làm · what to do", f"{booked.text.what_to_do.vi} ({booked.text.what_to_do.en})"
    yield "Căn cứ · law", incident.law or "–"
    yield "Cơ sở · basis", both(BASES[incident.basis.value])
    yield "Ngày pháp lý · legal day", on.isoformat()
    if terms is not None and terms.law is not None and not terms.law.read_in_full:
        yield "Lưu ý · note", "chưa đọc toàn văn (the text was not read in full)"
    if terms is not None and terms.thresholds:
        own = terms.product_thresholds
        told = (
            f"{name} = {value}{' (product default)' if name in own else ''}" for name, value in terms.thresholds.items()
        )
        yield "Ngưỡng · thresholds", "; ".join(told)
    version = stood.rulebook if stood is not None else "–"
    yield (
        "Bộ quy tắc · rule book",
        f"{version} (khi đánh giá · of the verdict), {known.rulebook.version} (hiện dùng · in use)",
    )


def _events(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    for event in shown.proof.incident.events:
        reason = event.reason if event.reason == event.reason_en else f"{event.reason} ({event.reason_en})"
        yield _local(event.at), _utc(event.at), both(_HAPPENINGS[event.happening]), reason, event.by or "–"


def _looks(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    for file, one in named_rounds(shown):
        for item in one.observations:
            link = Link(text=file.removeprefix("rounds/").removesuffix(".json"), file=file)
            yield _local(item.at), _utc(item.at), link, str(item.attempt), item.probe, _outcome(item, shown)


def _outcome(item: Observation, shown: Shown) -> str:
    withheld = any(shown.why_not(name) for name in (item.id, *item.evidence))
    said = item.outcome
    if item.failure is not None:
        said += f": {own_words(item.failure.detail) if withheld else item.failure.detail}"
    if isinstance(item.facts, Reachability):
        said += f" · HTTP {item.facts.status or '–'} · {item.facts.address or '–'}"
        if item.facts.title:
            said += f" · “{WITHHELD if withheld else item.facts.title}”"
    return said


def _pages(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    """Each page as it was seen here; the bytes alone may have come from other portals, too."""
    for digest in shown.proof.pages:
        link = Link(text=digest[:12], file=f"pages/{digest}.json")
        for seen in sightings(digest, shown):
            yield _local(seen.at), _utc(seen.at), str(seen.attempt), link, _whence(seen), _headers(seen)


def _whence(seen: Sighting) -> str:
    if seen.url is None:
        return seen.note or NOT_KEPT
    return f"{seen.url} · HTTP {seen.status or '–'} · {seen.address or '–'}"


def _headers(seen: Sighting) -> str:
    return seen.note or f"{len(seen.headers or ())} (đã giữ · kept)"


def named_rounds(shown: Shown) -> Iterator[tuple[str, SeenRound]]:
    """Each round with the file that holds it."""
    for part, rounds in (("opening", shown.proof.opening), ("last", shown.proof.last)):
        for number, one in enumerate(rounds, start=1):
            yield f"rounds/{part}-{number:02}.json", one


def _left_out(shown: Shown) -> str:
    left = shown.proof.left_out
    return f"{left} lượt nữa không đưa vào ({left} more rounds that opened it are left out)" if left else ""


def _references(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    answers = {True: "có (yes)", False: "không (no)", None: "không chờ (not waited for)"}
    for _, check in sorted(shown.proof.checks.items()):
        for item in check.answers:
            seconds = f", {item.seconds:.3f} s" if item.seconds is not None else ""
            target = f"{item.host}:{item.port}"
            yield _local(check.at), _utc(check.at), target, item.network, answers[item.answered] + seconds


def _about_references(shown: Shown) -> str:
    """Not kept is not unanswered: rounds from before they were kept, or with the gate off."""
    failed = [one for one in (*shown.proof.opening, *shown.proof.last) if one.looks[-1].failed]
    missing = sum(one.began not in shown.proof.checks for one in failed)
    if not missing:
        return ""
    return f"{missing} lượt không có bản ghi (for {missing} failed rounds no answers were kept)"


def _letters(shown: Shown) -> Iterable[tuple[Cell, ...]]:
    for item in shown.proof.letters:
        finished = _local(item.finished) if item.finished else "–"
        made = _local(item.created) if item.created >= shown.proof.incident.opened else "–"
        yield made, item.channel, item.occasion, item.state.value, finished


def _local(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%d/%m/%Y %H:%M:%S")


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
