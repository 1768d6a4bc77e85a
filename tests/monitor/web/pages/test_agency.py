"""The agency's page shows every verdict with what it rests on, and a score whose parts add up."""

from pathlib import Path

from bs4 import BeautifulSoup

from monitor.rules.contract import Basis, Cause, Outcome
from tests.support.incidents import incident
from tests.support.kept_rounds import PORTAL, START, after, counts, figure, observation, reachability, round_, verdict
from tests.support.page_site import serving

SEEN = round_(
    verdicts=(
        verdict(
            Outcome.FAIL,
            "TLS-01",
            basis=Basis.LAW,
            law="TT 39/2017/TT-BTTTT, mục 3",
            reason="Chưa đạt: không dùng HTTPS",
            evidence={
                "sha256": "ab" * 32,
                "thresholds": {"days": 20.0, "rounds": 3},
                "product_thresholds": ["rounds"],
            },
        ),
        verdict(Outcome.UNKNOWN, "AV-01", cause=Cause.NOT_OBSERVED_ENOUGH, weight=5.0),
        verdict(Outcome.PASS, "REACH-01", weight=3.0),
        verdict(Outcome.NOT_APPLICABLE, "SVC-01"),
    ),
    observations=(
        observation(reachability()),
        observation(counts(figure(0.987, "on_time_ratio", unit="ratio", raw="98,7%")), probe="published_counts"),
    ),
)


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_each_verdict_stands_with_law_reason_evidence_basis_and_since(tmp_path: Path) -> None:
    with serving(tmp_path, [SEEN]) as site:
        page = text_of(site.get("/agencies/a-mau").text)
    for piece in (
        "TT 39/2017/TT-BTTTT, mục 3",
        "Chưa đạt: không dùng HTTPS",
        "ab" * 32,
        "rounds (ngưỡng của hệ thống giám sát) 3",
        "days 20",
        "luật · quan trọng",
        "08:00 08/08/2022",
        "chưa quan sát đủ",
        "Không áp dụng (1)",
    ):
        assert piece in page


def test_the_worst_verdict_stands_first(tmp_path: Path) -> None:
    with serving(tmp_path, [SEEN]) as site:
        page = BeautifulSoup(site.get("/agencies/a-mau").text, "lxml")
    assert [a.get_text() for a in page.select("table.verdicts th[scope=row] a")] == ["TLS-01", "AV-01", "REACH-01"]


def test_the_parts_of_the_score_add_up(tmp_path: Path) -> None:
    with serving(tmp_path, [SEEN]) as site:
        page = text_of(site.get("/agencies/a-mau?lang=en").text)
    assert "Total (decided / applicable) 5.0 / 10.0 3.0" in page
    assert "60.0 points (30.0–80.0)" in page
    assert "50.0 % coverage" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_proposed_portal_is_shown_and_called_so(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        page = text_of(site.get("/agencies/m-mau").text)
    assert "đề xuất, chưa đánh giá" in page
    assert "chưa xem lần nào" in page
    assert "– điểm" in page


def test_figures_and_incidents_of_the_agency_are_there(tmp_path: Path) -> None:
    opened = incident(portal=PORTAL, agency="a-mau", since=START, opened=after(2))
    with serving(tmp_path, [SEEN], incidents=[opened]) as site:
        page = text_of(site.get("/agencies/a-mau").text).replace("\N{NO-BREAK SPACE}", " ")
    assert "98,70 % 98,7%" in page
    assert "không trả lời (đã xác nhận)" in page
