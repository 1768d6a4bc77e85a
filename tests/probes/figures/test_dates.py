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
        ("9 tháng năm 2026", "2026-01-01", "2026-09-30"),
        ("Tháng 01/2026 đến tháng 10/2026", "2026-01-01", "2026-10-31"),
        ("Năm: 2026; Tháng: 10", "2026-10-01", "2026-10-31"),
        ("Tháng: 10 Năm: 2026", "2026-10-01", "2026-10-31"),
        ("T10/2026", "2026-10-01", "2026-10-31"),
        ("01/01/2026 - nay", "2026-01-01", None),
        ("Năm 2026 (đến 31/10/2026)", "2026-01-01", "2026-12-31"),
        ("Hôm nay (20/11/2026)", "2026-11-20", "2026-11-20"),
        ("năm 2026 theo tháng", "2026-01-01", "2026-12-31"),
        ("THANG 10 NAM 2026", "2026-10-01", "2026-10-31"),
        ("tu ngay 01/12/2019 den ngay 29/02/2020", "2019-12-01", "2020-02-29"),
    ],
)
def test_a_period_is_read_with_both_its_ends(text: str, start: str, end: str | None) -> None:
    found = find_period(text)
    assert found is not None
    assert found[0].start == date.fromisoformat(start)
    assert found[0].end == (date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    "text",
    [
        *("tháng 13/2025", "năm 1789", "8/8", "quý 5/2020", "giai đoạn 2021-2025", "ngày 31/02/2024"),
        *("Ngày 12 tháng 11 năm 2026", "Quý 3 và 4 năm 2026", "Nửa đầu năm 2026", "Cùng kỳ năm 2025"),
        *("đến hết tháng 10/2026", "Tháng Mười năm 2026", "Tuần 45 năm 2026"),
    ],
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
        ("Năm 2026 (đến 31/10/2026)", "2026-10-31"),
        ("Lũy kế từ đầu năm đến ngày 15/11/2026", "2026-11-15"),
        ("Tinh den ngay 12/10/2025", "2025-10-12"),
        ("Từ 01/10/2026 đến 31/10/2026", None),
        ("19:52 Chủ nhật - 26/02/2023", None),
        ("10:8, Thứ Tư, 3-4-2024", None),
        ("Cập nhật lúc 10:20", None),
    ],
)
def test_the_day_of_the_data_is_read_and_a_page_clock_is_not(text: str, day: str | None) -> None:
    assert find_as_of(text) == (date.fromisoformat(day) if day else None)
