"""Incidents are listed, the gravest first, and one is told in full but for what people wrote."""

from pathlib import Path

from bs4 import BeautifulSoup

from monitor.incidents.records import Event, Happening
from monitor.rules.contract import Severity
from tests.support.incidents import incident
from tests.support.kept_rounds import PORTAL, START, after
from tests.support.page_site import serving

OPEN = incident(id="i-open", portal=PORTAL, agency="a-mau", since=START, opened=after(1), severity=Severity.MINOR)
GRAVE = incident(id="i-grave", portal=PORTAL, agency="a-mau", rule="TLS-02", since=after(1), opened=after(2))
OVER = incident(id="i-over", portal=PORTAL, agency="a-mau", rule="AV-03", since=START, opened=START, resolved=after(3))
ANSWERED = incident(
    id="i-answered",
    portal=PORTAL,
    agency="a-mau",
    rule="EMC-01",
    since=START,
    opened=after(1),
    acknowledged=after(2),
    acknowledged_by="Nguyễn Văn Kín",
    note="ghi chú kín",
    events=(
        Event(incident="i-answered", happening=Happening.OPENED, at=after(1), reason="ba vòng đo", reason_en="3"),
        Event(
            incident="i-answered",
            happening=Happening.ACKNOWLEDGED,
            at=after(2),
            reason="ghi chú kín",
            reason_en="ghi chú kín",
            by="Nguyễn Văn Kín",
        ),
    ),
)


def test_open_ones_stand_apart_from_resolved_ones_the_gravest_first(tmp_path: Path) -> None:
    with serving(tmp_path, incidents=[OPEN, GRAVE, OVER]) as site:
        page = BeautifulSoup(site.get("/incidents").text, "lxml")
    still, past = (
        [a.get_text() for a in page.select(f"#{name} td a[href^='/incidents/']")] for name in ("open", "resolved")
    )
    assert (still, past) == (["TLS-02", "REACH-01"], ["AV-03"])


def test_without_incidents_the_page_says_so(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        assert "No incident is open." in site.get("/incidents?lang=en").text


def test_one_tells_what_happened_but_not_what_people_wrote(tmp_path: Path) -> None:
    with serving(tmp_path, incidents=[ANSWERED]) as site:
        pages = [site.get(path).text for path in ("/incidents/i-answered", "/incidents", "/agencies/a-mau", "/")]
    assert "ba vòng đo" in pages[0]
    assert "Đã có người nhận" in pages[0]
    assert not any("Kín" in page or "ghi chú kín" in page for page in pages)


def test_an_incident_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        assert site.get("/incidents/i-none").status == 404
