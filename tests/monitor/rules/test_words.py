"""The words: every failure and state has its own, and none of them accuses."""

from datetime import date
from unicodedata import is_normalized, normalize

import pytest

from monitor.rules.words import STATES, UNSEEN, day, names_any, not_in_force, not_seen
from probes.failures import FailureKind, State, failed


def test_every_failure_and_every_state_has_words() -> None:
    assert set(UNSEEN) == set(FailureKind)
    assert set(STATES) == set(State)


@pytest.mark.parametrize("kind", list(FailureKind))
def test_a_failure_is_told_without_accusing_in_composed_letters(kind: FailureKind) -> None:
    vietnamese, english = not_seen(failed(kind, ""))
    assert vietnamese
    assert english
    assert is_normalized("NFC", vietnamese)
    assert not [word for word in ("sập", "vi phạm", "kết nối đầy đủ") if word in vietnamese]


def test_nothing_looked_at_says_so() -> None:
    assert not_seen(None)[0] == "chưa có quan sát"


def test_a_day_is_written_as_officers_write_it() -> None:
    assert day(date(2025, 4, 5)) == "05/04/2025"


@pytest.mark.parametrize(
    ("begins", "ended", "reason"),
    [
        (date(2026, 7, 1), None, "có hiệu lực từ 01/07/2026"),
        (date(2026, 7, 1), date(2022, 8, 14), "có hiệu lực từ 01/07/2026"),
        (None, date(2022, 8, 14), "hết hiệu lực sau 14/08/2022"),
        (None, None, "không dành cho loại hệ thống hoặc cơ quan này"),
    ],
)
def test_the_day_from_which_it_holds_comes_before_the_day_until_which_it_did(
    begins: date | None, ended: date | None, reason: str
) -> None:
    assert not_in_force(begins=begins, ended=ended)[0] == reason


def test_a_word_is_found_however_the_page_composes_its_letters() -> None:
    assert names_any(normalize("NFD", "DỊCH VỤ CÔNG"), ("dịch vụ công",))
    assert not names_any("Tin tức", ("dịch vụ công",))
