"""A page that cannot exist: owned up to by status or by words, or answered with content all the same."""

import pytest

from probes.answer import Answer, PageKind
from probes.contract import System, Target
from probes.exchange import Exchange, Hop
from probes.failures import FailureKind, failed
from probes.missing_page import look, missing_address
from tests.support.rounds import LAW_DAY

HOME = "https://a.test/trang-chu"
TARGET = Target(url=HOME, system=System.PORTAL, law_day=LAW_DAY)


class Site:
    """A first page and what stands at the address that cannot exist."""

    def __init__(self, home: Answer, missing: Answer | None = None) -> None:
        self.answers = {HOME: home, missing_address(HOME): missing}
        self.asked: list[str] = []

    def ask(self, url: str) -> Answer:
        self.asked.append(url)
        answer = self.answers[url]
        assert answer is not None
        return answer


def answer(kind: PageKind, *, status: int = 200, body: bytes = b"x", url: str = "", final: str = "") -> Answer:
    failures = {PageKind.NOT_FOUND: FailureKind.NOT_FOUND, PageKind.SOFT_404: FailureKind.NOT_FOUND}
    failures |= {PageKind.BLOCKED: FailureKind.BLOCKED}
    asked = url or HOME
    hops = (Hop(url=asked, status=302, address="203.0.113.9"),) if final else ()
    return Answer(
        exchange=Exchange(url=asked, final_url=final or asked, status=status, body=body, hops=hops),
        kind=kind,
        failure=failed(failures[kind], "") if kind in failures else None,
    )


@pytest.mark.parametrize(
    ("kind", "status", "owned_up"),
    [
        (PageKind.NOT_FOUND, 404, True),
        (PageKind.SOFT_404, 200, True),
        (PageKind.CONTENT, 200, False),
        (PageKind.SCRIPT_SHELL, 200, False),
        (PageKind.BLOCKED, 403, None),
    ],
)
def test_what_the_answer_says(kind: PageKind, status: int, owned_up: bool | None) -> None:
    seen = look(TARGET, Site(answer(PageKind.CONTENT, body=b"home"), answer(kind, status=status)), {})
    assert seen.facts is not None
    assert (seen.facts.owned_up, seen.facts.same_as_home) == (owned_up, False)
    assert seen.failure is None


def test_a_redirect_to_somewhere_else_settles_nothing() -> None:
    away = answer(PageKind.CONTENT, url=missing_address(HOME), final="https://b.test/")
    seen = look(TARGET, Site(answer(PageKind.CONTENT, body=b"home"), away), {})
    assert seen.facts is not None
    assert seen.facts.owned_up is None


def test_the_first_page_again_is_told() -> None:
    seen = look(TARGET, Site(answer(PageKind.CONTENT, body=b"home"), answer(PageKind.CONTENT, body=b"home")), {})
    assert seen.facts is not None
    assert (seen.facts.owned_up, seen.facts.same_as_home) == (False, True)


def test_a_portal_that_was_not_seen_is_not_asked() -> None:
    site = Site(answer(PageKind.BLOCKED, status=403))
    seen = look(TARGET, site, {})
    assert seen.failure is not None
    assert site.asked == [HOME]


def test_a_portal_that_has_moved_is_not_asked_for_pages_of_another_one() -> None:
    site = Site(answer(PageKind.RETIRED, final="https://national.test/"))
    seen = look(TARGET, site, {})
    assert seen.facts is not None
    assert seen.facts.owned_up is None
    assert site.asked == [HOME]


def test_the_address_is_the_same_for_every_look_and_on_the_same_host() -> None:
    assert missing_address(HOME) == missing_address(HOME)
    assert missing_address(HOME).startswith("https://a.test/emc-monitor-trang-khong-ton-tai-")
