"""What comes back from a queue is believed in nothing: no message stops the daemon, moves a state or is kept twice."""

import os
import pickle
import zlib
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.cluster.names import PROTOCOL
from monitor.cluster.wire import MOST_BYTES, Sights
from monitor.lookout import Lookout
from tests.support.cluster import (
    Place,
    Played,
    begin,
    counted,
    finished,
    fresh_id,
    push,
    refused,
    repeatedly,
    seen_from,
    sights,
    states,
    until,
    waiting,
)
from tests.support.redis_server import RedisServer
from tests.support.rounds import DOWN


def test_fault_a_message_delivered_three_times_is_kept_once_and_acknowledged_thrice(
    here: Place, redis: RedisServer
) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        worker.answer(worker.batch(), copies=3)
        finished(lookout)
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")
        assert len(seen_from(lookout, "hn")) == 1
        assert states(lookout) == {"up"}


def test_fault_a_message_sent_again_after_its_round_was_kept_changes_nothing(here: Place, redis: RedisServer) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        sent = worker.answer(worker.batch())
        finished(lookout)
        worker.send(sent.model_dump_json())
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")
        assert len(seen_from(lookout, "hn")) == 1


def test_fault_results_after_the_window_are_kept_and_move_nothing(here: Place, redis: RedisServer) -> None:
    with here.watching(EMC_CLUSTER__WINDOW="0.2") as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        batch = worker.batch()
        finished(lookout)
        worker.answer(batch, DOWN)
        until(lambda: counted(lookout, "hn", "late") == 2, "both came too late")
        until(lambda: len(seen_from(lookout, "hn")) == 2, "both looks kept")
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")
        assert states(lookout) == {"up"}
        assert counted(lookout, "hn", "unanswered") == 2


def test_fault_a_vantage_that_lies_is_outvoted(here: Place) -> None:
    with here.watching() as lookout, here.played("hn") as liar, here.played("hcm") as honest:
        liar.join(lookout)
        honest.join(lookout)
        begin(lookout)
        liar.answer(liar.batch(), DOWN)
        honest.answer(honest.batch())
        finished(lookout)
        assert states(lookout) == {"partly"}


_TWO_VERSIONS = "bring both to one version"


def test_fault_a_worker_that_answers_for_another_vantage_too_has_one_vote_all_the_same(here: Place) -> None:
    with here.watching() as lookout, here.played("hn") as liar, here.played("hcm") as honest:
        liar.join(lookout)
        honest.join(lookout)
        begin(lookout)
        batch = liar.batch()
        liar.answer(batch, DOWN, vantage="hcm", name=fresh_id())
        liar.answer(batch, DOWN)
        until(lambda: counted(lookout, "hcm", "late") == 2, "taken for too late")
        honest.answer(honest.batch())
        finished(lookout)
        assert states(lookout) == {"partly"}


def one_good_round(lookout: Lookout, worker: Played) -> None:
    """The daemon goes on as if nothing had been."""
    before = counted(lookout, "hn", "answered")
    begin(lookout)
    worker.answer(worker.batch())
    finished(lookout)
    assert counted(lookout, "hn", "answered") == before + 2
    assert states(lookout) == {"up"}


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b"null", b'{"protocol":1}', b'{"looks":' * 2000])
def test_fault_what_is_no_message_is_counted_and_gone(here: Place, redis: RedisServer, body: bytes) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        worker.send(body)
        until(lambda: refused(lookout) == 1, "refused")
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "gone")
        one_good_round(lookout, worker)


def test_fault_what_the_transport_itself_cannot_unwrap_is_counted_and_gone(here: Place, redis: RedisServer) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        push(redis, "emc.sights", b"\x00 no envelope", b'{"body": 1}', b"[1, 2]", b'"text"')
        until(lambda: refused(lookout) == 4, "refused")
        one_good_round(lookout, worker)


def test_fault_an_oversize_message_is_not_even_read(here: Place) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        worker.send(b'{"looks":"' + b"x" * MOST_BYTES + b'"}')
        until(lambda: refused(lookout) == 1, "refused")
        one_good_round(lookout, worker)


def test_fault_a_pickle_is_never_opened(here: Place, tmp_path: Path) -> None:
    trap = tmp_path / "opened"
    pickled = pickle.dumps(Trap(str(trap)))
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        worker.send(pickled, content_type="application/x-python-serialize", content_encoding="binary")
        worker.send(pickled, content_type="application/json", content_encoding="binary")
        until(lambda: refused(lookout) == 2, "refused")
        one_good_round(lookout, worker)
    assert not trap.exists()


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


def foreign_vantage(sent: Sights) -> Sights:
    return sent.model_copy(update={"vantage": "elsewhere"})


def foreign_portal(sent: Sights) -> Sights:
    return sent.model_copy(update={"looks": [look.model_copy(update={"portal": "x.y"}) for look in sent.looks]})


def another_protocol(sent: Sights) -> Sights:
    return sent.model_copy(update={"protocol": PROTOCOL + 1})


def with_observation(sent: Sights, **change: object) -> Sights:
    looks = []
    for look in sent.looks:
        seen = look.first.observations[0].model_copy(update=change)
        looks.append(look.model_copy(update={"first": look.first.model_copy(update={"observations": [seen]})}))
    return sent.model_copy(update={"looks": looks})


def from_the_future(sent: Sights) -> Sights:
    return with_observation(sent, at=datetime.now(UTC) + timedelta(hours=1))


def from_before_it_was_asked(sent: Sights) -> Sights:
    return with_observation(sent, at=datetime.now(UTC) - timedelta(hours=1))


def unknown_probe(sent: Sights) -> Sights:
    return with_observation(sent, probe="mind_reading")


def facts_that_are_none(sent: Sights) -> Sights:
    return with_observation(sent, facts='{"state": "wonderful"}')


def deeply_nested(sent: Sights) -> Sights:
    return with_observation(sent, facts='{"a":' * 5000 + "1" + "}" * 5000)


def neither_facts_nor_failure(sent: Sights) -> Sights:
    return with_observation(sent, facts=None)


def a_state_that_its_failure_denies(sent: Sights) -> Sights:
    facts = sent.looks[0].first.observations[0].facts or ""
    return with_observation(sent, facts=facts.replace('"state":"up"', '"state":"down"'))


def a_bomb(sent: Sights) -> Sights:
    packed = b64encode(zlib.compress(bytes(21_000_000), 9)).decode()
    return with_observation(sent, parts={"hops": "0" * 64}, packed={"0" * 64: packed})


@pytest.mark.parametrize(
    "spoil",
    [
        foreign_vantage,
        foreign_portal,
        another_protocol,
        from_the_future,
        from_before_it_was_asked,
        unknown_probe,
        facts_that_are_none,
        deeply_nested,
        neither_facts_nor_failure,
        a_state_that_its_failure_denies,
        a_bomb,
    ],
)
def test_fault_what_cannot_be_true_is_refused_and_the_round_goes_on(
    here: Place, redis: RedisServer, spoil: Callable[[Sights], Sights]
) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        batch = worker.batch()
        worker.send(spoil(sights(batch)).model_dump_json())
        until(lambda: refused(lookout) >= 1, "refused")
        worker.answer(batch)
        finished(lookout)
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "gone")
        assert len(seen_from(lookout, "hn")) == 1
        assert seen_from(lookout, "elsewhere") == []
        assert states(lookout) == {"up"}


def test_fault_a_worker_of_another_version_is_told_once_and_never_asked(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    with here.watching() as lookout, here.played() as worker:
        repeatedly(lambda: worker.beat(protocol=PROTOCOL + 1, version="99.0"), lambda: _TWO_VERSIONS in caplog.text)
        worker.beat(protocol=PROTOCOL + 1, version="99.0")
        begin(lookout)
        finished(lookout)
        assert caplog.text.count(_TWO_VERSIONS) == 1
        assert lookout.online()["hn"] is False
        assert counted(lookout, "hn", "asked") == 0
        assert states(lookout) == {"up"}


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_fault_a_worker_whose_clock_is_off_is_not_asked(
    here: Place, caplog: pytest.LogCaptureFixture, seconds: int
) -> None:
    with here.watching() as lookout, here.played() as worker:
        wrong = timedelta(seconds=seconds)
        repeatedly(lambda: worker.beat(at=datetime.now(UTC) + wrong), lambda: "its clock is" in caplog.text)
        assert lookout.online()["hn"] is False


def test_fault_a_worker_that_is_offline_or_takes_nothing_is_not_asked(here: Place) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        worker.fall_silent()
        worker.beat(online=False)
        until(lambda: not lookout.online()["hn"], "not counted")
        worker.beat(online=True)
        until(lambda: lookout.online()["hn"], "counted again")
        worker.beat(taking=False)
        until(lambda: not lookout.online()["hn"], "not counted")
