"""Real worker processes that are killed, ended, misled or cut off in the middle of their batches."""

import signal
import socket
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor import __version__
from monitor.catalogue.records import AgencyKind
from monitor.cluster.broker import build_celery
from monitor.cluster.dispatching import send_batch
from monitor.cluster.names import PROTOCOL, look_queue
from monitor.cluster.wire import Batch, Wanted
from monitor.lookout import Lookout
from monitor.setting_sources import read_settings
from probes.contract import System
from tests.support.cluster import (
    Place,
    begin,
    finished,
    fresh_id,
    place,
    push,
    repeatedly,
    seen_from,
    states,
    until,
    waiting,
)
from tests.support.hostile import Visitor, serving
from tests.support.redis_server import RedisServer, running_redis
from tests.support.relay import relaying
from tests.support.small_config import content


class Gate:
    """A portal that answers workers only while it is open; it knows how often it was asked."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.asked = 0

    def __call__(self, visitor: Visitor) -> None:
        self.asked += 1
        while not self.open.is_set() and not visitor.stopped.is_set():
            self.open.wait(0.05)
        content(visitor)


def connected(lookout: Lookout, vantage: str = "hn") -> None:
    until(lambda: lookout.online()[vantage], f"{vantage} connected")


def unacknowledged(redis: RedisServer, vantage: str = "hn") -> int:
    return waiting(redis, f"emc.unacked.{look_queue(vantage)}")


def test_a_worker_looks_without_a_store_and_without_a_folder_to_write_to(here: Place) -> None:
    with here.watching() as lookout, here.worker() as worker:
        connected(lookout)
        begin(lookout)
        finished(lookout)
        assert len(seen_from(lookout, "hn")) == 1
        worker.process.send_signal(signal.SIGTERM)
        assert worker.ended() == 0
        said = worker.log.read_text()
        assert "Traceback" not in said
        assert "s3cret" not in said


def test_fault_a_worker_killed_mid_batch_leaves_its_part_unobserved_and_the_next_one_takes_over(
    tmp_path: Path, redis: RedisServer
) -> None:
    held = Gate()
    with serving(content) as port, serving(held) as slow:
        here = place(tmp_path, broker=redis.url(), port=port)
        far = {"EMC_TRANSPORT__RESOLVE": here.at(slow)}
        with here.watching() as lookout, here.worker(name="first", **far) as worker:
            connected(lookout)
            begin(lookout)
            until(lambda: held.asked, "the worker looks")
            worker.process.kill()
            finished(lookout)
            assert states(lookout) == {"up"}
            assert seen_from(lookout, "hn") == []
            with here.worker(name="second"):
                until(lambda: not lookout.online()["hn"], "the first one is gone")
                connected(lookout)
                begin(lookout)
                finished(lookout)
                assert len(seen_from(lookout, "hn")) == 1
                assert states(lookout) == {"up"}


def test_fault_a_worker_ended_mid_batch_gives_the_batch_back(tmp_path: Path, redis: RedisServer) -> None:
    held = Gate()
    with serving(content) as port, serving(held) as slow:
        here = place(tmp_path, broker=redis.url(), port=port)
        with here.watching() as lookout:
            with here.worker(name="first", EMC_TRANSPORT__RESOLVE=here.at(slow)) as worker:
                connected(lookout)
                begin(lookout)
                until(lambda: held.asked, "the worker looks")
                worker.process.send_signal(signal.SIGTERM)
                assert worker.ended() == 0
                assert waiting(redis, look_queue("hn")) == 1
                assert unacknowledged(redis) == 0
            with here.worker(name="second"):
                until(lambda: len(seen_from(lookout, "hn")) == 1, "the second one did it")
            finished(lookout)
            assert states(lookout) == {"up"}


def test_fault_of_two_workers_of_one_vantage_one_is_killed_and_the_other_does_its_batch(
    tmp_path: Path, redis: RedisServer
) -> None:
    held = Gate()
    with serving(content) as port, serving(held) as slow:
        here = place(tmp_path, broker=redis.url(), port=port, EMC_CLUSTER__REDELIVER_AFTER="2")
        far = {"EMC_TRANSPORT__RESOLVE": here.at(slow)}
        with here.watching() as lookout, here.worker(name="first", **far) as first:
            connected(lookout)
            begin(lookout)
            until(lambda: held.asked, "the first one looks")
            with here.worker(name="second"):
                first.process.kill()
                until(lambda: len(seen_from(lookout, "hn")) == 1, "the second one did it")
                finished(lookout)
                until(lambda: unacknowledged(redis) == 0, "acknowledged")
                assert states(lookout) == {"up"}


def test_fault_a_worker_that_is_refused_by_the_broker_ends_with_one_line(here: Place, redis: RedisServer) -> None:
    with here.worker(EMC_CLUSTER__BROKER=redis.url(password="wr0ng-one")) as worker:
        assert worker.ended() == 1
        last = worker.log.read_text().splitlines()[-1]
        assert last.startswith("emc-monitor: broker redis://127.0.0.1:")
        assert "invalid username-password pair" in last
        assert "wr0ng-one" not in worker.log.read_text()


def test_fault_a_worker_of_another_version_than_the_daemon_ends_with_one_line(here: Place) -> None:
    with here.played() as played, here.worker() as worker:
        repeatedly(
            lambda: played.beat(kind="daemon", protocol=PROTOCOL + 1, version="99.0"),
            lambda: worker.process.poll() is not None,
        )
        assert worker.ended() == 1
        last = worker.log.read_text().splitlines()[-1]
        assert last.startswith(f"emc-monitor: the daemon is not understood: it speaks protocol {PROTOCOL + 1}")


def test_fault_a_cut_between_worker_and_broker_loses_nothing_and_tells_nothing_twice(
    tmp_path: Path, redis: RedisServer
) -> None:
    held = Gate()
    with serving(content) as port, serving(held) as slow, relaying(redis.port) as relay:
        here = place(tmp_path, broker=redis.url(), port=port)
        far = {"EMC_TRANSPORT__RESOLVE": here.at(slow), "EMC_CLUSTER__BROKER": redis.url(relay.port)}
        with here.watching() as lookout, here.working(**far):
            connected(lookout)
            begin(lookout)
            until(lambda: held.asked == 2, "the worker looks")
            relay.cut()
            held.open.set()
            finished(lookout)
            assert states(lookout) == {"up"}
            assert seen_from(lookout, "hn") == []
            relay.mend()
            until(lambda: len(seen_from(lookout, "hn")) == 1, "it came late")
            until(lambda: unacknowledged(redis) + waiting(redis, look_queue("hn")) == 0, "done")
            until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")
            assert len(seen_from(lookout, "hn")) == 1
            assert held.asked == 2


def test_fault_a_worker_whose_own_network_fails_blames_nobody(tmp_path: Path, redis: RedisServer) -> None:
    reference = socket.create_server(("127.0.0.1", 0))
    with closing(reference), serving(content) as port, relaying(port) as relay:
        here = place(tmp_path, broker=redis.url(), port=port)
        there = reference.getsockname()[1]
        far = {"EMC_TRANSPORT__RESOLVE": here.at(relay.port), "EMC_NETWORK__REFERENCES": f"127.0.0.1:{there}"}
        with here.watching() as lookout, here.working(**far):
            connected(lookout)
            relay.cut()
            reference.close()
            begin(lookout)
            finished(lookout)
            until(
                lambda: [item.outcome for item in seen_from(lookout, "hn")] == ["monitor_offline"],
                "kept, in time or late",
            )
            assert states(lookout) == {"up"}
            until(lambda: not lookout.online()["hn"], "counts as offline")


def test_fault_a_cut_between_one_worker_and_the_portals_is_a_fact_about_that_vantage(
    tmp_path: Path, redis: RedisServer
) -> None:
    with serving(content) as port, relaying(port) as relay:
        here = place(tmp_path, broker=redis.url(), port=port)
        with here.watching() as lookout, here.working(EMC_TRANSPORT__RESOLVE=here.at(relay.port)):
            connected(lookout)
            relay.cut()
            begin(lookout)
            finished(lookout)
            assert [item.outcome for item in seen_from(lookout, "hn")] == ["connection_reset"] * 2
            assert states(lookout) == {"partly"}
            relay.mend()
            begin(lookout)
            finished(lookout)
            assert states(lookout) == {"up"}


def test_fault_a_cut_between_the_daemon_and_the_portals_blames_nobody_whom_a_worker_sees(
    tmp_path: Path, redis: RedisServer
) -> None:
    with serving(content) as port, relaying(port) as relay:
        here = place(tmp_path, broker=redis.url(), port=port)
        ours = {"EMC_TRANSPORT__RESOLVE": here.at(relay.port)}
        with here.watching(**ours) as lookout, here.working():
            connected(lookout)
            relay.cut()
            begin(lookout)
            finished(lookout)
            assert states(lookout) == {"partly"}
            begin(lookout)
            finished(lookout)  # by now the worker is asked for the pages too
            whole = [item for item in lookout.gear.store.observations("p0.portal") if item.vantage == "hn"]
            assert "landing_page" in {item.probe for item in whole}


def test_fault_a_stale_batch_is_never_looked_at(tmp_path: Path, redis: RedisServer) -> None:
    asked = Gate()
    asked.open.set()
    with serving(asked) as port:
        here = place(tmp_path, broker=redis.url(), port=port)
        send(here, batch_of(here, at=datetime.now(UTC) - timedelta(seconds=100), lasts=50))
        send(here, batch_of(here, at=datetime.now(UTC) - timedelta(seconds=100), lasts=0.01))
        fresh = batch_of(here, at=datetime.now(UTC), lasts=300)
        send(here, fresh)
        with here.working():
            until(lambda: waiting(redis, "emc.sights") == 1, "the fresh one is done")
            until(lambda: unacknowledged(redis) + waiting(redis, look_queue("hn")) == 0, "all are done with")
            assert asked.asked == 2


def test_fault_a_batch_delivered_twice_is_looked_at_once(tmp_path: Path, redis: RedisServer) -> None:
    asked = Gate()
    asked.open.set()
    with serving(asked) as port:
        here = place(tmp_path, broker=redis.url(), port=port)
        batch = batch_of(here, at=datetime.now(UTC), lasts=300)
        send(here, batch)
        send(here, batch)
        with here.working():
            until(lambda: waiting(redis, "emc.sights") == 1, "done")
            until(lambda: unacknowledged(redis) + waiting(redis, look_queue("hn")) == 0, "both are done with")
            assert asked.asked == 2


def test_fault_rubbish_in_the_queue_of_a_vantage_stops_no_worker(tmp_path: Path, redis: RedisServer) -> None:
    with serving(content) as port:
        here = place(tmp_path, broker=redis.url(), port=port)
        with here.played() as played, here.worker() as worker:
            push(redis, look_queue("hn"), b"\x00 no envelope", b'{"body": 1}')
            send_raw(played.producer, b"cos\nsystem\n(S'true'\ntR.", "application/x-python-serialize")
            send_raw(played.producer, b"{}", "application/json")
            send(here, batch_of(here, at=datetime.now(UTC), lasts=300).model_copy(update={"vantage": "hcm"}), to="hn")
            send(here, batch_of(here, at=datetime.now(UTC), lasts=300))
            until(lambda: waiting(redis, "emc.sights") == 1, "the good one is done")
            assert worker.process.poll() is None


def test_over_tls_with_a_certificate_a_worker_and_the_daemon_work(tmp_path: Path, served: int) -> None:
    with running_redis(tmp_path / "redis", tls=True) as redis:
        assert redis.ca is not None
        pem = str(redis.certificate)
        ours = {
            "EMC_CLUSTER__CA_FILE": str(redis.ca),
            "EMC_CLUSTER__CERTIFICATE": pem,
            "EMC_CLUSTER__KEY": pem,
        }
        here = place(tmp_path, broker=redis.url(), port=served, **ours)
        with here.watching() as lookout, here.working():
            connected(lookout)
            begin(lookout)
            finished(lookout)
            assert len(seen_from(lookout, "hn")) == 1


def test_fault_a_broker_that_nobody_vouches_for_is_not_spoken_to(tmp_path: Path, served: int) -> None:
    with running_redis(tmp_path / "redis", tls=True) as redis:
        here = place(tmp_path, broker=redis.url(), port=served)
        with here.worker() as worker:
            until(lambda: "certificate verify failed" in worker.log.read_text(), "told")
            assert "s3cret" not in worker.log.read_text()


def batch_of(here: Place, *, at: datetime, lasts: float) -> Batch:
    """All portals, as the daemon asks."""
    looks = [
        Wanted(
            name=fresh_id(),
            portal=f"{name}.portal",
            agency="p",
            kind=AgencyKind.PROVINCE,
            system=System.PORTAL,
            url=f"http://{name}.test/",
            judged=True,
        )
        for name in here.portals
    ]
    return Batch(
        protocol=PROTOCOL,
        version=__version__,
        name=fresh_id(),
        vantage="hn",
        at=at,
        lasts=lasts,
        law_day=date(2026, 11, 22),
        looks=looks,
    )


def send(here: Place, batch: Batch, *, to: str | None = None) -> None:
    """As the daemon sends it, to the queue of another vantage where one is named."""
    app = build_celery(read_settings(here.config, here.variables()).cluster, role="test")
    with app.connection_for_write() as connection, connection.channel() as channel:
        send_batch(app, connection.Producer(channel), batch, to=to or batch.vantage)


def send_raw(producer: object, body: bytes, content_type: str) -> None:
    producer.publish(  # type: ignore[attr-defined]
        body, exchange="", routing_key=look_queue("hn"), content_type=content_type, content_encoding="binary"
    )
