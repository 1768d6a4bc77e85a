"""What reading costs grows with the page and no faster; counted in calls, so that a busy machine changes nothing."""

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from probes.document import Document
from probes.figures.data import CountsData
from probes.figures.reader import read_counts
from tests.support.dear_pages import hostile_pages

DAY = date(2026, 11, 22)
PIECES = {
    "pairs": "<p>Đã tiếp nhận</p><p>1.23{0}</p>",
    "statements": "<p>Đã tiếp nhận: 1.23{0} hồ sơ</p>",
    "headings": "<h3>Đang giải quyết</h3><p>Quá hạn: 5{0}</p>",
    "months": "<p>Tháng 4</p><p>Năm 2025</p><p>Tiếp nhận: 1{0}</p>",
    "rows": "<table><tr><th>Đơn vị</th><th>Đã tiếp nhận</th></tr><tr><td>Sở {0}</td><td>1{0}</td></tr></table>",
    "links": "<a href='/x'>Đã tiếp nhận: {0}</a>",
    "attributes": '<div data-a=\'[{{"tongTiepNhan":{0},"daXuLyDungHan":2}}]\'></div>',
}


def calls(page: str, data: CountsData) -> int:
    """How many Python functions reading the page calls, its tree not counted."""
    document = Document(page, url="", charset="utf-8")
    document.markup  # noqa: B018 - parsed before the counting begins
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    before: Callable[..., object] | None = sys.getprofile()
    sys.setprofile(count)
    try:
        read_counts(document, data, law_day=DAY)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("name", PIECES)
def test_a_page_twice_as_long_costs_about_twice_as_much(name: str, data: CountsData) -> None:
    short, long = ("".join(PIECES[name].format(number) for number in range(count)) for count in (300, 600))
    assert calls(long, data) < 2.6 * calls(short, data)


def test_a_page_of_more_elements_than_any_portal_has_is_not_read(data: CountsData) -> None:
    page = hostile_pages()["cells without end"].decode()
    facts = read_counts(Document(page, url="", charset="utf-8"), data, law_day=DAY)
    assert facts.figures == ()
    assert [problem.kind for problem in facts.problems] == ["unreadable"]
