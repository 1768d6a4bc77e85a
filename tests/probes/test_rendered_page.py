"""A first page is shown once it was seen, and only one that is the portal's own."""

import pytest

from probes.contract import Look, System, Target
from probes.facts import RenderedPage
from probes.failures import Failure, FailureKind, failed
from probes.rendered_page import PROBE
from probes.rendering.loads import Load, Rendering
from tests.support.content_pages import HOME, ROOT
from tests.support.portal_session import DAY, PortalSession, page

LOOK = PROBE.prepare(ROOT / "config")
SHELL = (
    "<html><head><title>Tỉnh Mẫu</title><script src=/static/js/main.3f2a.js></script></head><body>"
    "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div></body></html>"
)
LOAD = Load(url=HOME, final_url=HOME, status=200, html=page(""), settled=True, ended=1.0, label="visible")


def look(home: str | int, rendering: Rendering = (LOAD,)) -> tuple[Look[RenderedPage], PortalSession]:
    session = PortalSession(pages={HOME: home}, rendering=rendering)
    return LOOK(Target(url=HOME, system=System.PORTAL, law_day=DAY), session, {"kept": 1}), session


@pytest.mark.parametrize("home", [page(""), SHELL])
def test_pages_and_script_shells_are_shown(home: str) -> None:
    seen, session = look(home)
    assert session.rendered == [HOME]
    assert seen.facts is not None
    assert (seen.facts.label_seen, seen.facts.loads) == (True, 1)
    assert [answer.sha256 for answer in seen.pages] == [seen.facts.sha256]
    assert seen.remember == {"kept": 1}


@pytest.mark.parametrize("status", [0, 403, 404, 500])
def test_a_portal_that_was_not_seen_is_not_shown(status: int) -> None:
    seen, session = look(status)
    assert session.rendered == []
    assert seen.failure is not None


def test_who_answers_for_a_retired_portal_is_somebody_else() -> None:
    seen, session = look('<meta http-equiv="refresh" content="0; url=https://dichvucong.gov.vn/">')
    assert session.rendered == []
    assert seen.facts == RenderedPage(loads=0, problems=("page kind retired",))


def test_a_browser_that_is_busy_leaves_no_facts_and_no_failure() -> None:
    seen, _ = look(page(""), None)
    assert (seen.facts, seen.failure) == (None, None)


def test_a_browser_that_cannot_be_had_is_our_fault() -> None:
    fault: Failure = failed(FailureKind.MONITOR_FAULT, "the browser does not start")
    assert look(page(""), fault)[0].failure is fault


def test_it_is_taken_at_night() -> None:
    assert (PROBE.name, PROBE.cadence) == ("rendered_page", "daily")
