"""The pool runs jobs when they are due and never keeps the process for a hung one."""

import threading
import time

from monitor.pool import Pool


def test_jobs_run_in_the_order_in_which_they_are_due() -> None:
    pool, ran, done = Pool(1, monotonic=time.monotonic), [], threading.Event()
    gate = threading.Event()
    pool.submit(lambda: gate.wait(5) and None)
    pool.submit(lambda: (ran.append("late"), done.set()), delay=0.05)
    pool.submit(lambda: ran.append("soon"), delay=0.01)
    gate.set()
    assert done.wait(5)
    pool.stop(1)
    assert ran == ["soon", "late"]


def test_a_delayed_job_holds_no_thread() -> None:
    pool, done = Pool(1, monotonic=time.monotonic), threading.Event()
    pool.submit(lambda: None, delay=60)
    pool.submit(done.set)
    assert done.wait(5)
    assert pool.lag() == 0
    pool.stop(1)


def test_lag_is_the_time_that_a_due_job_waits_for_a_thread() -> None:
    now = [100.0]
    pool, gate, busy = Pool(1, monotonic=lambda: now[0]), threading.Event(), threading.Event()

    def hang() -> None:
        busy.set()
        gate.wait(5)

    pool.submit(hang)
    assert busy.wait(5)
    pool.submit(lambda: None)
    now[0] = 107.5
    assert pool.lag() == 7.5
    gate.set()
    pool.stop(1)


def test_stopping_does_not_wait_for_a_hung_look() -> None:
    pool, gate, busy = Pool(2, monotonic=time.monotonic), threading.Event(), threading.Event()

    def hang() -> None:
        busy.set()
        gate.wait(30)

    pool.submit(hang)
    assert busy.wait(5)
    started = time.monotonic()
    pool.stop(0.1)
    assert time.monotonic() - started < 5
    gate.set()
