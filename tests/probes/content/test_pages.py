"""Like-shaped pages of invented portals, read whole."""

from datetime import date
from typing import Any

import pytest

from probes.content.facts import PageContent
from probes.page_content import read
from tests.support.content_pages import HOME, answered, content_data, page_named

DAY = date(2026, 11, 22)


def seen(name: str) -> PageContent:
    """A page of the folder, read."""
    return read(page_named(name), content_data(), home=HOME, day=DAY)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("theme_with_submenus", {"search": "seen", "english": "seen", "satisfaction": "none", "badge": "none"}),
        ("table_layout_in_one_form", {"search": "seen", "english": "none", "badge": "none"}),
        ("typed_without_diacritics", {"search": "none", "english": "seen", "satisfaction": "seen", "badge": "seen"}),
        ("menu_by_script", {"search": "none", "english": "none", "satisfaction": "none"}),
    ],
)
def test_signs(name: str, expected: dict[str, str]) -> None:
    page = seen(name)
    assert {sign: getattr(page, sign).certainty for sign in expected} == expected


@pytest.mark.parametrize(
    ("name", "scripted", "entries"),
    [
        ("theme_with_submenus", False, 11),
        ("table_layout_in_one_form", False, 8),
        ("menu_by_script", True, 0),
        ("typed_without_diacritics", False, 4),
        ("calendar_boxes", False, 3),
    ],
)
def test_menus(name: str, scripted: bool, entries: int) -> None:
    page = seen(name)
    assert (page.scripted_menu, page.entries) == (scripted, entries)


@pytest.mark.parametrize(
    ("name", "newest", "dated"),
    [
        ("theme_with_submenus", date(2026, 11, 18), 3),
        ("table_layout_in_one_form", date(2026, 11, 16), 2),
        ("calendar_boxes", date(2026, 11, 20), 4),
        ("news_that_warn", None, 0),
    ],
)
def test_the_newest_item_is_no_clock_counter_licence_or_coming_event(
    name: str, newest: date | None, dated: int
) -> None:
    news = seen(name).news
    assert (news.newest, news.dated) == (newest, dated)


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("theme_with_submenus", ("unit", "address", "telephone", "email")),
        ("table_layout_in_one_form", ("unit", "responsible", "address", "telephone")),
        ("calendar_boxes", ()),
    ],
)
def test_footers_marked_or_not(name: str, items: tuple[str, ...]) -> None:
    assert seen(name).footer.items == items


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("theme_with_submenus", {"language": "vi-VN", "images": 2, "images_with_alt": 1, "fields": 1, "moving": 1}),
        ("table_layout_in_one_form", {"language": None, "viewport": False, "fields": 1, "fields_labelled": 0}),
        ("typed_without_diacritics", {"images": 3, "images_with_alt": 2, "fields": 3, "fields_labelled": 2}),
    ],
)
def test_counts_for_accessibility(name: str, expected: dict[str, Any]) -> None:
    access = seen(name).access
    assert {key: getattr(access, key) for key in expected} == expected


def test_news_that_warn_about_gambling_are_no_suspicion() -> None:
    assert seen("news_that_warn").suspicions == ()


def test_injected_links_and_texts_are_suspected_by_place_and_told_as_hashes() -> None:
    page = seen("injected_links")
    kinds = [item.kind for item in page.suspicions]
    assert kinds == ["hidden_link", "hidden_link", "foreign_link", "foreign_link", "hidden_text"]
    told = repr(page.suspicions)
    assert not [word for word in ("xỉu", "tai xiu", "choi-lon", "nhacai") if word in told]


@pytest.mark.parametrize(
    "name", ["theme_with_submenus", "table_layout_in_one_form", "calendar_boxes", "menu_by_script"]
)
def test_ordinary_pages_are_not_suspected(name: str) -> None:
    assert seen(name).suspicions == ()


def test_an_answer_without_a_page_is_unread_and_keeps_what_its_header_says() -> None:
    page = read(answered(b"%PDF-1.4", content_type="application/pdf"), content_data(), home=HOME, day=DAY)
    assert (page.unread is not None, page.links, page.news.newest) == (True, 0, None)


def test_an_empty_foot_is_for_scripts_to_fill() -> None:
    text = "<p>Ủy ban nhân dân tỉnh họp phiên thường kỳ, bàn việc phát triển kinh tế của địa phương.</p>"
    page = read(answered(f"<html><body>{text}<footer></footer></body></html>"), content_data(), home=HOME, day=DAY)
    assert page.footer.readable is False
