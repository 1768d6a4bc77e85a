"""Letters as an officer reads them: who, what, since when, which law, what to do, how to answer; and nothing untrue."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts import wording
from monitor.alerts.records import Affair, Language, Occasion
from monitor.alerts.stretch_words import again, unseen_end
from monitor.incidents.records import Event, Happening, Incident
from monitor.rules.contract import Basis, Severity
from monitor.rules.findings import fails
from probes.contract import System
from tests.support.incidents import OPENED, incident
from tests.support.letters import affair

VI, EN = Language.VIETNAMESE, Language.ENGLISH
AT = OPENED + timedelta(hours=3)
LAW = affair(
    incident(
        id="i-law", rule="SVC-01", severity=Severity.MAJOR, basis=Basis.LAW, portal="x-vinh-mau-dvc",
        reason="không thấy danh mục dịch vụ", reason_en="no list of services",
    ),
    host="dichvucong.vinhmau.test",
    system=System.PUBLIC_SERVICE,
    duty="Công bố danh mục dịch vụ công",
    duty_en="Publish the list of services",
)  # fmt: skip
OVER = affair(incident(id="i-over", ended=OPENED + timedelta(hours=1), resolved=OPENED + timedelta(hours=1)))
HOSTILE = [
    "a\nb", "a\r\nBcc: x@evil.test", "\x1b[31mđỏ\x1b[0m", "\x00", "\x07", "\x08\x08", "a\u2028b", "a\u2029b", "a\x85b",
    "\u202etxet", "\u2066a\u2069", "\u200b\u200d", "\ufeff", "a\tb", "a\vb", "a\fb", "\x7f", "\x9b31m", "<script>",
    "<!channel>", "@everyone", "[x](http://evil.test)", "*đậm*", "`ls`", "$(ls)", "{0}", "{affair}", "%s", "%(x)s",
    "\\n", "';--", "=1+1", "﷽" * 50, "Z̷̡" * 90, "ă" * 10_000, " " * 500, "\n" * 500, "\r", "\ud83d", "1. x\n   Từ: mai",
]  # fmt: skip


def _title(occasion: Occasion, *affairs: Affair, language: Language = VI, simulated: bool = False) -> str:
    return wording.title(occasion, affairs, language, simulated=simulated)


def _body(occasion: Occasion, *affairs: Affair, language: Language = VI, **changes: str | bool) -> str:
    simulated, answer_to = bool(changes.get("simulated")), str(changes.get("answer_to", ""))
    return wording.body(occasion, affairs, language, at=AT, simulated=simulated, answer_to=answer_to)


def _many(number: int) -> list[Affair]:
    return [
        affair(
            incident(
                id=f"i-{count}",
                portal=f"x-{count}",
                rule="REACH-01" if count < 0.8 * number else "TLS-01",
                severity=Severity.CRITICAL if count < 0.8 * number else Severity.MAJOR,
                cause="address 203.0.113.7",
            ),
            host=f"xa-{count}.vinhmau.test",
        )
        for count in range(number)
    ]


def test_one_incident_is_told_in_full() -> None:
    assert _title(Occasion.OPENED, affair()) == (
        "Cảnh báo (nghiêm trọng): Ủy ban nhân dân tỉnh Vĩnh Mẫu, vinhmau.test: không trả lời (đã xác nhận)"
    )
    assert _body(Occasion.OPENED, affair(), answer_to="hoi-dap@monitor.test").splitlines() == [
        "1. Ủy ban nhân dân tỉnh Vĩnh Mẫu: vinhmau.test (cổng thông tin điện tử)",
        "   https://vinhmau.test/",
        "   Yêu cầu: REACH-01, Người dân truy cập được hệ thống",
        "   Dưới ngưỡng theo dõi: không trả lời (đã xác nhận)",
        "   Từ: 07:50 02/11/2026; mức độ: nghiêm trọng",
        "   Quy định liên quan: NĐ 224/2026/NĐ-CP, Điều 21 khoản 2 điểm a; ngưỡng do hệ thống giám sát đặt",
        "   Việc cần làm: Kiểm tra máy chủ, đường truyền, tên miền",
        "   Mã sự cố: i-1",
        "   Bằng chứng, diễn biến: emc-monitor incidents evidence i-1 FILE",
        "",
        "Trả lời, giải trình hoặc đề nghị xem lại: hoi-dap@monitor.test, ghi mã sự cố.",
        "Nhìn từ bên ngoài bởi hệ thống giám sát; không phải kết luận thanh tra, kiểm tra.",
    ]


def test_the_same_in_english() -> None:
    assert _title(Occasion.OPENED, affair(), language=EN).startswith("Alert (critical): ")
    told = _body(Occasion.OPENED, affair(), language=EN)
    assert "   Below the monitoring threshold: does not answer (confirmed)\n" in told
    assert "   Since: 07:50 02/11/2026 (Hanoi); severity: critical\n" in told
    assert "   What to do: Check server, line and name\n" in told


@pytest.mark.parametrize(
    ("basis", "said", "not_said"),
    [
        (Basis.LAW, ("Chưa tuân thủ: ", "Căn cứ: NĐ 224"), "ngưỡng"),
        (Basis.PRODUCT, ("Dưới ngưỡng theo dõi: ", "Quy định liên quan: NĐ 224"), "Chưa tuân thủ"),
        (Basis.CRITERION, ("Dưới ngưỡng theo dõi: ", "Quy định liên quan: NĐ 224"), "Chưa tuân thủ"),
    ],
)
def test_only_a_duty_of_the_law_is_called_not_complied_with(basis: Basis, said: tuple[str, ...], not_said: str) -> None:
    told = _body(Occasion.OPENED, affair(incident(basis=basis)))
    assert all(words in told for words in said)
    assert not_said not in told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("occasion", [item for item in Occasion if item is not Occasion.MONITOR])
def test_some_words_are_never_used(occasion: Occasion, language: Language) -> None:
    for affairs in ((affair(),), (affair(), LAW, OVER), tuple(_many(30)), ()):
        told = _title(occasion, *affairs, language=language) + _body(occasion, *affairs, language=language)
        assert not [word for word in ("sập", "vi phạm", "kết nối đầy đủ", "violat") if word in told.lower()]
        assert unicodedata.is_normalized("NFC", told)


@pytest.mark.parametrize("language", Language)
def test_everything_simulated_says_so_first(language: Language) -> None:
    for occasion in Occasion:
        assert _title(occasion, affair(), language=language, simulated=True).startswith("[MÔ PHỎNG] ")
    assert "SIMULATED" in _body(Occasion.OPENED, affair(), language=EN, simulated=True).splitlines()[0]
    assert "MÔ PHỎNG" in _body(Occasion.OPENED, affair(), simulated=True).splitlines()[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_comes_from_elsewhere_stays_text_on_one_line(text: str) -> None:
    assert len(HOSTILE) >= 40
    bad = affair(
        incident(reason=text, reason_en=text, law=text, cause=text),
        agency_name=text, host=text, url=text, duty=text, what_to_do=text, link=text,
    )  # fmt: skip
    plain = affair(link="https://monitor.test/i", url="https://vinhmau.test/")
    for occasion in (Occasion.OPENED, Occasion.RECOVERED, Occasion.DAILY):
        for affairs, sound in (((bad,), (plain,)), ((bad,) * 4, (plain,) * 4)):
            assert "\n" not in _title(occasion, *affairs)
            told, usual = _body(occasion, *affairs), _body(occasion, *sound)
            assert abs(len(told.splitlines()) - len(usual.splitlines())) <= 3 * len(affairs)
            assert all(letter.isprintable() for line in told.split("\n") for letter in line)
            assert max(len(line) for line in told.split("\n")) < 1400


def test_a_hundred_incidents_are_a_short_letter_with_the_counts_first() -> None:
    told = _body(Occasion.OPENED, *_many(100)).splitlines()
    assert told[:2] == [
        "100 sự cố của 1 cơ quan: 80 nghiêm trọng, 20 quan trọng.",
        "Có thể chung một nguyên nhân: cùng địa chỉ máy chủ 203.0.113.7.",
    ]
    assert len(told) < 45
    assert sum(line.startswith("   - xa-") for line in told) == wording.MOST_SHOWN + wording.LEAST_SHOWN
    assert "   - và 60 hệ thống khác" in told
    assert "   - và 17 hệ thống khác" in told
    assert sum("Việc cần làm" in line for line in told) == 2
    assert _title(Occasion.OPENED, *_many(100)).endswith(": Ủy ban nhân dân tỉnh Vĩnh Mẫu, 100 sự cố")


def test_causes_that_differ_are_not_called_one() -> None:
    both = [affair(incident(cause="address 203.0.113.7")), affair(incident(id="i-2", cause=""))]
    assert "nguyên nhân" not in _body(Occasion.OPENED, *both)


def test_several_agencies_of_one_cause_are_named_line_by_line() -> None:
    other = affair(incident(id="i-2", agency="x-song-lam", portal="b"), agency_name="Tỉnh Sông Lam", host="b.test")
    told = _body(Occasion.OPENED, *_many(4), other)
    assert told.startswith("5 sự cố của 2 cơ quan: ")
    assert "   - Tỉnh Sông Lam, b.test (cổng thông tin điện tử): " in told
    assert _title(Occasion.OPENED, *_many(4), other).endswith(": 2 cơ quan, 5 sự cố")


def test_an_escalation_says_for_how_long_nobody_answered() -> None:
    escalated = Event(
        incident="i-1", happening=Happening.ESCALATED, at=AT, reason="3 ngày làm việc chưa có người nhận", reason_en="3"
    )
    told = _body(Occasion.ESCALATED, affair(incident(events=(escalated,))))
    assert "   3 ngày làm việc chưa có người nhận\n" in told
    assert _title(Occasion.ESCALATED, affair()).startswith("Chưa có phản hồi (nghiêm trọng): ")


def test_a_recovery_says_from_when_to_when_and_wants_no_answer() -> None:
    told = _body(Occasion.RECOVERED, OVER, answer_to="hoi-dap@monitor.test")
    assert "   Từ 07:50 02/11/2026 đến 09:00 02/11/2026: không trả lời (đã xác nhận)\n" in told
    assert "hoi-dap" not in told
    assert "Không cần trả lời thư này." in told
    assert _title(Occasion.RECOVERED, OVER).startswith("Đã khắc phục: ")


def _closed(reason: str) -> Affair:
    closed = Event(incident="i-1", happening=Happening.CLOSED, at=AT, reason=reason, reason_en="gone")
    return affair(incident(ended=AT, resolved=AT, events=(closed,)))


def test_what_is_no_longer_watched_has_not_recovered() -> None:
    gone = _closed("không còn theo dõi")
    assert _title(Occasion.RECOVERED, gone).startswith("Không còn theo dõi: ")
    told = _body(Occasion.RECOVERED, gone)
    assert "   Nay: không còn theo dõi\n" in told
    assert "đến 11:00" not in told  # nobody saw an end
    assert _title(Occasion.RECOVERED, gone, OVER).startswith("Đã kết thúc: ")


def test_a_duty_that_no_longer_applies_has_ended_and_is_still_watched() -> None:
    assert _title(Occasion.RECOVERED, _closed("Không áp dụng: trang đã đóng")).startswith("Đã kết thúc: ")


def test_one_that_some_vantages_still_do_not_see_has_not_recovered() -> None:
    reason = "Chưa xác định: chỉ truy cập được từ một số nơi: thấy từ hn (vnpt); không thấy từ hcm (fpt: không trả lời)"
    event = Event(incident="i-1", happening=Happening.RESOLVED, at=AT, reason=reason, reason_en="some places only")
    partly = affair(incident(ended=AT, resolved=AT, events=(event,)))
    assert _title(Occasion.RECOVERED, partly).startswith("Truy cập lại được từ một số điểm đo: ")
    assert _title(Occasion.RECOVERED, partly, language=EN).startswith("Reachable again from some vantages: ")
    assert _title(Occasion.RECOVERED, partly, OVER).startswith("Đã kết thúc: ")
    assert "   Nay: Chưa xác định: chỉ truy cập được từ một số nơi: thấy từ hn (vnpt)" in _body(
        Occasion.RECOVERED, partly
    )


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("language", Language)
def test_the_judgement_is_said_once(basis: Basis, language: Language) -> None:
    found = fails(basis, "không trả lời", "does not answer")
    failing = affair(incident(basis=basis, reason=found.reason, reason_en=found.reason_en))
    for occasion in (Occasion.OPENED, Occasion.DAILY):
        for affairs in ((failing,), (failing,) * 4):
            told = _body(occasion, *affairs, language=language).lower()
            words = ("chưa tuân thủ", "dưới ngưỡng theo dõi", "not compli", "below the ")
            assert max(line.count(word) for line in told.splitlines() for word in words) == 1
            assert sum(told.count(word) for word in words) == len(affairs)


def _relapsed(**changes: Any) -> Incident:
    """It failed from 07:50 to 08:04 and fails again since 08:10."""
    first = incident(ended=OPENED + timedelta(minutes=4))
    event = Event(incident="i-1", happening=Happening.WENT_ON, at=AT, reason="lỗi", reason_en="error")
    since = OPENED + timedelta(minutes=10)
    return replace(first, **({"since": since, "ended": None, "events": (again(event, first, since=since),)} | changes))


def test_one_that_went_on_is_told_from_its_present_stretch_with_the_one_before() -> None:
    told = _body(Occasion.OPENED, affair(_relapsed()))
    before = "(lần trước từ 07:50 02/11/2026 đến 08:04 02/11/2026)"
    assert f"   Lại từ: 08:10 02/11/2026 {before}; mức độ: nghiêm trọng\n" in told
    assert f"lại từ 08:10 02/11/2026 {before}: " in _body(Occasion.OPENED, *[affair(_relapsed())] * 4)
    assert "   Again since: 08:10 02/11/2026 (Hanoi) (before that from 07:50" in _body(
        Occasion.OPENED, affair(_relapsed()), language=EN
    )


def test_the_recovery_of_one_that_went_on_tells_the_stretch_that_just_ended() -> None:
    end = OPENED + timedelta(minutes=20)
    resolved = Event(incident="i-1", happening=Happening.RESOLVED, at=end, reason="Đạt: trả lời", reason_en="Met")
    over = _relapsed(events=(*_relapsed().events, resolved), ended=end, resolved=end)
    told = _body(Occasion.RECOVERED, affair(over))
    assert "   Từ 08:10 02/11/2026 đến 08:20 02/11/2026: không trả lời (đã xác nhận)\n" in told
    assert "07:50" not in told


@pytest.mark.parametrize("language", Language)
def test_an_end_that_nobody_saw_is_no_time_of_failing(language: Language) -> None:
    end = OPENED + timedelta(hours=1)
    resolved = Event(incident="i-1", happening=Happening.RESOLVED, at=end, reason="Đạt: trả lời", reason_en="Met: yes")
    event = unseen_end(resolved, last_failed=OPENED, good=end)
    told = _body(Occasion.RECOVERED, affair(incident(ended=end, resolved=end, events=(event,))), language=language)
    if language is VI:
        assert (
            "   Từ 07:50 02/11/2026; lần cuối thấy lỗi 08:00 02/11/2026, thấy bình thường từ 09:00 02/11/2026: " in told
        )
        assert "   Nay: Đạt: trả lời\n" in told
    else:
        assert "last seen to fail 08:00 02/11/2026 (Hanoi), seen to work since 09:00" in told
        assert "   Now: Met: yes\n" in told


def test_a_digest_counts_first_and_then_goes_system_by_system() -> None:
    known = affair(incident(id="i-2", rule="TLS-01", severity=Severity.MINOR, opened=AT - timedelta(days=9),
                            acknowledged=AT), duty="Chứng thư hợp lệ")  # fmt: skip
    told = _body(Occasion.WEEKLY, affair(), LAW, known, OVER).splitlines()
    assert told[:6] == [
        "Kỳ: 11:00 26/10/2026 đến 11:00 02/11/2026",
        "Đang mở: 3 (1 nghiêm trọng, 1 quan trọng, 1 thông thường)",
        "   trong đó mới: 2; đã nhận xử lý: 1",
        "Đã kết thúc trong kỳ: 1",
        "",
        "Đang mở:",
    ]
    assert told[6] == "   vinhmau.test (cổng thông tin điện tử)"
    assert told[7].startswith("   - REACH-01, ")
    assert told[8].startswith("   - TLS-01, Chứng thư hợp lệ: dưới ngưỡng theo dõi từ 07:50 02/11/2026 (thông thường)")
    assert told[8].endswith("; đã nhận xử lý [i-2]")
    assert "chưa tuân thủ từ" in told[10]
    assert _title(Occasion.WEEKLY, affair(), OVER) == (
        "Bản tin tuần: Ủy ban nhân dân tỉnh Vĩnh Mẫu, 1 sự cố đang mở, 1 đã kết thúc"
    )


def test_a_long_digest_stays_readable() -> None:
    told = _body(Occasion.DAILY, *_many(300)).splitlines()
    assert len(told) < 100
    assert "   và 260 sự cố khác" in told


def test_a_digest_of_nothing_says_so() -> None:
    assert _title(Occasion.DAILY) == "Bản tin ngày: không có sự cố"
    assert "Đang mở: 0\n" in _body(Occasion.DAILY)


def test_a_test_is_marked_in_both_languages() -> None:
    title, body = wording.trial("mail", EN, at=AT, simulated=True)
    assert title == "[MÔ PHỎNG] [SIMULATED] THỬ NGHIỆM / TEST: emc-monitor, mail"
    assert "Thư thử nghiệm" in body
    assert "A test of the channel mail." in body
