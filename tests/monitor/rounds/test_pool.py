"""The pool runs jobs when they are due and never keeps the process for a hung one."""

import threading
import time

from monitor.rounds.pool import Pool


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


def test_at_the_end_only_that_is_run_which_is_to_be_run_in_any_case() -> None:
    pool, gate, busy, sure = Pool(1, monotonic=time.monotonic), threading.Event(), threading.Event(), threading.Event()
    ran: list[str] = []

    def hang() -> None:
        busy.set()
        gate.wait(5)

    pool.submit(hang)
    assert busy.wait(5)
    pool.submit(lambda: ran.append("dropped"))
    pool.submit(sure.set, in_any_case=True)
    pool.stop(0.01)
    gate.set()
    assert sure.wait(5)
    pool.stop(5)
    assert ran == []


def lookers(before: set[threading.Thread]) -> int:
    """Threads that take looks and were not there before; the one that minds the queue takes none."""
    return sum(not thread.name.endswith("minder") for thread in set(threading.enumerate()) - before)


def test_a_busy_processor_gets_few_threads_however_much_waits() -> None:
    before, gate = set(threading.enumerate()), threading.Event()
    pool = Pool(40, monotonic=time.monotonic, processor=time.monotonic)  # as if one processor worked all the time
    started = threading.Semaphore(0)

    def work() -> None:
        started.release()
        gate.wait(30)

    for _ in range(20):
        pool.submit(work)
    assert all(started.acquire(timeout=5) for _ in range(8))
    assert not started.acquire(timeout=0.6)
    assert lookers(before) == 8
    gate.set()
    assert all(started.acquire(timeout=5) for _ in range(12))
    pool.stop(5)


def test_what_hangs_costs_a_thread_each_and_delays_nobody() -> None:
    pool, gate, hung = Pool(40, monotonic=time.monotonic), threading.Event(), threading.Semaphore(0)

    def hang() -> None:
        hung.release()
        gate.wait(30)

    for _ in range(30):
        pool.submit(hang)
    assert all(hung.acquire(timeout=5) for _ in range(30))
    done = threading.Semaphore(0)
    for _ in range(70):
        pool.submit(done.release)
    assert all(done.acquire(timeout=5) for _ in range(70))
    assert pool.lag() == 0
    gate.set()
    pool.stop(1)


def test_threads_are_not_more_than_allowed_nor_than_needed() -> None:
    before, gate = set(threading.enumerate()), threading.Event()
    pool = Pool(5, monotonic=time.monotonic)
    assert lookers(before) == 1
    started = threading.Semaphore(0)

    def hang() -> None:
        started.release()
        gate.wait(30)

    for _ in range(20):
        pool.submit(hang)
    assert all(started.acquire(timeout=5) for _ in range(5))
    assert lookers(before) == 5
    gate.set()
    pool.stop(5)


def test_threads_leave_when_they_are_no_longer_needed() -> None:
    before, gate = set(threading.enumerate()), threading.Event()
    pool, started = Pool(30, monotonic=time.monotonic), threading.Semaphore(0)

    def hang() -> None:
        started.release()
        gate.wait(30)

    for _ in range(20):
        pool.submit(hang)
    assert all(started.acquire(timeout=5) for _ in range(20))
    gate.set()
    until = time.monotonic() + 5
    while lookers(before) > 4 and time.monotonic() < until:
        time.sleep(0.01)
    assert 1 <= lookers(before) <= 4
    done = threading.Event()
    pool.submit(done.set)
    assert done.wait(5)
    pool.stop(1)


def test_what_one_thread_gets_done_wakes_no_other() -> None:
    pool, ran = Pool(8, monotonic=time.monotonic), []
    for _ in range(50):
        done = threading.Event()
        pool.submit(lambda done=done: (ran.append(threading.get_ident()), done.set()))
        assert done.wait(5)
    pool.stop(1)
    assert len(set(ran)) == 1
