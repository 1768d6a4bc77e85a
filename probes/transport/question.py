"""What is asked at each hop; redirects and cookies change it."""

from collections.abc import Mapping
from typing import Any

from requests import PreparedRequest, Response
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar

from probes.transport.connection import LineAdapter
from probes.transport.deadline import DeadlineSocket
from probes.transport.places import Place

_SAME_METHOD = frozenset({307, 308})


class Question:
    """One request as it stands at the present hop; ends with the fetch, and its cookies with it."""

    def __init__(self, method: str, headers: Mapping[str, str], json_body: Any) -> None:
        """`json_body` is sent as JSON, `None` as no body."""
        self._method = method
        self._headers = headers
        self._json = json_body
        self._cookies = RequestsCookieJar()

    def put(self, place: Place, line: DeadlineSocket) -> Response:
        """Ask over this line; returns once the head of the answer is read."""
        request = PreparedRequest()
        request.prepare(
            method=self._method, url=place.url, headers=self._headers, json=self._json, cookies=self._cookies
        )
        return LineAdapter(line, place.host, place.port).send(request, stream=True)

    def redirected(self, response: Response) -> None:
        """Go on as browsers do: keep the cookies, and turn anything but 307 and 308 into a GET."""
        extract_cookies_to_jar(self._cookies, response.request, response.raw)  # type: ignore[no-untyped-call]  # requests leaves it untyped
        if response.status_code not in _SAME_METHOD and self._method != "GET":
            self._method, self._json = "GET", None
