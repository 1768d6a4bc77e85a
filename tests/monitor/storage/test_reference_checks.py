"""The answers of the references come back as they were kept, once for all the rounds that they vouch for."""

from datetime import timedelta

from monitor.records import ReferenceAnswer, ReferenceCheck
from monitor.storage.engine import reading
from monitor.storage.reference_checks import read_checks
from monitor.storage.store import Store
from tests.support.kept_rounds import START, after, round_

CHECK = ReferenceCheck(
    at=START,
    online=True,
    needed=2,
    answers=(
        ReferenceAnswer(host="192.0.2.1", port=443, network="192.0.0.0/16", answered=True, seconds=0.25),
        ReferenceAnswer(host="x.test", port=53, network="x.test"),
    ),
)


def read(store: Store, *, start: float, end: float) -> tuple[ReferenceCheck, ...]:
    with reading(store.engine) as connection:
        return read_checks(connection, start=after(start), end=after(end))


def test_what_vouched_for_several_rounds_is_kept_once_and_comes_back(store: Store) -> None:
    store.keep([round_(portal=f"p{number}", references=CHECK) for number in range(3)])
    store.keep([round_(after(5), references=CHECK)])
    assert read(store, start=0, end=0) == (CHECK,)


def test_only_what_was_said_within_the_stretch_is_read(store: Store) -> None:
    for minutes in (0, 5, 10):
        check = ReferenceCheck(at=START + timedelta(minutes=minutes), online=True, needed=1, answers=())
        store.keep([round_(after(minutes), references=check)])
    assert [item.at for item in read(store, start=1, end=10)] == [after(5), after(10)]


def test_a_round_that_blames_nobody_keeps_nothing(store: Store) -> None:
    store.keep([round_()])
    assert read(store, start=-100, end=100) == ()
