"""Facts out of loads: absent only where nothing was kept from being there."""

from dataclasses import replace

import pytest

from probes.emc_tag import load_signature
from probes.facts import RenderedPage
from probes.fingerprints import load_fingerprints
from probes.page_kind import classifier
from probes.rendering.loads import Load
from probes.rendering.reading import read
from tests.support.content_pages import ROOT
from tests.support.portal_session import page

HOME = "https://tinh-mau.test/"
SIGNATURE = load_signature(ROOT / "config")
CLASSIFY = classifier(load_fingerprints(ROOT / "config"))
HOST = SIGNATURE.hosts[0]
TAG = f"""<script>var _govaq = window._govaq || []; _govaq.push(['trackPageView']);
_govaq.push(['setTrackerUrl', 'https://{HOST}/tracking']); _govaq.push(['setSiteId', '4321']);
var s = document.createElement('script'); s.src = 'https://{HOST}/embed/gov-tracking.min.js';</script>"""
BLOCKED = (
    "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator."
    " Your support ID is: 123"
)
GOOD = Load(
    url=HOME,
    final_url=HOME,
    status=200,
    html=page(""),
    settled=True,
    ended=5.0,
    first_content=1.0,
    largest_content=(1.0, 2.0),
)


def facts(*loads: Load) -> RenderedPage:
    return read(loads, home=HOME, signature=SIGNATURE, classify=CLASSIFY)[0]


def test_a_settled_page_without_label_and_tag_misses_both() -> None:
    seen = facts(GOOD, GOOD, GOOD)
    assert (seen.label_seen, seen.tag_seen, seen.site_id, seen.loads, seen.failed_loads) == (False, False, None, 3, 0)
    assert (seen.first_content, seen.largest_content, seen.blocking, seen.speed_index) == (1.0, 2.0, 0.0, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"settled": False},
        {"scripts_missing": True},
        {"html": "<html><body><p>Đang tải</p></body></html>"},
    ],
)
def test_a_page_that_may_have_been_kept_from_it_misses_nothing(changes: dict[str, object]) -> None:
    seen = facts(replace(GOOD, **changes), GOOD)
    assert (seen.label_seen, seen.tag_seen) == (None, None)


def test_a_label_that_may_wait_for_the_call_that_was_held_back_is_not_missed() -> None:
    seen = facts(replace(GOOD, held_back=(f"https://{HOST}/tracking",), site_id=7))
    assert (seen.label_seen, seen.tag_seen, seen.site_id) == (None, True, 7)


def test_a_hidden_label_decides_nothing() -> None:
    seen = facts(replace(GOOD, label="hidden"))
    assert (seen.label_seen, seen.label) == (None, "hidden")


def test_a_label_in_one_load_is_a_label() -> None:
    assert facts(GOOD, replace(GOOD, label="visible")).label_seen is True


def test_a_tag_that_stands_in_the_rendered_page_is_read_as_in_a_source() -> None:
    seen = facts(replace(GOOD, html=page(TAG)))
    assert (seen.tag_seen, seen.site_id, seen.insecure) == (True, 4321, False)
    assert facts(replace(GOOD, html=page(TAG.replace("https", "http")))).insecure is True


def test_a_tag_begun_is_neither_there_nor_missing() -> None:
    assert facts(replace(GOOD, html=page("<script>var _govaq = [];</script>"))).tag_seen is None


def test_a_tag_manager_that_has_run_and_put_nothing_in_leaves_nothing_open() -> None:
    manager = '<script src="https://www.googletagmanager.com/gtm.js?id=GTM-ABCD123"></script>'
    assert facts(replace(GOOD, html=page(manager))).tag_seen is False


def test_loads_that_came_to_nothing_are_left_out_and_counted() -> None:
    seen = facts(Load(url=HOME, problem="the page crashed"), GOOD, GOOD)
    assert (seen.loads, seen.failed_loads, seen.label_seen) == (2, 1, False)
    assert seen.problems == ("the page crashed",)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"final_url": "https://elsewhere.test/"}, "the page led to another host: elsewhere.test"),
        ({"html": ""}, "the rendered page is too large to be read"),
        ({"status": 503}, "the browser was shown something else: http_server_error"),
        ({"html": BLOCKED}, "the browser was shown something else: blocked"),
    ],
)
def test_what_is_not_the_portals_page_says_nothing_of_it(changes: dict[str, object], problem: str) -> None:
    seen = facts(replace(GOOD, **changes))
    assert (seen.loads, seen.label_seen, seen.tag_seen, seen.first_content) == (0, None, None, None)
    assert seen.problems[0].startswith(problem)


def test_www_is_the_same_host() -> None:
    assert facts(replace(GOOD, final_url="https://www.tinh-mau.test/trang-chu")).loads == 1


def test_times_of_a_busy_machine_are_not_the_portals() -> None:
    seen = facts(replace(GOOD, strained=True, first_content=9.0), GOOD)
    assert (seen.loads, seen.first_content, seen.tag_seen) == (1, 1.0, False)
    assert seen.problems == ("our own machine was too busy to measure 1 loads",)


def test_the_page_behind_the_facts_is_the_evidence() -> None:
    seen, answer = read([GOOD], home=HOME, signature=SIGNATURE, classify=CLASSIFY)
    assert answer is not None
    assert answer.exchange.body == GOOD.html.encode()
    assert seen.sha256 == answer.sha256
    assert seen.text_length is not None
    assert seen.text_length >= 200
