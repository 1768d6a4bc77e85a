"""Celery in a thread of its own: it takes batches from the queue of its vantage, and begins anew if it breaks."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.worker import WorkController, state

from monitor.cluster.names import TASK

_SLOTS = 128  # batches at once: each holds a thread that sleeps until its slowest look is over
_PAUSE = 2.0  # seconds before it begins anew

log = logging.getLogger(__name__)


class Taking:
    """`take` does one batch, given as the text of its message; what it raises is Celery's to understand."""

    def __init__(self, app: Celery, take: Callable[[str], None]) -> None:
        """Nothing is taken before `start`."""
        self._app = app

        def look(text: str) -> None:
            take(text)

        app.task(look, name=TASK, shared=False, acks_late=True, ignore_result=True)
        self._ended = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="batches", daemon=True)

    @property
    def ready(self) -> bool:
        """Whether batches are taken."""
        return self._ready.is_set()

    def start(self) -> None:
        """Begin."""
        state.should_stop = None
        self._app.set_default()
        self._thread.start()

    def cease(self) -> None:
        """Take no more."""
        self._ended.set()
        self._ready.clear()
        state.should_stop = 0  # Celery's own loop looks at it

    def stop(self, timeout: float) -> None:
        """Wait up to `timeout` seconds; batches that are not done go back into their queue."""
        self.cease()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._ended.is_set():
            controller: Any = WorkController(
                app=self._app,
                pool="threads",
                concurrency=_SLOTS,
                without_heartbeat=True,
                without_mingle=True,
                without_gossip=True,
                ready_callback=lambda _consumer: self._ready.set(),
            )
            controller.start()
            self._ready.clear()
            if not self._ended.wait(_PAUSE):
                log.warning("taking batches broke off; it begins anew")
