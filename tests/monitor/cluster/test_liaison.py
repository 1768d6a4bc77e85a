"""A lookout with other vantages: what it shows of them, what it asks of whom, and that it ends in order."""

from dataclasses import replace

from monitor.configuration import load_configuration
from monitor.view import View
from probes.failures import FailureKind, failed
from tests.support.cluster import (
    Place,
    begin,
    counted,
    finished,
    seen_from,
    sights,
    states,
    until,
    waiting,
)
from tests.support.redis_server import RedisServer
from tests.support.rounds import DOWN


def test_every_vantage_stands_in_the_metrics(here: Place) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        worker.answer(worker.batch())
        finished(lookout)
        text = View(lookout).metrics().decode()
        assert 'emc_monitor_online{vantage="hn"} 1.0' in text
        assert 'emc_monitor_online{vantage="hcm"} 0.0' in text
        assert 'emc_vantage_looks_total{outcome="answered",vantage="hn"} 2.0' in text
        assert 'emc_vantage_looks_total{outcome="answered",vantage="hcm"} 0.0' in text


def test_a_look_is_wanted_only_so_long_that_its_answer_is_there_within_the_window(here: Place) -> None:
    with here.watching(EMC_CLUSTER__WINDOW="40") as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        batch = worker.batch()
        assert batch.lasts == 20
        worker.answer(batch)
        finished(lookout)


def test_a_vantage_that_was_asked_to_wait_is_not_asked_again_before(here: Place) -> None:
    busy = failed(FailureKind.BLOCKED, "429")
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        text = sights(worker.batch(), busy, worker=worker.name).model_dump_json()
        told = text.replace('\\"retry_after\\":null', '\\"retry_after\\":600')
        told = told.replace('\\"status\\":200', '\\"status\\":429')
        worker.send(told)
        finished(lookout)
        begin(lookout)
        assert worker.nothing_asked()
        finished(lookout)
        assert counted(lookout, "hn", "asked") == counted(lookout, "hn", "answered") == 2


def test_down_takes_the_majority_of_networks(here: Place) -> None:
    with here.watching(EMC_TRANSPORT__RESOLVE=here.at(1)) as lookout, here.played("hn") as one:
        one.join(lookout)
        begin(lookout)
        one.answer(one.batch(), DOWN)
        finished(lookout)
        assert states(lookout) == {"down"}


def test_where_only_workers_look_one_of_them_reads_the_pages(here: Place) -> None:
    workers = here.watching(EMC_CLUSTER__LOCAL_LOOKS="false"), here.played("hn"), here.played("hcm")
    with workers[0] as lookout, workers[1] as one, workers[2] as other:
        one.join(lookout)
        other.join(lookout)
        begin(lookout)
        asked, light = one.batch(), other.batch()
        assert [look.whole for look in asked.looks] == [True, True]
        assert "dns" in asked.looks[0].nightly
        assert asked.looks[0].memories == {}
        assert [look.whole for look in light.looks] == [False, False]
        other.answer(light)
        one.answer(asked, DOWN)
        finished(lookout)
        assert states(lookout) == {"partly"}
        begin(lookout)  # who saw the portals reads them now
        assert [look.whole for look in one.batch().looks] == [False, False]
        assert [look.whole for look in other.batch().looks] == [True, True]


def test_where_only_workers_look_a_real_one_reads_the_pages_of_the_night_too(here: Place) -> None:
    with here.watching(EMC_CLUSTER__LOCAL_LOOKS="false") as lookout, here.working():
        until(lambda: lookout.online()["hn"], "connected")
        begin(lookout)
        finished(lookout)
        probes = {item.probe for item in lookout.gear.store.observations("p0.portal")}
        assert {"reachability", "landing_page", "dns", "published_counts"} <= probes
        begin(lookout)
        finished(lookout)
        nightly = [item for item in lookout.gear.store.observations("p0.portal") if item.probe == "dns"]
        assert len(nightly) == 1
        assert {item.vantage for item in lookout.gear.store.observations("p0.portal")} == {"hn"}


def test_another_configuration_asks_other_vantages(here: Place) -> None:
    with here.watching() as lookout, here.played("hn") as worker:
        worker.join(lookout)
        found = load_configuration(here.config, here.variables(EMC_CLUSTER__VANTAGES="dn=fpt"))
        lookout.use(found)
        assert lookout.online() == {"dn": False}
        begin(lookout)
        finished(lookout)
        assert counted(lookout, "hn", "asked") == 0
        lookout.use(replace(found, settings=load_configuration(here.config, here.variables()).settings))
        until(lambda: lookout.online()["hn"], "heard again")


def test_a_sweep_waits_for_the_other_vantages(here: Place) -> None:
    with here.played("hn") as worker, here.played("hcm") as other:
        worker.keep_beating()
        other.keep_beating()
        with here.watching(EMC_CLUSTER__WINDOW="0.5") as lookout:
            lookout.take_all(lookout.subjects)
            assert counted(lookout, "hn", "asked") == counted(lookout, "hcm", "asked") == 2


def test_at_its_end_a_lookout_gives_back_what_it_has_not_kept(here: Place, redis: RedisServer) -> None:
    with here.played("hn") as worker, here.played("hcm") as slow:
        with here.watching() as lookout:
            worker.join(lookout)
            slow.join(lookout)
            begin(lookout)
            worker.answer(worker.batch())
            until(lambda: counted(lookout, "hn", "answered") == 2, "gathered, not kept")
        until(lambda: waiting(redis, "emc.sights") == 1, "given back")  # the line may close a moment after the lookout
        assert waiting(redis, "emc.unacked.sights") == 0
        worker.fall_silent()
        slow.fall_silent()
        with here.watching() as lookout:
            until(lambda: len(seen_from(lookout, "hn")) == 1, "kept by the next one")
