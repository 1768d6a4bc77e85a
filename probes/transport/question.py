"""What is asked at each hop; redirects and cookies change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from probes.transport.connection import Reply, put
from probes.transport.cookies import Cookies
from probes.transport.deadline import DeadlineSocket
from probes.transport.places import NoPlaceError, Place, UnvisitedError, place_of

_SAME_METHOD = frozenset({307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A page that we hold already: its URL as it goes over the wire, and the headers that ask whether it changed."""

    url: str
    headers: Mapping[str, str]


class Question:
    """One request as it stands at the present hop; ends with the fetch, and its cookies with it."""

    def __init__(self, method: str, headers: Mapping[str, str], json_body: Any, known: Known | None = None) -> None:
        """`json_body` is sent as JSON, `None` as no body; `known` is asked for conditionally, at its own URL only."""
        self._known = known
        self._method = method
        self._headers = headers
        self._json = json_body
        self._cookies = Cookies()
        self._asked: set[tuple[str, str, str | None]] = set()  # method, URL and cookies of every hop so far

    def put(self, place: Place, line: DeadlineSocket) -> Reply:
        """Ask over this line; returns once the head of the answer is read."""
        cookie = self._cookies.header(place)
        self._asked.add((self._method, place.url, cookie))
        headers = {**self._headers, "Cookie": cookie} if cookie else self._headers
        if self._known is not None and self._known.url == place.url:
            headers = {**headers, **self._known.headers}
        return put(line, self._method, place.url, headers=headers, json_body=self._json)

    def redirected(self, place: Place, reply: Reply) -> None:
        """Go on as browsers do: keep the cookies, and turn anything but 307 and 308 into a GET."""
        for header in reply.all("set-cookie"):
            self._cookies.keep(place, header)
        if reply.status not in _SAME_METHOD and self._method != "GET":
            self._method, self._json = "GET", None

    def repeats(self, url: str) -> bool:
        """Whether asking this URL now would be a question that was asked already, cookies and all: nothing new can
        come of it, and who sends us there sends us round in circles."""
        try:
            place = place_of(url)
        except (NoPlaceError, UnvisitedError):
            return False
        return (self._method, place.url, self._cookies.header(place)) in self._asked
