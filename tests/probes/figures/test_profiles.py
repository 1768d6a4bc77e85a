"""A platform's profile says how its columns of levels and its shares are formed; a page of no platform says nothing."""

from dataclasses import replace
from datetime import date

import pytest

from probes.document import Document
from probes.figures.data import CountsData
from probes.figures.figure import PublishedCounts
from probes.figures.profiles import Profile, recognise
from probes.figures.reader import read_counts

LEVELS = (
    "<h2>Thống kê dịch vụ công</h2><table><tr><th>Tổng số TTHC</th><th>Toàn trình</th><th>Một phần</th>"
    "<th>Còn lại</th></tr><tr><td>2.100</td><td>700</td><td>1.500</td><td>2.100</td></tr></table>"
    "<p>Tỷ lệ đúng hạn: 98,2%</p>"
)
PROFILE = Profile(
    name="thu",
    signs=("bang-thu",),
    signs_needed=1,
    levels="cumulative",
    on_time_definition="on_time_of_finished",
)


def read(page: str, data: CountsData) -> PublishedCounts:
    document = Document(page, url="https://cong.test/", charset="utf-8")
    return read_counts(document, replace(data, profiles=(PROFILE,)), law_day=date(2026, 11, 22))


def test_cumulative_levels_carry_their_definition_and_need_not_add_up(data: CountsData) -> None:
    facts = read(f"<div id='bang-thu'>{LEVELS}</div>", data)
    definitions = {figure.key: figure.definition for figure in facts.figures}
    assert definitions["services_partial"] == definitions["services_information"] == "cumulative"
    assert definitions["services_full"] is None
    assert definitions["on_time_ratio"] == "on_time_of_finished"
    assert facts.platform == "thu"
    assert facts.problems == ()


def test_without_its_signs_the_same_page_is_doubted(data: CountsData) -> None:
    facts = read(LEVELS, data)
    assert {figure.definition for figure in facts.figures} == {None}
    assert facts.platform is None
    assert {problem.kind for problem in facts.problems} == {"inconsistent", "definition_unknown"}


@pytest.mark.parametrize(
    ("profile", "source", "url", "fits"),
    [
        (Profile(name="a", signs=("x", "y"), signs_needed=2), "x y", "", True),
        (Profile(name="a", signs=("x", "y"), signs_needed=2), "x", "", False),
        (Profile(name="a", signs=(), signs_needed=0, hosts=("mau.test",)), "", "https://dvc.mau.test/", True),
        (Profile(name="a", signs=(), signs_needed=0, hosts=("mau.test",)), "", "https://xmau.test/", False),
        (Profile(name="a", signs=("x",), signs_needed=1, hosts=("mau.test",)), "x", "https://khac.test/", False),
    ],
)
def test_a_profile_is_recognised_by_enough_signs_and_its_hosts(
    profile: Profile, source: str, url: str, *, fits: bool
) -> None:
    assert (recognise((profile,), source, url) is profile) is fits
