"""Every trouble is one sentence on a page, in both languages, with the status that it has."""

from pathlib import Path
from sqlite3 import connect

import pytest
from bs4 import BeautifulSoup

from tests.support.kept_rounds import PORTAL, round_
from tests.support.page_site import serving

READING = ("/", "/compare", "/agencies/a-mau", f"/portals/{PORTAL}", "/incidents", "/incidents/i-1")


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_a_store_that_does_not_answer_is_told_in_the_shell_and_blames_nobody(tmp_path: Path, language: str) -> None:
    with serving(tmp_path, [round_()]) as site:
        with connect(tmp_path / "pages.sqlite3") as broken:
            tables = [name for (name,) in broken.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in tables:
                if not name.startswith("sqlite_"):
                    broken.execute(f'ALTER TABLE "{name}" RENAME TO "gone_{name}"')
        broken.close()
        for path in READING:
            answer = site.get(f"{path}{language}")
            page = BeautifulSoup(answer.text, "lxml")
            said = page.select_one("main p")
            assert said is not None
            assert answer.status == 503, path
            assert ("store does not answer" if language else "không trả lời") in said.get_text()
            assert "Traceback" not in answer.text
            assert "sqlite" not in answer.text.lower()
            assert page.select_one("nav a.brand") is not None
            assert answer.headers["retry-after"] == "30"
            assert "SIMULATED" in answer.text or "MÔ PHỎNG" in answer.text


@pytest.mark.parametrize(("query", "word"), [("kind=village", "kind"), ("system=national_platform", "system")])
def test_a_filter_that_is_none_is_told_on_a_page(tmp_path: Path, query: str, word: str) -> None:
    with serving(tmp_path) as site:
        answer = site.get(f"/?{query}&lang=en")
    assert (answer.status, f"{word} must be one of" in answer.text) == (400, True)


def test_pages_are_for_reading(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        answer = site.get("/token/end")
    assert (answer.status, "chỉ để đọc" in answer.text) == (405, True)
