"""The page about the measuring says what is undecided and who is exempt."""

from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup

from monitor.exemptions.records import Circumstances, Exemption, Scope
from monitor.rules.contract import Cause, Outcome
from tests.support.kept_rounds import DAY, round_, verdict
from tests.support.page_site import serving


def test_what_is_undecided_is_counted_by_its_reason(tmp_path: Path) -> None:
    seen = round_(verdicts=(verdict(Outcome.UNKNOWN, cause=Cause.UNREADABLE),))
    with serving(tmp_path, [seen]) as site:
        page = " ".join(BeautifulSoup(site.get("/about").text, "lxml").get_text(" ").split())
    assert "không đọc được 1" in page


def test_only_exemptions_in_force_are_named(tmp_path: Path) -> None:
    scope = Scope(agency="a-mau")
    held = Exemption(scope=scope, rule="TLS-01", ground="CV 1", approver="Bộ Mẫu", starts=DAY, ends=DAY)
    over = Exemption(
        scope=scope, rule="TLS-02", ground="CV 2", approver="Bộ Mẫu", starts=date(2020, 1, 1), ends=date(2020, 2, 1)
    )
    with serving(tmp_path, circumstances=Circumstances(exemptions=(held, over))) as site:
        page = site.get("/about?lang=en").text
    assert "CV 1" in page
    assert "CV 2" not in page
