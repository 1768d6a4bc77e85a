"""Several loads of one page, each bounded in time, memory, requests and bytes, whatever the page does."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from playwright.async_api import BrowserContext, Error

from probes.rendering.chromium import Chromium
from probes.rendering.limits import Limits
from probes.rendering.loads import Load, Wanted
from probes.rendering.tunnel import Allowance, Tunnel
from probes.rendering.visit import CutError, Visit

_MOST_FAILED = 2  # loads of one look, after which the others are not tried
_SHUT = 5.0  # seconds for closing a context; then the browser is killed
_WATCH = 0.2  # seconds between two looks at the memory


class Looking:
    """Loads pages one after the other. Lives in the event loop of the browser."""

    def __init__(self, chromium: Chromium, tunnel: Tunnel, limits: Limits, *, strained: Callable[[], bool]) -> None:
        """`strained` tells whether our own machine is too busy to measure."""
        self._chromium, self._tunnel, self._limits = chromium, tunnel, limits
        self._strained = strained
        self._idle: asyncio.Task[None] | None = None

    @property
    def pids(self) -> frozenset[int]:
        """The browser's processes."""
        return self._chromium.pids

    async def look(self, url: str, wanted: Wanted) -> tuple[Load, ...]:
        """The loads of this page, fewer where two of them came to nothing; raises `NotStartedError`."""
        if self._idle is not None:
            self._idle.cancel()
        loads: list[Load] = []
        while len(loads) < self._limits.loads and sum(load.problem is not None for load in loads) < _MOST_FAILED:
            loads.append(await self._load(url, wanted))
        self._idle = asyncio.create_task(self._close_unused())
        return tuple(loads)

    async def _close_unused(self) -> None:
        await asyncio.sleep(self._limits.idle)
        await self._chromium.close()

    async def _load(self, url: str, wanted: Wanted) -> Load:
        context: BrowserContext | None = None
        allowance: Allowance | None = None
        try:
            context = await self._chromium.context()
            visit = Visit(await context.new_page(), context, wanted, self._limits)
            allowance = Allowance(bytes=self._limits.bytes, on_spent=visit.halt)
            self._tunnel.allow(allowance)
            async with asyncio.timeout(self._limits.deadline):
                load = await self._watched(visit, url)
            return replace(load, strained=self._strained())
        except CutError as cut:
            return Load(url=url, problem=str(cut))
        except TimeoutError:
            return Load(url=url, problem=f"not loaded within {self._limits.deadline:g} s")
        except Error as error:
            refused = f" ({allowance.refused[0]})" if allowance is not None and allowance.refused else ""
            return Load(url=url, problem=f"{error.message.strip().partition(chr(10))[0][:200]}{refused}")
        finally:
            self._tunnel.allow(None)
            if context is not None and not await _done(context.close()):
                self._chromium.kill()

    async def _watched(self, visit: Visit, url: str) -> Load:
        watcher = asyncio.create_task(self._watch_memory(visit))
        try:
            return await visit.take(url)
        finally:
            watcher.cancel()

    async def _watch_memory(self, visit: Visit) -> None:
        while await asyncio.to_thread(self._chromium.memory) <= self._limits.memory:
            await asyncio.sleep(_WATCH)
        self._chromium.kill()
        visit.halt(f"more than {self._limits.memory:,} bytes of memory")


async def _done(work: Awaitable[None]) -> bool:
    """Whether this came to its end in time, well or with the browser gone."""
    try:
        async with asyncio.timeout(_SHUT):
            await work
    except TimeoutError:
        return False
    except Error:
        return True
    return True
