"""Our one Chromium: started when a page is to be shown, anew after it died or showed many, closed when nobody asks."""

import asyncio
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

from probes.rendering.authorities import trust
from probes.rendering.flags import environment, flags
from probes.rendering.limits import Limits
from probes.rendering.processes import kill, memory, started_with, told

_START = 30.0  # seconds
_END = 3.0  # seconds for an orderly end; then it is killed
_SIZE = 1366, 768


class NotStartedError(Exception):
    """There is no browser to be had; the words say why."""


class Chromium:
    """Holds the process, its home folder and the program that talks to it. Lives in one event loop."""

    def __init__(self, limits: Limits, *, port: int, user_agent: str, ca_file: Path | None) -> None:
        """`port` is the tunnel's; `user_agent` names us behind the browser's own words."""
        self._limits = limits
        self._flags = flags(port)
        self._user_agent = user_agent
        self._ca_file = ca_file
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._profile: str | None = None
        self._shown = 0

    @property
    def pids(self) -> frozenset[int]:
        """Its processes; none while it is not running."""
        return started_with(self._flags[0])

    def memory(self) -> int:
        """Bytes that it holds."""
        return memory(self.pids)

    def kill(self) -> None:
        """End it at once; the next context starts it anew."""
        kill(self.pids)

    async def context(self) -> BrowserContext:
        """A context that knows nothing of any other; raises `NotStartedError`, and Playwright's `Error` where it died
        meanwhile."""
        if self._browser is not None and not self._usable(self._browser):
            await self.close()
        if self._browser is None:
            await self._start()
        assert self._browser is not None
        self._shown += 1
        version = self._browser.version.partition(".")[0]
        words = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0"
        return await self._browser.new_context(
            accept_downloads=False,
            service_workers="block",
            locale="vi",
            timezone_id="Asia/Ho_Chi_Minh",
            user_agent=f"{words} Safari/537.36 {self._user_agent}".strip(),
            viewport={"width": _SIZE[0], "height": _SIZE[1]},
        )

    async def close(self) -> None:
        """End it, orderly or not, and leave nothing behind."""
        browser, self._browser = self._browser, None
        driver, self._driver = self._driver, None
        home, self._home = self._home, None
        profile, self._profile = self._profile, None
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(_END):
                if browser is not None:
                    await browser.close()
        self.kill()
        if driver is not None:
            await driver.stop()
        if profile is not None:
            shutil.rmtree(profile, ignore_errors=True)  # the driver leaves it where Chromium was killed
        if home is not None:
            home.cleanup()

    def _usable(self, browser: Browser) -> bool:
        """Whether it lives, also where the driver has not heard yet that it died, and has not shown too many."""
        return browser.is_connected() and bool(self.pids) and self._shown < self._limits.loads_per_process

    async def _start(self) -> None:
        self._shown = 0
        self._home = tempfile.TemporaryDirectory(prefix="emc-monitor-browser-", ignore_cleanup_errors=True)
        home = Path(self._home.name)
        try:
            await asyncio.to_thread(trust, home, self._ca_file)
            self._driver = await async_playwright().start()
            self._browser = await self._driver.chromium.launch(
                executable_path=self._limits.executable,
                args=self._flags,
                chromium_sandbox=self._limits.sandbox,
                env=environment(home),
                artifacts_dir=home / "artifacts",
                timeout=_START * 1000,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
            self._profile = told(self.pids, "--user-data-dir")
        except (Error, OSError, ValueError) as error:
            await self.close()
            raise NotStartedError(_words(error)) from error


def _words(error: Exception) -> str:
    """The line of an error that says most: Playwright draws frames of `=` around its own."""
    lines = [line for line in str(error).splitlines() if line.strip(" =")]
    return lines[0].strip()[:200] if lines else type(error).__name__
