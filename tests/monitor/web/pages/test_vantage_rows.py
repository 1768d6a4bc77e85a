"""The portal's page says from where it is seen and from where not; API and CSV know `partly`."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bs4 import BeautifulSoup

from monitor.records import Round
from monitor.rounds.seen import Seen
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import PORTAL, START, after, round_
from tests.support.page_site import serving
from tests.support.rounds import subject
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late")
PATH = f"/portals/{PORTAL}"


WHO = subject(portal=PORTAL, agency="a-mau")


def seen_by(name: str, answer: Answer, *, at: datetime = START) -> Seen:
    return seen_from(name, f"net-{name}", answer, now=lambda: at, who=WHO)


def taken(*answers: tuple[str, Answer], at: datetime = START) -> Round:
    return round_from(*(seen_by(name, answer, at=at) for name, answer in answers), now=lambda: at, who=WHO)


def rows_of(page: str) -> list[list[str]]:
    heading = BeautifulSoup(page, "lxml").find("h2", string="Nhìn từ đâu")
    table = heading.find_next("table") if heading is not None else None
    rows = table.select("tbody tr") if table is not None else []
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]


def test_every_vantage_stands_with_network_state_since_and_reason(tmp_path: Path) -> None:
    rounds = [taken(("hn", State.UP), ("hcm", LATE))]
    with serving(tmp_path, rounds, at=after(5)) as site:
        page = site.get(PATH).text
        english = site.get(f"{PATH}?lang=en").text
    since = "08:00 08/08/2022"
    assert rows_of(page) == [
        ["hn (dẫn)", "net-hn", "Truy cập được", since, "–"],
        ["hcm", "net-hcm", "Không truy cập được", since, "không trả lời kịp thời hạn"],
    ]
    assert "Truy cập được từ một số điểm đo" in page
    assert "thấy từ hn (net-hn); không thấy từ hcm (net-hcm: không trả lời kịp thời hạn)" in page
    assert "Seen from where" in english
    assert "not seen from hcm (net-hcm: did not answer in time)" in english


def test_a_vantage_that_is_not_heard_of_is_not_observed_and_never_down(tmp_path: Path) -> None:
    rounds = [taken(("hn", State.UP), ("hcm", LATE)), taken(("hn", State.UP), at=after(10))]
    with serving(tmp_path, rounds, at=after(15)) as site:
        page = site.get(PATH).text
    assert rows_of(page)[1] == ["hcm", "net-hcm", "Không quan sát", "08:10 08/08/2022", "–"]


def test_a_failure_that_nothing_confirmed_says_so(tmp_path: Path) -> None:
    doubtful = replace(seen_by("hcm", LATE), second=None)
    taken = round_from(seen_by("hn", State.UP), doubtful, now=lambda: START, who=WHO)
    with serving(tmp_path, [taken], at=after(5)) as site:
        assert rows_of(site.get(PATH).text)[1][-1] == "không trả lời kịp thời hạn (chưa được xác nhận)"


def test_where_one_place_looks_alone_the_page_says_nothing_of_it(tmp_path: Path) -> None:
    with serving(tmp_path, [round_()]) as site:
        assert "Nhìn từ đâu" not in site.get(PATH).text
