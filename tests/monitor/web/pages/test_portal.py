"""The portal's page explains the last look, shows what stood when, and keeps back what could harm."""

from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup

from monitor.rules.contract import Outcome
from probes.answer import PageKind
from probes.exchange import TlsFacts
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import (
    PORTAL,
    START,
    after,
    counted,
    evidence,
    figure,
    observation,
    reachability,
    round_,
    verdict,
)
from tests.support.page_site import Site, serving

PATH = f"/portals/{PORTAL}"
REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")


def text_of(site: Site, path: str = PATH) -> str:
    return " ".join(BeautifulSoup(site.get(path).text, "lxml").get_text(" ").split())


def test_a_look_that_failed_says_why_and_whose_affair_it_is(tmp_path: Path) -> None:
    look = observation(reachability(State.DOWN, status=503), failure=failed(FailureKind.HTTP_SERVER_ERROR, "HTTP 503"))
    with serving(tmp_path, [round_(state=State.DOWN, observations=(look,))]) as site:
        page = text_of(site)
    assert "Không truy cập được" in page
    assert f"{FailureKind.HTTP_SERVER_ERROR.value}: HTTP 503" in page
    assert "Bên cần xem lại cổng" in page


def test_states_of_thirty_days_are_drawn_with_what_nobody_observed(tmp_path: Path) -> None:
    rounds = [round_(START), round_(after(10), State.DOWN), round_(after(40))]
    with serving(tmp_path, rounds, at=after(45)) as site:
        page = BeautifulSoup(site.get(PATH).text, "lxml")
    bars = [str(bar["class"][0]) for bar in page.select("svg.timeline rect") if str(bar["class"][0]).startswith("s-")]
    assert bars == ["s-unobserved", "s-up", "s-down", "s-unobserved", "s-up"]


def test_a_look_that_is_too_old_makes_the_state_undetermined(tmp_path: Path) -> None:
    with serving(tmp_path, [round_(START, verdicts=(verdict(),))], at=after(60)) as site:
        page = text_of(site)
    assert "Lần quan sát gần nhất đã quá lâu" in page
    assert "quan sát đã cũ" in page


def test_figures_stand_with_where_they_stood_and_their_history_is_drawn(tmp_path: Path) -> None:
    rounds = [counted(START, figure(100)), counted(after(10), figure(160)), counted(after(20), figure(1234))]
    with serving(tmp_path, rounds, at=after(25)) as site:
        page = BeautifulSoup(site.get(PATH).text, "lxml")
    cells = " ".join(page.get_text(" ").split())
    assert "1.234 1234" in cells
    assert "td:nth-of-type(2)" in cells
    assert len(page.select("polyline.course")) == 1


def test_what_the_page_said_is_shown_as_text_with_its_hash(tmp_path: Path) -> None:
    kept = evidence("<p>Tiếp nhận <b>hồ sơ</b></p><script>var a = 1</script>".encode())
    seen = round_(observations=(observation(reachability(), pages=(kept,)),), evidence=(kept,))
    with serving(tmp_path, [seen]) as site:
        page = BeautifulSoup(site.get(PATH).text, "lxml")
    said = page.select_one(".page-text")
    assert said is not None
    assert said.get_text() == "Tiếp nhận\nhồ sơ"
    assert kept.sha256 in page.get_text()


def test_what_could_harm_is_not_shown(tmp_path: Path) -> None:
    kept = evidence("<p>SQLSTATE[42000]: bí mật</p>".encode())
    facts = reachability(kind=PageKind.APPLICATION_ERROR, title="lỗi bí mật", reason="app root “bí mật” without text")
    failing = verdict(Outcome.FAIL, evidence={"excerpt": "bí mật", "thresholds": {"rounds": 3}})
    look = observation(facts, pages=(kept,))
    with serving(tmp_path, [round_(observations=(look,), evidence=(kept,), verdicts=(failing,))]) as site:
        pages = text_of(site) + text_of(site, "/agencies/a-mau")
    assert "bí mật" not in pages
    assert "Không hiển thị vì có thể gây hại" in pages
    assert "rounds 3" in pages


def test_what_is_another_one_than_at_the_first_look_is_told(tmp_path: Path) -> None:
    first = reachability(tls=TlsFacts(issuer="CA cũ"))
    last = replace(first, title="Cổng mới", tls=TlsFacts(issuer="CA mới"))
    rounds = [
        round_(at, observations=(observation(facts, at=at),)) for at, facts in ((START, first), (after(10), last))
    ]
    with serving(tmp_path, rounds, at=after(15)) as site:
        page = text_of(site, f"{PATH}?lang=en")
    assert "Title Cổng mẫu Cổng mới yes" in page
    assert "Certificate issuer CA cũ CA mới yes" in page
    assert "Address 203.0.113.9 203.0.113.9 no" in page


def test_a_portal_that_was_never_looked_at_has_a_page(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        assert "Chưa xem cổng này lần nào" in text_of(site)


def test_after_a_change_everything_on_the_page_is_that_of_the_last_look(tmp_path: Path) -> None:
    first = reachability(tls=TlsFacts(issuer="CA cũ"))
    last = replace(
        first,
        final_url="https://noi-khac.test/",
        address="203.0.113.77",
        title="Cổng mới",
        phases=replace(first.phases, transfer=0.4),
        tls=TlsFacts(issuer="CA mới"),
    )
    rounds = [
        round_(START, observations=(observation(first, at=START),)),
        round_(after(10), State.DOWN, observations=(observation(None, at=after(10), failure=REFUSED),)),
        round_(after(20), observations=(observation(last, at=after(20)),)),
    ]
    with serving(tmp_path, rounds, at=after(25)) as site:
        page = BeautifulSoup(site.get(PATH).text, "lxml")
    text = " ".join(page.get_text(" ").split())
    for changed in (
        "Đích chuyển hướng https://mau.test/ https://noi-khac.test/ có",
        "Địa chỉ mạng 203.0.113.9 203.0.113.77 có",
        "Tiêu đề Cổng mẫu Cổng mới có",
        "Nơi cấp chứng thư số CA cũ CA mới có",
    ):
        assert changed in text
    bars = [str(bar["class"][0]) for bar in page.select("svg.timeline rect") if str(bar["class"][0]).startswith("s-")]
    assert bars == ["s-unobserved", "s-up", "s-down", "s-up"]
    phases = page.select("figure[data-chart=phases] tbody tr")
    assert [[cell.get_text() for cell in row("td")][1:] for row in phases] == [
        ["10", "20", "50", "200", "400"],
        ["–", "–", "–", "–", "–"],
        ["10", "20", "50", "200", "–"],
    ]


def test_a_look_that_saw_nothing_is_no_change(tmp_path: Path) -> None:
    rounds = [
        round_(START, observations=(observation(reachability(tls=TlsFacts(issuer="CA")), at=START),)),
        round_(after(10), observations=(observation(reachability(tls=None, title=None), at=after(10)),)),
    ]
    with serving(tmp_path, rounds, at=after(15)) as site:
        page = text_of(site)
    assert "Tiêu đề Cổng mẫu – –" in page
    assert "Nơi cấp chứng thư số CA – –" in page
