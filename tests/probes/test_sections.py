"""Mandatory sections: found in the menu, or one level below it, and read where pages are asked for."""

from datetime import date
from pathlib import Path

import pytest

from probes.content.facts import Section, Sections
from probes.contract import Look, Memory, System, Target
from probes.mistakes import DataError
from probes.sections import MOST_PAGES, prepare
from tests.support.content_pages import HOME, ROOT
from tests.support.portal_session import DAY, TEXT, PortalSession, at, page

FIVE = {
    "/bo-may": "Bộ máy hành chính",
    "/ban-do": "Bản đồ địa giới",
    "/tu-nhien": "Điều kiện tự nhiên",
    "/lich-su": "Lịch sử, văn hóa",
    "/lanh-dao": "Lãnh đạo tỉnh",
}


def links(entries: dict[str, str]) -> str:
    return "".join(f'<a href="{path}">{text}</a> ' for path, text in entries.items())


def looked(
    pages: dict[str, str | int],
    *,
    level: str | None = "provinces",
    day: date = DAY,
    memory: Memory | None = None,
    system: System = System.PORTAL,
) -> tuple[Look[Sections], PortalSession]:
    session = PortalSession(pages=pages)
    target = Target(url=HOME, system=system, law_day=day, level=level)
    return prepare(ROOT / "config")(target, session, memory or {}), session


def sections(look: Look[Sections]) -> dict[str, Section]:
    assert look.facts is not None
    return {section.key: section for section in look.facts.sections}


def test_sections_of_the_menu_are_followed_to_their_pages() -> None:
    pages: dict[str, str | int] = {at(path): page("") for path in FIVE}
    look, session = looked({HOME: page(links(FIVE)), **pages})
    assert {item.place for item in sections(look).values()} == {"seen"}
    assert all((item.words or 0) > 40 for item in sections(look).values())
    assert len(session.asked) == 1 + len(FIVE)


def test_what_the_menu_lacks_is_looked_for_on_the_introduction_page() -> None:
    home = page('<a href="/gioi-thieu">Giới thiệu</a>')
    pages: dict[str, str | int] = {at(path): page("") for path in FIVE}
    look, session = looked({HOME: home, at("/gioi-thieu"): page(links(FIVE)), **pages})
    assert {item.place for item in sections(look).values()} == {"seen"}
    assert {item.on for item in sections(look).values()} == {at("/gioi-thieu")}
    assert len(session.asked) <= 1 + MOST_PAGES


def test_headings_of_the_introduction_page_are_sections_of_their_own() -> None:
    home = page('<a href="/gioi-thieu">Giới thiệu</a>')
    headings = "".join(f"<h3>{text}</h3><p>{TEXT}</p>" for text in FIVE.values())
    look, session = looked({HOME: home, at("/gioi-thieu"): page(headings)})
    assert {item.place for item in sections(look).values()} == {"seen"}
    assert session.asked == [HOME, at("/gioi-thieu")]


def test_what_is_on_no_page_that_could_be_read_is_absent() -> None:
    look, _ = looked({HOME: page('<a href="/gioi-thieu">Giới thiệu</a>'), at("/gioi-thieu"): page("")})
    assert look.facts is not None
    assert {item.place for item in sections(look).values()} == {"absent"}
    assert look.facts.unlooked == ()


@pytest.mark.parametrize("answer", [0, 403, 404, 500])
def test_an_introduction_page_that_was_not_read_is_named(answer: int) -> None:
    look, _ = looked({HOME: page('<a href="/gioi-thieu">Giới thiệu</a>'), at("/gioi-thieu"): answer})
    assert look.facts is not None
    assert look.facts.unlooked == (at("/gioi-thieu"),)


def test_an_introduction_that_only_a_script_opens_is_named_and_one_with_entries_below_is_not() -> None:
    closed, _ = looked({HOME: page('<ul><li><a href="#">Giới thiệu</a></li></ul>')})
    opened, _ = looked({HOME: page(f'<ul><li><a href="#">Giới thiệu</a><ul>{links(FIVE)}</ul></li></ul>')})
    assert [look.facts.unlooked if look.facts else None for look in (closed, opened)] == [("Giới thiệu",), ()]


@pytest.mark.parametrize(("answer", "why"), [(0, "read_timeout"), (404, "not_found"), (403, "blocked")])
def test_an_entry_whose_page_was_not_read_is_not_followed(answer: int, why: str) -> None:
    pages: dict[str, str | int] = {at(path): page("") for path in FIVE} | {at("/ban-do"): answer}
    look, _ = looked({HOME: page(links(FIVE)), **pages})
    assert (sections(look)["boundary_map"].place, sections(look)["boundary_map"].why) == ("unfollowed", why)


def test_another_name_is_not_asked() -> None:
    entries = {**FIVE} | {"https://ban-do.khac.test/": "Bản đồ địa giới"}
    entries.pop("/ban-do")
    look, session = looked({HOME: page(links(entries)), **{at(path): page("") for path in FIVE}})
    assert (sections(look)["boundary_map"].place, sections(look)["boundary_map"].why) == ("unfollowed", "another name")
    assert not [url for url in session.asked if "khac.test" in url]


def test_an_entry_that_only_scripts_open_is_not_followed() -> None:
    home = page(links({path: text for path, text in FIVE.items() if path != "/ban-do"}) + '<a href="#">Bản đồ</a>')
    look, _ = looked({HOME: home, **{at(path): page("") for path in FIVE}})
    assert sections(look)["boundary_map"].why == "no address"


def test_a_long_headline_names_no_section() -> None:
    headline = '<a href="/tin/1">Hội thảo về điều kiện tự nhiên và phát triển du lịch của các tỉnh ven biển năm nay</a>'
    look, _ = looked({HOME: page(headline)})
    assert sections(look)["nature"].place == "mentioned"


def test_a_portal_is_asked_for_six_pages_at_most() -> None:
    home = page(links(FIVE) + '<a href="/gioi-thieu">Giới thiệu</a><a href="/so-do">Sơ đồ cổng</a>')
    _, session = looked({HOME: home, **{at(path): page("") for path in FIVE}}, level=None)
    assert len(session.asked) <= 1 + MOST_PAGES


def test_in_2022_the_menu_alone_is_read() -> None:
    entries = {"/gt": "Giới thiệu", "/cd": "Chỉ đạo điều hành", "/qh": "Chiến lược, quy hoạch", "/cb": "Công báo"}
    look, session = looked({HOME: page(links(entries)), at("/gt"): page("")}, day=date(2022, 8, 8))
    assert sections(look)["gazette"].place == "seen"
    assert sections(look)["projects"].place == "absent"
    assert set(session.asked) == {HOME, at("/gt")}


def test_a_rating_below_an_article_is_found_and_the_article_is_one_request() -> None:
    article = '<a href="/tin/1">Khánh thành cây cầu nối hai bờ sông của huyện miền núi</a>'
    rated = page("<form><label>Mức độ hài lòng</label><input type='radio'></form>")
    pages: dict[str, str | int] = {at(path): page("") for path in FIVE}
    look, session = looked({HOME: page(links(FIVE) + article), at("/tin/1"): rated, **pages})
    assert look.facts is not None
    assert (look.facts.satisfaction.certainty, look.facts.satisfaction.url) == ("seen", at("/tin/1"))
    assert look.facts.pages_read == 6
    assert session.asked[-1] == at("/tin/1")


def test_other_systems_are_not_asked_at_all() -> None:
    look, session = looked({HOME: page("")}, system=System.ONE_STOP)
    assert look.facts == Sections(asked=False)
    assert session.asked == []


def test_a_failed_first_page_is_a_failure_and_what_was_remembered_stays() -> None:
    look, _ = looked({HOME: 500}, memory={"x": 1})
    assert look.facts is None
    assert look.failure is not None
    assert look.remember == {"x": 1}


def test_an_unchanged_page_is_not_read_again_and_a_changed_one_is() -> None:
    pages: dict[str, str | int] = {HOME: page(links(FIVE)), **{at(path): page("") for path in FIVE}}
    first, _ = looked(pages)
    tampered = {url: {**row, "read": {**row["read"], "words": 77}} for url, row in first.remember.items()}
    again, _ = looked(pages, memory=tampered)
    assert {item.words for item in sections(again).values()} == {77}
    changed, _ = looked({**pages, at("/ban-do"): page("<b>khác</b>")}, memory=tampered)
    assert sections(changed)["boundary_map"].words != 77
    next_day, _ = looked(pages, memory=tampered, day=date(2026, 11, 23))
    assert 77 not in {item.words for item in sections(next_day).values()}


def test_a_folder_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"content/menu\.toml"):
        prepare(tmp_path)
