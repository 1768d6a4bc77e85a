"""The plain elements of a page hold what stood in it, in order, and no comments."""

import gc
import weakref

from lxml import etree

from probes.markup import Element, elements_of


def page(source: str) -> Element:
    return elements_of(etree.fromstring(source.encode(), etree.HTMLParser(encoding="utf-8")))


def test_text_and_elements_come_in_reading_order_and_comments_not_at_all() -> None:
    body = next(page("<p class='a b' id=x>một <b>hai</b><!-- không --> ba<br>bốn</p><p>năm</p>").children)
    assert [element.name for element in body.elements()] == ["p", "b", "br", "p"]
    assert body.text() == "một hai babốnnăm"
    assert body.text("|") == "một |hai| ba|bốn|năm"
    assert next(body.children).attrs == {"class": "a b", "id": "x"}


def test_an_element_knows_the_one_around_it() -> None:
    bold = next(page("<div><p><b>hai</b></p></div>").elements("b"))
    assert [bold.parent and bold.parent.name, bold.parent and bold.parent.parent and bold.parent.parent.name] == [
        "p",
        "div",
    ]


def test_a_page_let_go_leaves_nothing_behind() -> None:
    root = page("<div><p><b>hai</b></p></div>" * 50)
    seen = weakref.ref(list(root.elements("b"))[25])
    collecting = gc.isenabled()
    gc.disable()
    try:
        root.let_go()
        assert seen() is None
    finally:
        if collecting:
            gc.enable()
