"""Pages are refused before a parser would choke on them or drop parts, and read the same by every reader."""

import gc
import weakref

import pytest

from probes.document import ATTRIBUTES_LIMIT, BYTES_LIMIT, TAGS_LIMIT, Document, Unreadable, parse_document


def parsed(source: str) -> Document:
    return parse_document(source.encode(), url="https://portal.test/", content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"x" * (BYTES_LIMIT + 1), "bytes"),
        (b"<" * (TAGS_LIMIT + 1), "tags"),
        (b"<div>" * 400_000, "tags|bytes"),
        (b"<div>" * 300 + b"deep", "nested"),
        (b"<b><div></b></div>" * 5_000, "nested"),
        (b"<p " + b" ".join(b"a%d" % n for n in range(20_000)) + b">", "attributes"),
        (b"<p t='>' " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">", "attributes"),
        (b"", "no markup"),
        (b"<!-- only a comment -->", "no markup"),
    ],
    ids=["bytes", "less-than signs", "open tags", "deep", "misnested", "attributes", "quoted", "nothing", "comment"],
)
def test_what_cannot_be_read_whole_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_document(body, url="https://portal.test/", content_type=None)
    assert any(word in refused.value.reason for word in reason.split("|"))


def test_a_page_just_within_the_limits_is_read() -> None:
    nested = "<html><body>" + "<div>" * 240 + "deep" + "</div>" * 240
    assert parsed(nested).visible_text == "deep"
    many = "<p " + " ".join(f"a{n}=1" for n in range(ATTRIBUTES_LIMIT)) + ">text</p>" + "x" * 20_000
    assert parsed(many).visible_text.startswith("text")


def test_a_tree_is_never_truncated_without_a_word() -> None:
    for depth in range(230, 300, 5):
        source = "<html><body>" + "<div>" * depth + "deep" + "</div>" * depth + "<p>after</p>"
        try:
            assert parsed(source).visible_text == "deep after"
        except Unreadable:
            assert depth > 240


def test_the_markup_is_built_once_and_only_when_read() -> None:
    document = parsed("<p>Đã tiếp nhận</p>")
    assert "markup" not in vars(document)
    assert document.markup is document.markup


def test_what_stands_behind_the_end_of_the_page_is_part_of_it_as_in_browsers() -> None:
    document = parsed("<html><body><p>Trước</p></body></html><!-- x --><div>Sau</div></html>đuôi<p>cuối</p>")
    assert document.visible_text == "Trước Sau đuôi cuối"
    assert [element.text() for element in document.markup.elements("div")] == ["Sau"]


def test_visible_text_leaves_out_what_nobody_sees() -> None:
    document = parsed(
        "<title>T</title><style>a{}</style><script>var a='x'</script><noscript>N</noscript><template>M</template>"
        "<!-- C --><p hidden>H</p><p style='display: none'>D</p><p style='VISIBILITY:hidden'>V</p>"
        "<p>Đã tiếp\n   nhận</p>&nbsp;<b>12</b><iframe>I</iframe><svg><text>S</text></svg>"
    )
    assert document.visible_text == "Đã tiếp nhận 12"


def test_visible_text_keeps_what_follows_a_hidden_part() -> None:
    assert parsed("<p>a<script>x</script>b<i hidden>c</i>d</p>").visible_text == "a b d"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("<title>Cổng  thông\n tin</title>", "Cổng thông tin"),
        ("<title>Bộ phận &amp; &#272;ơn vị</title>", "Bộ phận & Đơn vị"),
        ("<TITLE lang=vi>Cổng</TITLE>", "Cổng"),
        ("<title> </title>", None),
        ("<!-- <title>Cũ</title> --><title>Mới</title>", "Mới"),
        ("<body><svg><title>Hình</title></svg></body>", None),
        ("\n" * 60 + "<!DOCTYPE html><html><head><title>Muộn</title>", "Muộn"),
        ("<p>không</p>", None),
    ],
)
def test_the_title_is_that_of_the_page(source: str, title: str | None) -> None:
    assert parsed(source).title == title


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ('<html lang="vi">', "vi"),
        ("<html class='aui' dir=ltr lang=vi-VN>", "vi-VN"),
        ('<html data-lang="en">', None),
        ("<html>", None),
        ('<p lang="vi">', None),
    ],
)
def test_the_language_is_that_of_the_root(source: str, language: str | None) -> None:
    assert parsed(source + "<body>x</body>").language == language


@pytest.mark.parametrize(
    "source",
    [
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>Hồ sơ</p></body></html>',
        "<p>Hồ\0 sơ</p>",
        "\ufeff<p>Hồ sơ</p>",
        "<p>Hồ sơ",
        "</div></div><p>Hồ sơ</p></html></html>",
        "<table><p>Hồ sơ</table>",
    ],
)
def test_malformed_markup_is_read_all_the_same(source: str) -> None:
    document = parsed(source)
    assert document.visible_text == "Hồ sơ"
    assert document.markup.text().strip() == "Hồ sơ"


def test_a_page_that_was_read_gives_its_memory_back_without_a_search_for_cycles() -> None:
    document = parse_document(b"<p>" + b"<b>x</b>" * 500, url="https://a.test/", content_type="text/html")
    first = weakref.ref(list(document.markup.elements("b"))[250])
    collecting = gc.isenabled()
    gc.disable()
    try:
        document.let_go()
        assert first() is None
    finally:
        if collecting:
            gc.enable()
    assert len(list(document.markup.elements("b"))) == 500  # and is built again for whoever asks
