"""Published counts on pages of the real shapes: no wrong figure at all, and the right ones found."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.document import Document
from probes.figures.data import CountsData
from probes.figures.figure import PublishedCounts
from probes.figures.reader import read_counts
from tests.support.published_pages import Expected, expected_pages, rows_of

EXPECTED = expected_pages()
HTML = [page for page in EXPECTED if page.path.suffix == ".html"]
Read = Callable[..., PublishedCounts]


def _read(page: Expected, data: CountsData, text: str | None = None) -> PublishedCounts:
    if page.path.suffix == ".json":
        return read_counts(page.body, data, law_day=page.law_day)
    document = Document(text or page.body.decode(), url="https://cong.test/", charset="utf-8")
    return read_counts(document, data, law_day=page.law_day)


@pytest.mark.parametrize("page", EXPECTED, ids=lambda page: page.name)
def test_a_page_gives_its_figures_and_nothing_else(
    page: Expected, data: CountsData, tally: Callable[[str, int, int, int], None]
) -> None:
    facts = _read(page, data)
    told = rows_of(facts.figures)
    tally(page.name, len(page.rows), len(page.rows & set(told)), len(set(told) - page.rows))
    assert set(told) == page.rows
    assert len(told) == len(set(told))
    assert tuple(sorted({problem.kind for problem in facts.problems})) == page.problems


def test_there_are_at_least_forty_pages() -> None:
    assert len(EXPECTED) >= 40


def _entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" if ord(char) > 127 else char for char in text)


def _padded(text: str) -> str:
    return re.sub(r"<(td|th|p|div|dd|dt|li)(\s[^>]*)?>(?=[^<\s])", lambda found: found[0] + "\n      ", text)


def _noisy(text: str) -> str:
    news = "<p>Ngày 03/04/2020 có 1.234 lượt xem, tăng 5,6%</p><!-- <p>Đã tiếp nhận: 1</p> --><script>var a=5</script>"
    return text.replace("<footer>", f"<div>{news}</div><footer>")


def _dressed(text: str) -> str:
    return re.sub(r">(\d[\d.,]*%?)<", r"><span><font>\1</font></span><", text)


CHANGES = {"entities": _entities, "padding": _padded, "noise": _noisy, "inline tags": _dressed}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=st.sampled_from(HTML), changes=st.lists(st.sampled_from(sorted(CHANGES)), unique=True, max_size=4))
def test_figures_stay_when_markup_changes(page: Expected, changes: list[str], data: CountsData) -> None:
    text = page.body.decode()
    scripted = "<script>" in text or "&" in text or "value='" in text or "\x1f" in text
    for change in changes:
        if not (scripted and change in ("entities", "inline tags")):
            text = CHANGES[change](text)
    assert set(rows_of(_read(page, data, text).figures)) == page.rows


PIECES = st.sampled_from(
    [
        *("<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<div>", "</div>", "<p>", "<ul><li>", "<!--"),
        *("12", "1.234", "%", ":", "(", ")", "hơn", "tỷ", "&nbsp;", "\x00", "<td colspan=99999>", "Đã tiếp nhận"),
        *("Quá hạn", "Tổng số", "Tháng 13/2025", "ngày 31/02/2024", "quý 9/2020", "năm 0000", "x" * 700),
        *("<script>var a={", "<input value='[{'>", "đến 1/1/1"),
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=60))
def test_no_page_whatever_it_holds_stops_the_reader(pieces: list[str], data: CountsData) -> None:
    document = Document("".join(pieces), url="", charset="utf-8")
    facts = read_counts(document, data, law_day=date(2026, 11, 22))
    assert all(figure.raw for figure in facts.figures)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_no_answer_whatever_it_holds_stops_the_reader(body: bytes, data: CountsData) -> None:
    assert read_counts(body, data, law_day=date(2026, 11, 22)).figures == ()
