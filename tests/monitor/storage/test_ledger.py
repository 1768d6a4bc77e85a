"""A round that changes nothing writes next to nothing, and what is known between rounds is never taken on trust."""

from dataclasses import replace

import pytest
from sqlalchemy import event, select

from monitor.records import Round
from monitor.rules.contract import Outcome
from monitor.storage.engine import reading
from monitor.storage.store import Store
from monitor.storage.tables import VERDICT
from tests.support.kept_rounds import (
    PORTAL,
    after,
    counts,
    evidence,
    figure,
    landing_page,
    observation,
    round_,
    verdict,
)


def written(store: Store) -> list[str]:
    """The statements that change something, from now on."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            statements.append(statement.split(" (")[0])

    event.listen(store.engine, "before_cursor_execute", note)
    return statements


def judged(minute: float, *, outcome: Outcome = Outcome.PASS, **changes) -> Round:
    return round_(after(minute), verdicts=(verdict(outcome, **changes),))


def present(store: Store):
    (standing,) = store.standings((PORTAL,))
    return standing.verdicts["REACH-01"]


def test_a_verdict_that_says_the_same_is_not_written_again_but_known_to_have_been_given(store: Store) -> None:
    store.keep([judged(0)])
    statements = written(store)
    store.keep([judged(5)])
    assert not [text for text in statements if "verdict" in text]
    assert present(store).last_at == after(5)
    assert store.verdict_changes((PORTAL,), start=after(0), end=after(9))[0].last_at == after(5)


def test_when_it_ends_its_row_says_when_it_was_given_last(store: Store) -> None:
    for item in (judged(0), judged(5), judged(10, outcome=Outcome.FAIL), judged(15, outcome=Outcome.FAIL)):
        store.keep([item])
    first, second = store.verdict_changes((PORTAL,), start=after(0), end=after(99))
    assert (first.last_at, first.ended) == (after(5), after(10))
    assert (second.last_at, second.ended) == (after(15), None)


def test_the_same_after_the_store_was_opened_anew(url: str) -> None:
    for item in (judged(0), judged(5)):
        with Store.open(url) as store:
            store.keep([item])
    with Store.open(url) as store:
        store.keep([judged(10, outcome=Outcome.FAIL)])
        assert store.verdict_changes((PORTAL,), start=after(0), end=after(1))[0].last_at == after(5)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"evidence": {"seconds": 6}}, False),
        ({"evidence": {"seconds": 5, "page": "b"}}, True),
        ({"evidence": {"seconds": None, "page": "a"}}, True),
        ({"evidence": {"seconds": 5, "page": "a"}, "reason": "Lý do khác"}, True),
    ],
)
def test_what_it_says_anew_is_written_at_once_and_mere_numbers_after_a_moment(
    store: Store, change: dict[str, object], kept: bool
) -> None:
    before = {"seconds": 5, "page": "a"}
    store.keep([judged(0, evidence=before)])
    store.keep([judged(1, **{**change, "evidence": {**before, **change["evidence"]}})])
    assert (present(store).verdict.evidence != before or present(store).verdict.reason == "Lý do khác") is kept
    store.keep([judged(3, evidence={**before, "seconds": 7})])
    assert present(store).verdict.evidence == {"seconds": 7, "page": "a"}


def test_facts_of_an_unchanged_page_are_kept_once_and_not_sent_again(store: Store) -> None:
    page = landing_page(300)

    def seen(minute: float) -> Round:
        at = after(minute)
        facts = replace(page, headers=(("date", str(minute)),))
        return round_(at, observations=(observation(facts, probe="landing_page", at=at),))

    store.keep([seen(0)])
    statements = written(store)
    store.keep([seen(5)])
    assert not [text for text in statements if "facts_part" in text]
    facts = store.last_observations(PORTAL)["landing_page"].facts
    assert facts.links == page.links
    assert facts.headers == (("date", "5"),)


def test_a_page_that_was_only_named_before_is_kept_when_it_is_wanted(store: Store) -> None:
    page = evidence()
    named = round_(after(0), observations=(observation(pages=(page,), at=after(0)),))
    wanted = round_(after(5), observations=(observation(pages=(page,), at=after(5)),), evidence=(page,))
    store.keep([named])
    assert store.evidence(page.sha256) is None
    store.keep([wanted])
    assert store.evidence(page.sha256) == page


def test_rounds_that_another_process_kept_in_between_are_seen(url: str, store: Store) -> None:
    store.keep([judged(0)])
    with Store.open(url) as other:
        other.keep([judged(5, outcome=Outcome.FAIL)])
    store.keep([judged(10, outcome=Outcome.FAIL)])
    with reading(store.engine) as connection:
        rows = connection.execute(select(VERDICT.c.outcome, VERDICT.c.ended).order_by(VERDICT.c.since)).all()
    assert [tuple(row) for row in rows] == [("pass", after(5)), ("fail", None)]


def test_a_transaction_that_failed_leaves_nothing_behind(store: Store) -> None:
    store.keep([judged(0)])
    broken = replace(judged(5, outcome=Outcome.FAIL), agency=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.keep([broken])
    assert present(store).verdict.outcome is Outcome.PASS
    store.keep([judged(10, outcome=Outcome.FAIL)])
    assert present(store).since == after(10)


def test_figures_go_on_while_they_stand_though_they_are_not_remembered(store: Store) -> None:
    def read(minute: float, value: int) -> Round:
        at = after(minute)
        return round_(at, observations=(observation(counts(figure(value)), probe="published_counts", at=at),))

    for minute, value in ((0, 5), (5, 5), (10, 6), (15, 5)):
        store.keep([read(minute, value)])
        store.keep([judged(minute + 1)])
    history = store.figure_history(PORTAL, "dossiers_received")
    assert [(item.figure.value, item.first_seen, item.last_seen) for item in history] == [
        (5, after(0), after(5)),
        (6, after(10), after(10)),
        (5, after(15), after(15)),
    ]
