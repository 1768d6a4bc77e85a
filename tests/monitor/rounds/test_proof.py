"""A round that blames a portal carries what the references said meanwhile; no other round does."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from monitor.records import ReferenceCheck, Round
from monitor.rounds.in_flight import InFlight, Manners, Reports
from monitor.rounds.pool import Pool
from probes.failures import State
from tests.support.rounds import DOWN, recall, saying, subject, watch

CHECK = ReferenceCheck(at=datetime(2026, 11, 2, 1, tzinfo=UTC), online=True, needed=1, answers=())


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, monotonic=time.monotonic)
    yield pool
    pool.stop(5)


def taken(pool: Pool, answer: object, check: ReferenceCheck | None, *, confirm_after: float = 0.01) -> Round:
    done: list[Round] = []
    rounds = InFlight(
        watch(saying(answer), confirm_after=confirm_after),  # type: ignore[arg-type]
        pool,
        recall=lambda _subject: recall(),
        reports=Reports(
            done=done.append,
            broke=lambda _subject, _fault: None,
            skipped=lambda _subject: None,
            waits=lambda _subject, _until: None,
            looked=lambda _subject, _state: None,
        ),
        manners=Manners(per_host=64, checked=lambda: check),
    )
    rounds.take(subject())
    assert rounds.wait(10)
    return done[0]


@pytest.mark.parametrize("confirm_after", [0, 0.01])
def test_a_confirmed_failure_carries_the_references_answers(pool: Pool, confirm_after: float) -> None:
    assert taken(pool, DOWN, CHECK, confirm_after=confirm_after).references is CHECK


def test_who_is_not_blamed_needs_no_proof(pool: Pool) -> None:
    assert taken(pool, State.UP, CHECK).references is None


def test_with_the_gate_off_there_is_none(pool: Pool) -> None:
    assert taken(pool, DOWN, None).references is None
