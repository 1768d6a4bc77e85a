"""Periods and days as pages state them."""

from datetime import date

import pytest

from probes.figures.dates import find_as_of, find_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tháng 07/2015", "2015-07-01", "2015-07-31"),
        ("tháng 2 năm 2024", "2024-02-01", "2024-02-29"),
        ("NĂM 2025", "2025-01-01", "2025-12-31"),
        ("quý 2/2019", "2019-04-01", "2019-06-30"),
        ("Quý IV năm 2020", "2020-10-01", "2020-12-31"),
        ("06 tháng đầu năm 2022", "2022-01-01", "2022-06-30"),
        ("6 tháng cuối năm 2022", "2022-07-01", "2022-12-31"),
        ("từ ngày 01/12/2019 đến ngày 29/02/2020", "2019-12-01", "2020-02-29"),
        ("từ tháng 1 năm 2016 đến tháng 6 năm 2016", "2016-01-01", "2016-06-30"),
        ("từ đầu năm 2026 đến nay", "2026-01-01", None),
        ("Tính đến ngày 12/10/2025, năm 2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_is_read_with_both_its_ends(text: str, start: str, end: str | None) -> None:
    found = find_period(text)
    assert found is not None
    assert found[0].start == date.fromisoformat(start)
    assert found[0].end == (date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    "text", ["tháng 13/2025", "năm 1789", "8/8", "quý 5/2020", "giai đoạn 2021-2025", "ngày 31/02/2024"]
)
def test_what_names_no_period_gives_none(text: str) -> None:
    assert find_period(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tính đến ngày 12/10/2025", "2025-10-12"),
        ("Cập nhật lúc 08:30 03/10/2025", "2025-10-03"),
        ("Cập nhật lúc 08:30:15 ngày 3/10/2025", "2025-10-03"),
        ("Số liệu cập nhật đến 01/02/2024", "2024-02-01"),
        ("(Tự động cập nhật: 02-07-2015)", "2015-07-02"),
        ("Tự động cập nhập:07-04-2016", "2016-04-07"),
        ("Cập nhật thời gian thực: 26/09/2026 14:30:00", "2026-09-26"),
        ("tính đến hết tháng 10/2025", "2025-10-31"),
        ("đến quý 2/2019", "2019-06-30"),
        ("19:52 Chủ nhật - 26/02/2023", None),
        ("10:8, Thứ Tư, 3-4-2024", None),
        ("Cập nhật lúc 10:20", None),
    ],
)
def test_the_day_of_the_data_is_read_and_a_page_clock_is_not(text: str, day: str | None) -> None:
    assert find_as_of(text) == (date.fromisoformat(day) if day else None)
