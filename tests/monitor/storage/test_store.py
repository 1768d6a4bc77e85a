"""What is kept is read back as it was, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from monitor.rules.contract import Basis, Outcome, Severity, Span
from monitor.storage.store import Store
from monitor.storage.tables import EVIDENCE, FACTS_PART, OBSERVATION
from probes.failures import FailureKind, Party, State, failed
from probes.figures.figure import Period, Qualifier
from probes.observe import Observation
from tests.support.kept_rounds import (
    PORTAL,
    after,
    counted,
    counts,
    evidence,
    figure,
    landing_page,
    observation,
    reachability,
    round_,
    verdict,
)


def rows(store: Store, table: str = "observation") -> int:
    tables = {"observation": OBSERVATION, "evidence": EVIDENCE, "facts_part": FACTS_PART}
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(tables[table])) or 0


def test_an_empty_store_knows_nothing(store: Store) -> None:
    assert store.standings() == ()
    assert store.memories() == {}
    assert store.memory(PORTAL) == {}
    assert store.history(PORTAL, until=after(0)).spans == ()
    assert store.last_observations(PORTAL) == {}
    assert store.evidence("0" * 64) is None


def test_observations_come_back_typed_and_equal(store: Store) -> None:
    seen = (
        observation(reachability(), at=after(0)),
        observation(landing_page(links=200), probe="landing_page", at=after(0.01)),
        observation(counts(figure(), figure(0.457, key="online_ratio", unit="ratio")), probe="published_counts"),
        observation(None, probe="dns", failure=failed(FailureKind.DNS_FAILURE, "không có tên"), at=after(0.02)),
    )
    store.keep([round_(observations=seen)])
    assert {item.probe: item for item in store.observations(PORTAL)} == {item.probe: item for item in seen}
    assert store.last_observations(PORTAL) == {item.probe: item for item in seen}


def test_a_failure_may_come_with_facts_and_with_an_unusual_party(store: Store) -> None:
    failure = failed(FailureKind.READ_TIMEOUT, "im lặng sau 10 s", party=Party.NETWORK)
    store.keep([round_(observations=(observation(reachability(State.DOWN), failure=failure),))])
    assert store.observations(PORTAL)[0].failure == failure


def test_facts_of_a_probe_that_is_no_longer_there_are_read_as_none(store: Store) -> None:
    store.keep([round_(observations=(observation(reachability(), probe="gone"),))])
    assert store.observations(PORTAL)[0].facts is None


def test_keeping_a_round_twice_changes_nothing(store: Store) -> None:
    page = evidence()
    kept = round_(
        observations=(observation(counts(figure()), probe="published_counts", pages=(page,)),),
        evidence=(page,),
        verdicts=(verdict(),),
        remember={"published_counts": {"etag": "a"}},
    )
    store.keep([kept])
    before = (store.standings(), store.figure_history(PORTAL, "dossiers_received"), store.memories())
    store.keep([kept, kept])
    assert (store.standings(), store.figure_history(PORTAL, "dossiers_received"), store.memories()) == before
    assert rows(store) == 1


def test_an_older_round_leaves_its_observations_and_nothing_else(store: Store) -> None:
    older = round_(after(-5), State.DOWN, verdicts=(verdict(Outcome.FAIL),), remember={"reachability": {"n": 1}})
    newer = round_(after(0), State.UP, verdicts=(verdict(Outcome.PASS),), remember={"reachability": {"n": 2}})
    store.keep([newer])
    before = store.standings()
    store.keep([older])
    assert store.standings() == before
    assert store.memory(PORTAL) == {"reachability": {"n": 2}}
    assert {item.id for item in store.observations(PORTAL)} == {
        item.id for kept in (older, newer) for item in kept.observations
    }


def test_rounds_of_one_batch_may_come_in_any_order(store: Store) -> None:
    story = [round_(after(0), State.UP), round_(after(5), State.DOWN), round_(after(10), State.UP)]
    store.keep([story[2], story[0], story[1]])
    assert store.history(PORTAL, until=after(60)).spans == (
        Span(state=State.UP, start=after(0), end=after(5)),
        Span(state=State.DOWN, start=after(5), end=after(10)),
        Span(state=State.UP, start=after(10), end=after(20)),
    )


def test_a_page_is_stored_once_however_often_it_is_seen(store: Store) -> None:
    page = evidence()
    for minute in (0, 5):
        seen = observation(reachability(), at=after(minute), pages=(page,))
        store.keep([round_(after(minute), observations=(seen,), evidence=(page,))])
    assert rows(store, "evidence") == 1
    assert store.evidence(page.sha256) == page


def test_long_fields_of_facts_are_stored_once(store: Store) -> None:
    for minute in range(3):
        seen = observation(landing_page(links=100), probe="landing_page", at=after(minute))
        store.keep([round_(after(minute), observations=(seen,))])
    assert rows(store, "facts_part") == 1


def test_times_come_back_as_aware_utc_from_whatever_zone(store: Store) -> None:
    hanoi = timezone(timedelta(hours=7))
    at = datetime(2022, 8, 8, 8, 30, 0, 123456, tzinfo=hanoi)
    store.keep([round_(at, observations=(observation(reachability(), at=at),))])
    standing = store.standings()[0]
    assert standing.looked_at == at
    assert {standing.looked_at.tzinfo, standing.since.tzinfo, store.observations(PORTAL)[0].at.tzinfo} == {UTC}


def test_a_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="without its zone"):
        store.keep([round_(datetime(2022, 8, 8))])  # noqa: DTZ001 - the mistake to be found


@pytest.mark.parametrize("text", ["a\x00b", "nửa \ud800 cặp", "\udfff"])
def test_hostile_text_is_kept_without_what_databases_refuse(store: Store, text: str) -> None:
    seen = (
        observation(reachability(title=text), failure=failed(FailureKind.EMPTY, text)),
        observation(counts(figure(raw=text, label=text, where=text, scope=text)), probe="published_counts"),
    )
    page = replace(evidence(), url=f"https://mau.test/{text}", headers=(("server", text),))
    kept = round_(
        observations=seen,
        evidence=(page,),
        verdicts=(verdict(reason=text, evidence={"title": text}),),
        remember={"reachability": {"title": text}},
    )
    store.keep([kept])
    store.keep([replace(kept, since=after(5), holds_until=after(15))])
    standing = store.standings()[0]
    assert "\ufffd" in standing.figures[0].figure.raw
    assert len(store.figure_history(PORTAL, "dossiers_received")) == 1
    assert standing.verdicts["REACH-01"].verdict.evidence["title"]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, -(10**30)], ids=["inf", "nan", "huge", "low"])
def test_a_number_that_the_store_would_change_is_left_out_of_the_history(store: Store, value: float) -> None:
    store.keep([counted(after(0), figure(value), figure(7, key="dossiers_open"))])
    assert [item.figure.value for item in store.standings()[0].figures] == [7]


def test_a_figure_comes_back_with_everything_that_says_what_it_means(store: Store) -> None:
    plain = figure(
        12,
        qualifier=Qualifier.AT_LEAST,
        scope="Phường Mẫu",
        period=Period(start=date(2022, 1, 1), end=None),
        as_of=date(2022, 8, 8),
        definition="early_and_on_time",
        derived=True,
    )
    ratio = figure(1.0, key="on_time_ratio", unit="ratio", period=Period(start=None, end=None))
    store.keep([counted(after(0), plain, ratio)])
    kept = store.standings()[0].figures
    assert [item.figure for item in kept] == [plain, ratio]
    assert [type(item.figure.value) for item in kept] == [int, float]
    assert store.history(PORTAL, until=after(1)).figures == (plain, ratio)


def test_standings_name_the_last_look_and_the_last_one_that_saw(store: Store) -> None:
    up = observation(reachability(), at=after(0))
    down = observation(None, failure=failed(FailureKind.CONNECTION_REFUSED, "từ chối"), at=after(5))
    store.keep([round_(after(0), observations=(up,))])
    store.keep([round_(after(5), State.DOWN, observations=(down,))])
    standing = store.standings([PORTAL])[0]
    assert (standing.observations["reachability"], standing.seen["reachability"]) == (down, up)
    assert (standing.state, standing.since, standing.holds_until) == (State.DOWN, after(5), after(15))


def test_standings_are_of_the_portals_asked_for(store: Store) -> None:
    def of(portal: str) -> Observation:
        return observation(reachability(), portal=portal)

    store.keep([round_(portal=name, observations=(of(name),)) for name in ("p-2", "p-1", "p-3")])
    assert [item.portal for item in store.standings()] == ["p-1", "p-2", "p-3"]
    assert [item.portal for item in store.standings({"p-3", "p-9"})] == ["p-3"]
    assert store.standings(()) == ()
    assert set(store.availability(["p-1", "p-9"], start=after(0), end=after(1))) == {"p-1", "p-9"}


def test_memory_is_that_of_the_newest_round_for_each_probe(store: Store) -> None:
    store.keep([round_(after(0), remember={"a": {"n": 1}, "b": {"n": [1, None, "ă"]}})])
    store.keep([round_(after(5), remember={"a": {"n": 2}})])
    assert store.memory(PORTAL) == {"a": {"n": 2}, "b": {"n": [1, None, "ă"]}}
    assert store.memories() == {PORTAL: store.memory(PORTAL)}


def test_a_verdict_that_changes_ends_its_row_and_begins_another(store: Store) -> None:
    for minute, outcome in ((0, Outcome.PASS), (5, Outcome.PASS), (10, Outcome.FAIL), (15, Outcome.PASS)):
        store.keep([round_(after(minute), verdicts=(verdict(outcome, reason=f"lần {minute}"),))])
    changes = store.verdict_changes(start=after(0), end=after(60))
    assert [(item.verdict.outcome, item.since, item.last_at, item.ended) for item in changes] == [
        (Outcome.PASS, after(0), after(5), after(10)),
        (Outcome.FAIL, after(10), after(10), after(15)),
        (Outcome.PASS, after(15), after(15), None),
    ]
    assert [item.verdict.reason for item in changes] == ["lần 5", "lần 10", "lần 15"]
    assert store.standings()[0].verdicts["REACH-01"] == changes[-1]
    assert store.verdict_changes(["p-other"], start=after(0), end=after(60)) == ()


def test_a_verdict_comes_back_as_it_was_given(store: Store) -> None:
    given = verdict(Outcome.WARN, severity=Severity.CRITICAL, basis=Basis.LAW, law="TT 22/2023, Điều 9", weight=2.5)
    store.keep([round_(verdicts=(given,))])
    assert store.standings()[0].verdicts["REACH-01"].verdict == given


def test_a_rule_that_a_later_round_does_not_judge_stands_no_longer(store: Store) -> None:
    store.keep([round_(after(0), verdicts=(verdict(rule="A-1"), verdict(rule="A-2")))])
    store.keep([round_(after(5), verdicts=(verdict(rule="A-2"),))])
    assert set(store.standings()[0].verdicts) == {"A-2"}
