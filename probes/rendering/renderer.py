"""Rendered looks for everybody, one at a time: a thread of its own talks to the browser, whoever looks waits for it."""

import asyncio
import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import suppress

from probes.failures import Failure, FailureKind, failed
from probes.rendering.chromium import Chromium, NotStartedError
from probes.rendering.limits import Limits
from probes.rendering.loads import Rendering, Wanted
from probes.rendering.looking import Looking
from probes.rendering.tunnel import Tunnel
from probes.transport.addresses import Resolver
from probes.transport.halted import Halted
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell

log = logging.getLogger(__name__)

_LEAVE = 5.0  # seconds that the end of our process waits for the browser's
_REST = 600.0  # seconds before a browser that does not start is tried again


def overloaded() -> bool:
    """Whether this machine has more to do than it can: what a browser measures meanwhile is our own slowness."""
    return os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)


class Renderer:
    """Shows pages as `settings` lets looks go anywhere, within `limits`, until `bell` rings."""

    def __init__(
        self,
        settings: TransportSettings,
        limits: Limits,
        *,
        bell: Bell,
        strained: Callable[[], bool] = overloaded,
    ) -> None:
        """Nothing is started before the first page is asked for."""
        self._settings, self._limits, self._bell = settings, limits, bell
        self._strained = strained
        self._seat = threading.Lock()
        self._broken_until = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._looking: Looking | None = None
        self._ended: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    @property
    def pids(self) -> frozenset[int]:
        """The browser's processes; none while it is not running."""
        return self._looking.pids if self._looking is not None else frozenset()

    def join(self, timeout: float) -> bool:
        """Wait until the browser is gone after the bell rang; `False` where so many seconds were not enough."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def render(self, url: str, wanted: Wanted) -> Rendering:
        """The loads of this page; `None` where the browser is with another page, or did not start a short while ago.

        A failure says that the browser could not be had, which is nobody's but ours.
        """
        if time.monotonic() < self._broken_until or not self._seat.acquire(blocking=False):
            return None
        try:
            return self._within(url, wanted)
        except NotStartedError as error:
            return self._not_started(error)
        finally:
            self._seat.release()

    def _within(self, url: str, wanted: Wanted) -> Rendering:
        loop, looking = self._running()
        if loop is None or looking is None:
            return failed(FailureKind.MONITOR_FAULT, "the monitor stopped before the browser began")
        with suppress(CancelledError, asyncio.CancelledError):
            loads = asyncio.run_coroutine_threadsafe(looking.look(url, wanted), loop).result()
            if not self._bell.rung:
                return loads
        return failed(FailureKind.MONITOR_FAULT, "the monitor stopped while the browser looked")

    def _leave(self) -> None:
        loop, ended = self._loop, self._ended
        if loop is not None and ended is not None:
            loop.call_soon_threadsafe(ended.set)
        self.join(_LEAVE)

    def _running(self) -> tuple[asyncio.AbstractEventLoop | None, Looking | None]:
        if self._thread is None:
            ready = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(ready,), name="browser", daemon=True)
            self._thread.start()
            atexit.register(self._leave)  # whoever forgets the bell leaves no browser behind either
            ready.wait()
        return self._loop, self._looking

    def _run(self, ready: threading.Event) -> None:
        try:
            with suppress(Halted), self._bell:
                asyncio.run(self._serve(ready))
        finally:
            self._loop = None
            ready.set()

    async def _serve(self, ready: threading.Event) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._bell.fileno(), ended.set)
        tunnel = Tunnel(Resolver(self._settings), self._bell)
        chromium = Chromium(
            self._limits,
            port=await tunnel.open(),
            user_agent=self._settings.user_agent,
            ca_file=self._settings.ca_file,
        )
        self._looking = Looking(chromium, tunnel, self._limits, strained=self._strained)
        self._loop, self._ended = loop, ended
        ready.set()
        try:
            await ended.wait()
        finally:
            self._loop = None
            loop.remove_reader(self._bell.fileno())
            chromium.kill()
            await chromium.close()
            await tunnel.close()

    def _not_started(self, error: NotStartedError) -> Failure:
        log.warning("the browser does not start, next try in %.0f s: %s", _REST, error)
        self._broken_until = time.monotonic() + _REST
        return failed(FailureKind.MONITOR_FAULT, f"the browser does not start: {error}")
