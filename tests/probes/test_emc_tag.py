"""The EMC tag in every spelling it was met in, and in those that must not count."""

from pathlib import Path

import pytest

from probes.document import parse_document
from probes.emc_tag import Signature, load_signature, read_emc_tag
from probes.facts import EmcTag
from probes.mistakes import DataError

CONFIG = Path(__file__).parents[2] / "config"
SIGNATURE = load_signature(CONFIG)
TAG = """
var _govaq = window._govaq || [];
_govaq.push(['trackPageView']);
_govaq.push(['enableLinkTracking']);
(function () {
  _govaq.push(['setTrackerUrl', 'https://f-emc.ngsp.gov.vn/tracking']);
  _govaq.push(['setSiteId', '9911']);
  var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
  g.async = true; g.src = 'https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js'; s.parentNode.insertBefore(g, s);
})();
"""
MINIFIED = (
    '_govaq=window._govaq||[];_govaq.push(["trackPageView"]),_govaq.push(["setTrackerUrl",'
    '"https://f-emc.ngsp.gov.vn/tracking"]),_govaq.push(["setSiteId","9912"])'
)
SCRIPT = '<script async src="https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js"></script>'
SHORT = "_govaq.push(['setTrackerUrl', 'http://f-emc.ngsp.gov.vn/tracking']);_govaq.push(['setSiteId', 33]);"
ESCAPED = TAG.replace("'", '\\"').replace("\n", "\\n").replace("/", "\\/")


def tag_on(body: str) -> EmcTag:
    source = f"<html><head><title>Cổng</title></head><body><p>Nội dung của trang</p>{body}</body></html>"
    document = parse_document(source.encode(), url="https://portal.test/", content_type="text/html; charset=utf-8")
    return read_emc_tag(document, SIGNATURE)


@pytest.mark.parametrize(
    ("body", "site_id", "insecure"),
    [
        (f"<script>{TAG}</script>", 9911, False),
        (f"<!-- Begin EMC Tracking Code --><script type='text/javascript'>{TAG}</script><!-- End -->", 9911, False),
        (f"<script>{TAG.replace(chr(39) + '9911' + chr(39), '9911')}</script>", 9911, False),
        (f"<script>{TAG.replace(chr(39), chr(34))}</script>", 9911, False),
        (f"<script>{TAG.replace(chr(39) + '9911' + chr(39), 'siteId')}</script>", None, False),
        (f"<script>{TAG.replace('https://', 'http://')}</script>", 9911, True),
        (f"<script>{TAG.replace('https://', '//')}</script>", 9911, False),
        (f"<script>{MINIFIED}</script>{SCRIPT}", 9912, False),
        (f"<script>{MINIFIED}</script>", 9912, False),
        (f'<script>push([1,"dangerouslySetInnerHTML\\":{{\\"__html\\":\\"{ESCAPED}"])</script>', 9911, False),
        (f'<script type="application/json">{{"__html": "{ESCAPED}"}}</script>', 9911, False),
        (f"<script><!--\n{TAG}\n//--></script>", 9911, False),
        (f"<script>/* EMC */ // tag\n{TAG}</script>", 9911, False),
        (f"<script>/* left over: setSiteId */{TAG}</script>", 9911, False),
        (f"<script>window.dataLayer=[];gtag('config','G-1')</script><script>{TAG}</script>", 9911, False),
        (f"<script>{SHORT}</script>", 33, True),
    ],
    ids=[
        "as handed out", "between comments", "unquoted id", "double quotes", "id in a variable", "plain http",
        "any protocol", "minified with script", "minified", "react inner html", "json inner html",
        "hidden from old browsers", "with comments", "with words in a comment", "beside analytics", "short form",
    ],
)  # fmt: skip
def test_a_live_tag_is_seen(body: str, site_id: int | None, insecure: bool) -> None:
    tag = tag_on(body)
    assert (tag.seen, tag.site_id, tag.insecure) == (True, site_id, insecure)
    assert "queue" in tag.parts


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"<!-- <script>{TAG}</script> -->",
        f"<script>/* {TAG} */</script>",
        f"<script>{''.join('// ' + line + chr(10) for line in TAG.splitlines())}</script>",
        f"<noscript><script>{TAG}</script></noscript>",
        f"<template><script>{TAG}</script></template>",
        f"<script type='text/template'>{TAG}</script>",
        "<script>var _paq = _paq || []; _paq.push(['trackPageView']); _paq.push(['setSiteId', '7']);</script>",
        "<script>(function(){ /* empty tracking function */ })();</script>",
        "<p>Chèn mã _govaq.push(['setSiteId', '1']) của f-emc.ngsp.gov.vn/tracking vào trang</p>",
        "<script>var my_govaqX = 1;</script>",
    ],
    ids=[
        "nothing", "commented out", "in a block comment", "in line comments", "in noscript", "in a template",
        "of a type that does not run", "another tracker", "empty function", "in running text", "like-named variable",
    ],
)  # fmt: skip
def test_what_does_not_run_is_not_seen(body: str) -> None:
    tag = tag_on(body)
    assert (tag.seen, tag.site_id, tag.parts, tag.insecure) == (False, None, (), False)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (SCRIPT, ("script",)),
        ("<script>var _govaq = window._govaq || [];</script>", ("queue",)),
        ("<script>_govaq.push(['trackDVC', code, '1', '']);</script>", ("queue",)),
        ("<script>var _govaq=[];_govaq.push(['trackPageView']);</script>", ("queue", "page_view")),
        ("<script>var _govaq=[];_govaq.push(['setSiteId','5']);</script>", ("queue", "site")),
        ("<script>var u='https://f-emc.ngsp.gov.vn/tracking';</script>", ("tracker",)),
    ],
)
def test_a_partial_tag_is_not_seen_and_its_parts_are_named(body: str, parts: tuple[str, ...]) -> None:
    tag = tag_on(body)
    assert (tag.seen, tag.parts) == (False, parts)
    assert "partial" in tag.note


@pytest.mark.parametrize(
    "body",
    [
        "<script src='https://www.googletagmanager.com/gtm.js?id=GTM-ABC123'></script>",
        "<script>(function(w,d,s,l,i){w[l]=w[l]||[];})(window,document,'script','dataLayer','GTM-K9XYZ1');</script>",
        "<script src='/_next/static/chunks/main-1a2b3c4d.js'></script>",
        "<script src='/static/js/main.0a1b2c3d.js'></script>",
        "<script src='main-es2015.1a2b3c4d5e6f.js'></script>",
    ],
)
def test_what_may_be_added_out_of_our_sight_is_not_decided(body: str) -> None:
    assert tag_on(body).seen is None
    assert tag_on(SCRIPT + body).seen is None
    assert tag_on(f"<script>{TAG}</script>" + body).seen is True


def test_a_plain_analytics_script_decides_nothing_for_us() -> None:
    assert tag_on("<script src='https://www.googletagmanager.com/gtag/js?id=UA-1'></script>").seen is False


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "Field required"),
        ("[emc_tag]\nqueue = 3", "string"),
        ("not toml", "Expected"),
        ('[emc_tag]\nbundles = ["("]', "no regular expression"),
        ('[emc_tag]\nqueu = "x"', "Extra inputs"),
    ],
)
def test_a_broken_signature_is_told_with_file_and_key(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "emc_tag.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=wrong) as told:
        load_signature(tmp_path)
    assert all(mistake.file == "pages/emc_tag.toml" for mistake in told.value.mistakes)


def test_the_names_of_the_successor_are_data() -> None:
    other = Signature.model_validate({**SIGNATURE.model_dump(), "hosts": ("do-luong.test",), "queue": "_moi"})
    source = f"<p>x</p><script>{TAG.replace('f-emc.ngsp.gov.vn', 'do-luong.test').replace('_govaq', '_moi')}</script>"
    document = parse_document(source.encode(), url="https://portal.test/", content_type=None)
    assert read_emc_tag(document, other).seen is True
    assert read_emc_tag(document, SIGNATURE).seen is False


@pytest.mark.parametrize(
    "unit",
    ["_govaq ", "_govaq.push('trackPageView' ", "/*", "<!--", "//", "\n", "matomo", "GTM-", "\\u003c", "['setSiteId',"],
)
def test_a_megabyte_of_hostile_script_gets_an_answer(unit: str) -> None:
    filling = unit * (1_000_000 // len(unit) if "<" not in unit else 50_000)
    assert tag_on(f"<script>{filling}</script>").seen is not True
