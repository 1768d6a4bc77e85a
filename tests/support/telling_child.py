"""A process that lets others live a short story of one portal, and die at each statement of it in turn.

`URL RECEIVER FIRST STEP`: the store as it is at `URL` is what every life begins with; a portal fails, is told of,
recovers, and is told of again. A child is killed before the n-th statement or commit, another one lives on to the end.
Prints `n letters-left-over` for each n from FIRST in steps of STEP, and ends with the first n that nobody died of.
"""

import json
import os
import shutil
import signal
import sys
import threading
import time
import traceback
import urllib.request
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.engine import Engine

from monitor.alerts.channels.contract import Receipt
from monitor.alerts.clockwork import Clockwork
from monitor.alerts.desk import Desk
from monitor.alerts.guide import Duty
from monitor.alerts.records import Letter, Occasion
from monitor.alerts.sender import Clerk, Sender
from monitor.incidents.records import Patience
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.outbox import Delivery
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from tests.support.desks import FIVE, START, guide, portal, round_of
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.postgres import new_database

WHERE = portal("mot")
STORY = "FPP"  # opens at the first, resolved at the last
GUIDE = guide([WHERE], duties={"REACH-01": Duty(patience=Patience(opens_after=1, closes_after=2))})
PATIENCE = 60.0  # seconds


def die_before(engine: Engine, number: int) -> None:
    """Let this process be killed before its n-th statement or commit, in whatever thread."""
    lock, seen = threading.Lock(), 0

    def count(*_: object) -> None:
        nonlocal seen
        with lock:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(PATIENCE)

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)


def post(address: str) -> Callable[[Letter], Receipt]:
    """A channel that sends id and occasion."""

    def send(letter: Letter) -> Receipt:
        body = json.dumps({"id": letter.id, "occasion": letter.occasion.value}).encode()
        with urllib.request.urlopen(urllib.request.Request(address, body), timeout=10) as answer:
            return Receipt(accepted=True, detail=str(answer.status))

    return send


def live(url: str, address: str, *, number: int = 0, life: int = 0) -> None:
    """Go on with the story from where the store is, to its end; `number` 0 for one who is not killed."""
    with Store.open(url, facts_types=FACTS_TYPES) as store, Store.open(url, facts_types=FACTS_TYPES) as beside:
        clock = [START + life * timedelta(hours=1)]  # what an earlier life claimed has run out by now
        if number:
            die_before(store.engine, number)
        ids = iter(range(1000))
        desk = Desk(GUIDE, new_id=lambda _at: f"{life}-{next(ids):04}")
        with store.transaction(desk) as connection:
            desk.load(connection, now=clock[0], features={})

        def compose(delivery: Delivery) -> Letter:
            return Letter(id=delivery.id, occasion=Occasion(delivery.occasion), at=clock[0], title="", body="")

        sender = Sender(store, Clerk(now=lambda: clock[0], chance=lambda: 0.5, compose=compose))
        clockwork = Clockwork(store, desk, now=lambda: clock[0], knock=sender.knock, in_hand=sender.in_hand)
        sender.use({"truc": post(address)})
        for place, letter in enumerate(STORY):
            made = round_of(WHERE, letter, START + place * FIVE, number=place)
            if made.observations[0].id not in {item.id for item in beside.observations(WHERE.id)}:
                store.keep_prepared([prepare(made)], beside=desk)
            clock[0] += FIVE
            clockwork.turn()
            drain(beside, sender)
        sender.stop(PATIENCE)


def drain(store: Store, sender: Sender) -> None:
    """Wait until the outbox is empty."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with reading(store.engine) as connection:
            letters = outbox.read_deliveries(connection, incidents=[item.id for item in store.incidents()])
        if all(item.finished is not None for item in letters):
            return
        sender.knock()
        time.sleep(0.005)


def fork(life: Callable[[], None]) -> int:
    """How a child ended: 0, or the negative number of the signal."""
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            life()
            ended = 0
        finally:
            if ended:
                traceback.print_exc()
            os._exit(ended)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def copy_of(url: str, number: int) -> str:
    """A store of its own for one story."""
    if url.startswith("postgresql"):
        name, _, folder = url.removeprefix("postgresql+psycopg://emc@/").partition("?host=")
        return new_database(folder, template=name)
    file = url.removeprefix("sqlite:///")
    shutil.copy(file, f"{file}-{number}")
    return f"sqlite:///{file}-{number}"


def main(url: str, receiver: str, first: str, step: str) -> None:
    """One story after the other, each with its death one step later."""
    fork(Store.open(url).close)  # in a child, so that no connection of ours is carried into the others
    number, died = int(first), True
    while died:
        own, address = copy_of(url, number), f"{receiver}/{number}"
        ended = fork(lambda own=own, address=address, number=number: live(own, address, number=number))
        died = ended == -signal.SIGKILL
        if died:
            ended = fork(lambda own=own, address=address: live(own, address, life=1))
        if ended != 0:
            sys.exit(f"statement {number}: ended with {ended}")
        print(number, flush=True)
        number += int(step)


if __name__ == "__main__":
    main(*sys.argv[1:])
