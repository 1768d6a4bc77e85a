"""Finding a portal's statistics: from its home page, politely, remembered, and honest when they are gone."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from probes.answer import Answer, PageKind
from probes.contract import Look, Looker, System, Target
from probes.document import Document
from probes.exchange import Exchange
from probes.failures import FailureKind, failed
from probes.figures.figure import PublishedCounts
from probes.figures.links import registered_name
from probes.published_counts import PROBE

CONFIG = Path(__file__).parents[2] / "config"
HOME = "https://dichvucong.tinh.gov.test/"
FIGURES = "<p>Đã tiếp nhận: 1.234</p><p>Đã giải quyết: 1.200</p>"


class Site:
    """A site of a few pages that counts what it is asked for."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.moved: dict[str, str] = {}

    def ask(self, url: str) -> Answer:
        self.asked.append(url)
        body = self.pages.get(url)
        if body is None:
            return Answer(
                exchange=Exchange(url=url, final_url=url, status=404),
                kind=PageKind.NOT_FOUND,
                failure=failed(FailureKind.NOT_FOUND, "404"),
            )
        final = self.moved.get(url, url)
        exchange = Exchange(url=url, final_url=final, status=200, body=body.encode())
        document = None if body.startswith(("{", "[")) else Document(body, url=url, charset="utf-8")
        return Answer(exchange=exchange, kind=PageKind.CONTENT, document=document)


@pytest.fixture(scope="module")
def look() -> Looker:
    return PROBE.prepare(CONFIG)


def target(system: System = System.PUBLIC_SERVICE, url: str = HOME, day: date = date(2026, 11, 22)) -> Target:
    return Target(url=url, system=system, law_day=day)


def values(seen: Look[PublishedCounts]) -> dict[str, float]:
    assert seen.facts is not None
    return {figure.key: figure.value for figure in seen.facts.figures}


SERVICES = "<p>Tổng số thủ tục: 1.800</p><p>Dịch vụ công toàn trình: 700</p>"


def test_a_home_page_with_services_and_dossiers_costs_no_other_request(look: Looker) -> None:
    site = Site({HOME: f"{FIGURES}{SERVICES}<a href='/thong-ke'>Thống kê hồ sơ</a>"})
    assert values(look(target(), site, {}))["dossiers_received"] == 1234
    assert site.asked == [HOME]


def test_services_of_the_home_page_and_dossiers_of_the_statistics_page_are_both_given(look: Looker) -> None:
    pages = {HOME: f"{SERVICES}<a href='/thong-ke'>Thống kê hồ sơ</a>", HOME + "thong-ke": FIGURES + SERVICES}
    site = Site(pages)
    seen = look(target(), site, {})
    assert values(seen) == {
        "services_total": 1800,
        "services_full": 700,
        "dossiers_received": 1234,
        "dossiers_resolved": 1200,
    }
    assert len(seen.facts.figures) == 4
    assert seen.facts.pages == (HOME, HOME + "thong-ke")
    assert seen.facts.problems == ()
    again = Site({**pages, HOME: SERVICES})
    assert len(values(look(target(), again, json.loads(json.dumps(seen.remember))))) == 4
    assert again.asked == [HOME, HOME + "thong-ke"]


def test_two_values_of_one_figure_on_two_pages_are_told_and_the_first_one_stays(look: Looker) -> None:
    other = FIGURES + SERVICES.replace("700", "650")
    site = Site({HOME: f"{SERVICES}<a href='/thong-ke'>Thống kê hồ sơ</a>", HOME + "thong-ke": other})
    seen = look(target(), site, {})
    assert values(seen)["services_full"] == 700
    assert [problem.kind for problem in seen.facts.problems] == ["inconsistent"]


def test_a_search_that_found_no_more_is_not_repeated_within_a_month(look: Looker) -> None:
    pages = {HOME: f"{SERVICES}<a href='/thong-ke'>Thống kê hồ sơ</a>", HOME + "thong-ke": "<p>Đang xây dựng</p>"}
    seen = look(target(), Site(pages), {})
    assert values(seen) == {"services_total": 1800, "services_full": 700}
    memory = json.loads(json.dumps(seen.remember))
    site = Site(pages)
    look(target(day=date(2026, 12, 20)), site, memory)
    assert site.asked == [HOME]
    site = Site(pages)
    look(target(day=date(2026, 12, 23)), site, memory)
    assert site.asked == [HOME, HOME + "thong-ke"]


def test_a_page_of_another_system_of_the_agency_lends_no_figures(look: Looker) -> None:
    other = "https://motcua.tinh.gov.test/thong-ke"
    site = Site({HOME: f"{SERVICES}<a href='{other}'>Thống kê hồ sơ</a>", other: FIGURES})
    assert "dossiers_received" not in values(look(target(), site, {}))
    assert site.asked == [HOME]


@pytest.mark.parametrize(
    "host", ["thongke.dichvucong.tinh.gov.test", "thongke.tinh.gov.test", "www.dichvucong.tinh.gov.test"]
)
def test_hosts_below_the_portal_s_and_those_of_statistics_are_its_own(look: Looker, host: str) -> None:
    page = f"https://{host}/thong-ke"
    site = Site({HOME: f"<a href='{page}'>Thống kê hồ sơ</a>", page: FIGURES})
    assert values(look(target(), site, {}))["dossiers_received"] == 1234


def test_a_statistics_page_that_leads_to_another_host_is_not_read(look: Looker) -> None:
    site = Site({HOME: "<a href='/thong-ke'>Thống kê hồ sơ</a>", HOME + "thong-ke": FIGURES})
    site.moved[HOME + "thong-ke"] = "https://motcua.tinh.gov.test/thong-ke"
    assert values(look(target(), site, {})) == {}


def test_a_statistics_page_is_found_by_its_link_and_asked_for_first_the_next_time(look: Looker) -> None:
    pages = {
        HOME: "<a href='/tin'>Tin tức</a><a href='/bc'>Báo cáo</a><a href='/hs'>Tình hình xử lý hồ sơ</a>",
        HOME + "hs": FIGURES + SERVICES,
        HOME + "bc": "<p>Chưa có</p>",
    }
    first = Site(pages)
    seen = look(target(), first, {})
    assert values(seen)["dossiers_received"] == 1234
    assert first.asked == [HOME, HOME + "hs"]
    assert seen.facts.pages == (HOME + "hs",)
    changed = {**pages, HOME: "<p>Trang chủ mới</p>"}
    assert values(look(target(), Site(changed), json.loads(json.dumps(seen.remember))))["dossiers_received"] == 1234


def test_at_most_three_clicks_and_fifteen_requests_are_made(look: Looker) -> None:
    many = "".join(f"<a href='/thong-ke/{number}'>Thống kê {number}</a>" for number in range(30))
    site = Site({HOME: many, **{f"{HOME}thong-ke/{number}": many for number in range(30)}})
    look(target(), site, {})
    assert len(site.asked) <= 15
    chain = {HOME: "<a href='/thong-ke/1'>Thống kê</a>"}
    chain |= {f"{HOME}thong-ke/{step}": f"<a href='/thong-ke/{step + 1}'>Thống kê</a>" for step in range(1, 9)}
    site = Site(chain)
    look(target(), site, {})
    assert site.asked == [HOME, *(f"{HOME}thong-ke/{step}" for step in (1, 2, 3))]


def test_other_registered_names_are_never_asked(look: Looker) -> None:
    site = Site({HOME: "<a href='https://thongke.khac.gov.test/'>Thống kê hồ sơ</a>"})
    look(target(), site, {})
    assert site.asked == [HOME]
    assert registered_name("dichvucong.sxd.tinh.gov.vn") == "tinh.gov.vn"
    assert registered_name("a.hanoi.gov.vn") != registered_name("a.hue.gov.vn")


def test_a_portal_is_read_on_its_home_page_only(look: Looker) -> None:
    site = Site({HOME: "<a href='/thong-ke'>Thống kê hồ sơ</a>", HOME + "thong-ke": FIGURES})
    assert values(look(target(System.PORTAL), site, {})) == {}
    assert site.asked == [HOME]


def test_a_home_page_that_fails_is_that_failure_and_keeps_the_memory(look: Looker) -> None:
    memory = {"page": HOME, "last": {"services_total": 5}}
    seen = look(target(), Site({}), memory)
    assert seen.facts is None
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.NOT_FOUND
    assert seen.remember == memory


def test_figures_that_used_to_be_there_and_are_gone_are_our_reader_s_trouble(look: Looker) -> None:
    seen = look(target(), Site({HOME: FIGURES}), {})
    gone = look(target(), Site({HOME: "<p>Giao diện mới</p>"}), seen.remember)
    assert [problem.kind for problem in gone.facts.problems] == ["unreadable"]
    assert look(target(), Site({HOME: "<p>Trang chủ</p>"}), {}).facts == PublishedCounts()


def test_an_unchanged_page_gives_the_facts_of_the_last_look(look: Looker) -> None:
    seen = look(target(), Site({HOME: FIGURES + "<p>Tính đến ngày 20/11/2026</p>"}), {})
    memory = json.loads(json.dumps(seen.remember))
    memory["read"][HOME]["facts"]["figures"][0]["raw"] = "kept"
    again = look(target(), Site({HOME: FIGURES + "<p>Tính đến ngày 20/11/2026</p>"}), memory)
    assert again.facts.figures[0].raw == "kept"
    assert again.facts.figures[0].as_of == date(2026, 11, 20)


def test_a_number_of_services_that_falls_by_half_has_jumped(look: Looker) -> None:
    before = look(target(), Site({HOME: "<p>Tổng số thủ tục: 1.800</p>"}), {})
    after = look(target(), Site({HOME: "<p>Tổng số thủ tục: 900</p>"}), before.remember)
    assert [problem.kind for problem in after.facts.problems] == ["jump"]
    assert values(after) == {"services_total": 900}


def test_dossiers_jump_within_a_month_and_start_anew_on_its_first_day(look: Looker) -> None:
    before = look(target(), Site({HOME: FIGURES}), {}).remember
    fallen = Site({HOME: "<p>Đã tiếp nhận: 12</p><p>Đã giải quyết: 10</p>"})
    within = look(target(day=date(2026, 11, 25)), fallen, before)
    assert [problem.kind for problem in within.facts.problems] == ["jump", "jump"]
    assert look(target(day=date(2026, 12, 1)), fallen, before).facts.problems == ()
    grown = Site({HOME: "<p>Đã tiếp nhận: 1.934</p><p>Đã giải quyết: 1.900</p>"})
    assert look(target(day=date(2026, 11, 25)), grown, before).facts.problems == ()


def test_a_json_answer_behind_a_link_is_read(look: Looker) -> None:
    answer = json.dumps({"data": [{"level": 4, "levelName": "Toàn trình", "count": 99}]})
    site = Site({HOME: "<a href='/api/thong-ke'>Thống kê (JSON)</a>", HOME + "api/thong-ke": answer})
    assert values(look(target(), site, {})) == {"services_full": 99}


def test_an_undocumented_answer_behind_a_link_is_read_only_where_the_operator_says_so(
    look: Looker, tmp_path: Path
) -> None:
    answer = json.dumps([{"tongTiepNhan": 50, "daXuLyDungHan": 40}])
    pages = {HOME: "<a href='/api/thong-ke'>Thống kê (JSON)</a>", HOME + "api/thong-ke": answer}
    assert values(look(target(), Site(pages), {})) == {}
    assert values(look(target(url=HOME + "api/thong-ke"), Site(pages), {}))["dossiers_received"] == 50
    shutil.copytree(CONFIG / "counts", tmp_path / "counts")
    board = tmp_path / "counts" / "answers" / "board_766.toml"
    board.write_text(board.read_text("utf-8").replace("enabled = false", "enabled = true"), "utf-8")
    assert values(PROBE.prepare(tmp_path)(target(), Site(pages), {}))["dossiers_received"] == 50
