"""One load of a page in a context of its own, watched until it has settled, and then asked."""

import asyncio
import base64
import binascii
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from playwright.async_api import BrowserContext, CDPSession, Error, Page, Request, Response

from probes.rendering.asking import ask
from probes.rendering.limits import Limits
from probes.rendering.loads import Frame, Load, Wanted
from probes.rendering.tracker import Tracker

T = TypeVar("T")

_WIDTH = 96  # pixels of the small pictures
_MOST_FRAMES = 400
_COUNTS_AFTER_LOAD = 5.0  # seconds: what a page does later is its own affair (carousels, chats)
_TICK = 0.1
_HOLDING = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
_REFUSED = frozenset({403, 429, 500, 502, 503, 504})


class CutError(Exception):
    """The load went beyond what it may."""


class Visit:
    """Watches one page while it loads. `halt` ends it from outside, with the reason."""

    def __init__(self, page: Page, context: BrowserContext, wanted: Wanted, limits: Limits) -> None:
        """Nothing is loaded before `take`. `page` is the only one of its context that stays."""
        self._page, self._context = page, context
        self._wanted, self._limits = wanted, limits
        self._tracker = Tracker(wanted)
        self._halted: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._frames: list[tuple[float, str]] = []
        self._beside: set[asyncio.Task[Any]] = set()
        self._requests = 0
        self._under_way: set[Request] = set()
        self._gone: set[Request] = set()
        self._stirred = time.monotonic()
        self._scripts_missing = False
        self._status = 0

    def halt(self, reason: str) -> None:
        """End the load; the first reason counts."""
        if not self._halted.done():
            self._halted.set_result(reason)

    async def take(self, url: str) -> Load:
        """Load and ask; raises `CutError`, or Playwright's error."""
        line = await self._begin()
        await self._unless_halted(self._page.goto(url, wait_until="load", timeout=0))
        settled = await self._unless_halted(self._settle())
        asked = await self._unless_halted(ask(line, self._wanted))
        tracker = self._tracker
        return Load(
            url=url,
            final_url=self._page.url,
            status=self._status,
            html=asked.markup,
            settled=settled,
            ended=min(asked.now, asked.loaded + _COUNTS_AFTER_LOAD),
            first_content=asked.first,
            largest_content=asked.largest,
            tasks=asked.tasks,
            frames=tuple(_pictures(self._frames, asked.origin)),
            label=asked.label,
            site_id=asked.site_id or tracker.site_id,
            tracker_script=tracker.script,
            held_back=tuple(tracker.held_back),
            insecure=tracker.insecure,
            scripts_missing=self._scripts_missing,
        )

    async def _begin(self) -> CDPSession:
        page = self._page
        page.on("request", self._requested)
        page.on("requestfinished", self._finished)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("crash", lambda _: self.halt("the page crashed"))
        self._context.on("page", lambda other: self._aside(other.close()))  # what opens by itself is closed
        await self._context.route(self._tracker.addresses, self._tracker.decide)
        line = await self._context.new_cdp_session(page)
        line.on("Page.screencastFrame", lambda event: self._framed(line, event))
        size = {"maxWidth": _WIDTH, "maxHeight": _WIDTH}
        await line.send("Page.startScreencast", {"format": "png", **size})
        return line

    async def _unless_halted(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        try:
            either: tuple[asyncio.Future[Any], ...] = (task, self._halted)
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if self._halted.done():
                raise CutError(self._halted.result())
            return task.result()
        finally:
            if not task.done():
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _settle(self) -> bool:
        """Whether no request began or ended in a while; waits for that within its patience."""
        until = time.monotonic() + self._limits.patience
        while (now := time.monotonic()) < until:
            busy = any(request.resource_type in _HOLDING for request in self._under_way)
            if not busy and now - self._stirred >= self._limits.quiet:
                return True
            await asyncio.sleep(_TICK)
        return False

    def _requested(self, request: Request) -> None:
        self._requests += 1
        self._stirred = time.monotonic()
        self._under_way.add(request)
        self._tracker.note(request)
        if self._requests > self._limits.requests:
            self.halt(f"more than {self._limits.requests} requests")

    def _finished(self, request: Request) -> None:
        self._stirred = time.monotonic()
        self._under_way.discard(request)

    def _failed(self, request: Request) -> None:
        self._finished(request)
        if request.resource_type == "script" and request not in self._gone:
            self._scripts_missing = True

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self._page.main_frame:
            self._status = response.status  # also of the page that a script or a refresh leads to
        if response.ok:
            self._tracker.loaded(response.request)
        elif response.status not in _REFUSED:
            self._gone.add(response.request)  # nobody else gets it either
        elif response.request.resource_type == "script":
            self._scripts_missing = True

    def _framed(self, line: CDPSession, event: dict[str, Any]) -> None:
        picture = (float(event["metadata"].get("timestamp", 0.0)), event["data"])
        if len(self._frames) < _MOST_FRAMES:
            self._frames.append(picture)
        else:
            self._frames[-1] = picture
        self._aside(line.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]}))

    def _aside(self, work: Coroutine[Any, Any, Any]) -> None:
        """What nobody waits for; the page may be gone before it is done."""
        task = asyncio.ensure_future(_quietly(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _quietly(work: Coroutine[Any, Any, Any]) -> None:
    with suppress(Error):
        await work


def _pictures(frames: list[tuple[float, str]], origin: float) -> list[Frame]:
    try:
        return [Frame(at=at - origin, png=base64.b64decode(data)) for at, data in frames]
    except binascii.Error:
        return []
