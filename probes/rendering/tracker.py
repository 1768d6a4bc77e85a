"""What the browser asks of the EMC tracker: its script is let through, a call that would count a visit is not."""

import re
from urllib.parse import urlsplit

from playwright.async_api import Error, Request, Route

from probes.rendering.loads import Wanted

_FILES = frozenset({"script", "stylesheet", "image", "font"})
_SITE = re.compile(r"(?:^|[?&])(?:idsite|siteid|site_id)=(\d{1,9})\b", re.IGNORECASE)  # as Matomo and its kin call it


class Tracker:
    """Stands between one page and the tracker's hosts."""

    def __init__(self, wanted: Wanted) -> None:
        """Nothing was asked yet."""
        self._wanted = wanted
        self.script = False
        self.insecure = False
        self.site_id: int | None = None
        self.held_back: list[str] = []

    @property
    def addresses(self) -> re.Pattern[str]:
        """The addresses that are its to decide."""
        hosts = "|".join(map(re.escape, self._wanted.hosts)) or r"(?!)"
        return re.compile(rf"^https?://(?:{hosts})(?::\d+)?(?:/|$)", re.IGNORECASE)

    async def decide(self, route: Route) -> None:
        """Let a file through, or answer in the tracker's place that there is nothing to say."""
        request = route.request
        try:
            if self._is_file(request):
                await route.continue_()
            else:
                self._hold(request)
                await route.fulfill(status=204, headers={"access-control-allow-origin": "*"})
        except Error:
            return  # the page has gone meanwhile

    def note(self, request: Request) -> None:
        """A request of the page, wherever it goes."""
        parts = urlsplit(request.url)
        if parts.hostname in self._wanted.hosts:
            self.insecure = self.insecure or parts.scheme == "http"

    def loaded(self, request: Request) -> None:
        """A request that was answered well."""
        parts = urlsplit(request.url)
        mine = parts.hostname in self._wanted.hosts and parts.path.endswith(self._wanted.script_name)
        self.script = self.script or mine

    def _is_file(self, request: Request) -> bool:
        parts = urlsplit(request.url)
        below = parts.path.lower().startswith(self._wanted.tracker_path.lower())
        plain = request.method == "GET" and request.resource_type in _FILES and not below
        return plain and (not parts.query or request.resource_type != "image")

    def _hold(self, request: Request) -> None:
        if len(self.held_back) < 20:
            self.held_back.append(request.url[:500])
        found = _SITE.search(request.url) or _SITE.search((request.post_data_buffer or b"").decode("utf-8", "replace"))
        self.site_id = self.site_id or (int(found[1]) if found else None)
