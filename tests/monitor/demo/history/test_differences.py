"""What may have been otherwise on a page follows from what is on it today, and changes nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.demo.history.differences import Then, otherwise, possible
from monitor.rules.contract import History, Outcome
from monitor.rules.judging import judge
from probes.answer import PageKind
from probes.content.facts import Footer, News, PageContent, Sign
from probes.failures import State
from tests.support.first_rounds import first_round
from tests.support.judged import agency, portal, rulebook
from tests.support.rounds import LAW_DAY, NOW

THEN = Then(until=NOW - timedelta(days=4), law_day=LAW_DAY)
SEEN = Sign(certainty="seen", where="form", text="Tìm kiếm")
FULL = PageContent(
    kind=PageKind.CONTENT,
    url="https://a.test/",
    sha256="0" * 64,
    links=60,
    entries=12,
    text_length=4_000,
    search=SEEN,
    english=SEEN,
    footer=Footer(items=("unit", "responsible", "address", "telephone", "email"), readable=True),
    news=News(newest=LAW_DAY, dated=20, headlines=20),
)
BARE = replace(FULL, search=Sign(), english=Sign(), footer=Footer(readable=True))


def test_what_is_there_may_have_been_missing_and_what_is_missing_may_have_been_there() -> None:
    of_full = set(possible(first_round(page_content=FULL).facts))
    of_bare = set(possible(first_round(page_content=BARE).facts))
    assert of_full - of_bare == {"without_search", "without_english", "bare_foot"}
    assert of_bare - of_full == {"with_search", "with_english", "full_foot"}
    assert {"slow", "old_certificate", "without_metadata", "old_news", "fresh_news"} <= of_full


def test_of_a_page_that_nobody_saw_only_the_way_to_it_is_known() -> None:
    assert set(possible(first_round().facts)) == {"slow", "old_certificate", "without_metadata"}
    assert possible({}) == ()


@pytest.mark.parametrize(
    ("name", "page", "rule", "then"),
    [
        ("without_search", FULL, "INFO-03", Outcome.FAIL),
        ("with_search", BARE, "INFO-03", Outcome.PASS),
        ("bare_foot", FULL, "INFO-05", Outcome.FAIL),
        ("full_foot", BARE, "INFO-05", Outcome.PASS),
        ("old_news", FULL, "FRESH-01", Outcome.FAIL),
        ("fresh_news", FULL, "FRESH-01", Outcome.PASS),
        ("without_metadata", FULL, "INFO-07", Outcome.FAIL),
        ("slow", FULL, "PERF-02", Outcome.WARN),
        ("old_certificate", FULL, "TLS-02", Outcome.WARN),
    ],
)
def test_the_rules_say_of_it_what_they_say_of_real_pages(
    name: str, page: PageContent, rule: str, then: Outcome
) -> None:
    facts = otherwise(first_round(page_content=page).facts, name, THEN)
    verdicts = judge(
        rulebook(),
        portal=portal(),
        agency=agency(),
        facts=facts,
        failures={},
        state=State.UP,
        confirmed=True,
        history=History(),
        at=THEN.until,
        law_day=LAW_DAY,
    )
    assert {item.rule: item.outcome for item in verdicts}[rule] is then
