"""A message is acknowledged when its round is in the store, or when nobody will ever keep it."""

from dataclasses import replace

import pytest

from monitor.cluster.holding import Holding
from monitor.cluster.keeping import Keeping, Late
from monitor.cluster.receiving import late_round
from monitor.records import Round
from monitor.rounds.gathering import Gathered
from monitor.rounds.round import conclude, look
from monitor.rounds.seen import Seen
from monitor.storage.writer import WriterStopped
from probes.failures import State
from tests.support.rounds import NOW, recall, saying, subject, watch

SUBJECT = subject()
SIGHT = look(watch(saying(State.UP)), SUBJECT, recall())
SEEN = Seen(vantage="hn", network="viettel", first=SIGHT)
KEY = ("a.portal", "one", "hn")
ROUND = conclude(watch(saying(State.UP)), SUBJECT, recall(), SIGHT, None)
LATE = Late(key=KEY, round=late_round(SUBJECT, SEEN, now=NOW, rulebook="x"))


class Writer:
    """Takes rounds, or does what it is told."""

    def __init__(self) -> None:
        self.taken: list[Round] = []
        self.room = True
        self.fault: Exception | None = None

    def __call__(self, taken: Round, /, *, timeout: float | None = None) -> bool:
        assert timeout == 0
        if self.fault is not None:
            raise self.fault
        if self.room:
            self.taken.append(taken)
        return self.room


def begun() -> tuple[Keeping, Holding, Writer]:
    holding, writer = Holding(), Writer()
    keeping = Keeping(holding, writer)
    holding.hold("m", "message", [KEY])
    keeping.concluding(Gathered(subject=SUBJECT, recall=recall(), names={"hn": "one"}, first=SIGHT, elsewhere=(SEEN,)))
    return keeping, holding, writer


def test_what_came_with_a_round_is_acknowledged_when_it_is_kept() -> None:
    keeping, holding, _ = begun()
    with keeping.handing_over(ROUND):
        pass
    assert holding.ready() == []
    keeping.kept([replace(ROUND, remember={"a": {}})])
    assert holding.ready() == ["message"]


def test_a_round_that_no_store_takes_does_not_come_again() -> None:
    keeping, holding, _ = begun()
    with pytest.raises(ValueError, match="no zone"), keeping.handing_over(ROUND):
        raise ValueError("no zone")
    assert holding.ready() == ["message"]


def test_a_round_that_broke_before_gives_back_its_parts() -> None:
    keeping, holding, _ = begun()
    assert keeping.broken("a.portal") is not None
    assert keeping.broken("a.portal") is None
    assert holding.ready() == []


def test_what_is_late_waits_for_room_and_is_acknowledged_when_it_is_kept() -> None:
    keeping, holding, writer = begun()
    writer.room = False
    keeping.late(LATE)
    keeping.put_late()
    assert writer.taken == []
    writer.room = True
    keeping.put_late()
    keeping.put_late()
    assert writer.taken == [LATE.round]
    keeping.kept([ROUND])
    assert holding.ready() == []
    keeping.kept(writer.taken)
    assert holding.ready() == ["message"]


def test_what_is_late_and_fits_no_store_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    keeping, holding, writer = begun()
    writer.fault = ValueError("too large")
    keeping.late(LATE)
    keeping.put_late()
    assert holding.ready() == ["message"]
    assert "cannot be kept: ValueError" in caplog.text


def test_after_the_end_what_is_late_is_left_to_the_next() -> None:
    keeping, holding, writer = begun()
    writer.fault = WriterStopped()
    keeping.late(LATE)
    keeping.put_late()
    assert holding.ready() == []


def test_a_late_round_moves_nothing() -> None:
    assert LATE.round.late
    assert LATE.round.verdicts == ()
    assert not LATE.round.judged
