"""How `requests` and `urllib3` are made to ask over a connection that was already looked up, checked and opened."""

import logging
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection

from probes.transport.deadline import DeadlineSocket
from probes.transport.heads import CheckedResponse
from probes.transport.places import Place

# urllib3 logs a warning with a stack trace for every odd header that a portal sends; to us that is a fact, not news.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class LineConnection(HTTPConnection):
    """A connection over a line that is already open, TLS included."""

    response_class = CheckedResponse

    def __init__(self, *args: Any, line: DeadlineSocket, **kwargs: Any) -> None:
        """Take the line over; host and port serve the `Host` header only."""
        super().__init__(*args, **kwargs)
        self._line = line

    def connect(self) -> None:
        """Nothing is left to be done but to use it."""
        self.sock = self._line  # it offers what http.client asks of a socket


class LineAdapter(BaseAdapter):
    """Sends one question over one given line.

    It stands where `requests` has its own adapter; pools, retries and proxies, which that one sets up anew for each
    question, would cost a tenth of a look, and none of them is wanted here.
    """

    def __init__(self, line: DeadlineSocket, place: Place) -> None:
        """The `Host` header names the place as browsers do: its port only where it is not the usual one."""
        super().__init__()
        self._connection = LineConnection(place.host, place.port, line=line)
        self._host = urlsplit(place.url).netloc

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """Ask, and return once the head of the answer is read. The certificate was judged in the handshake."""
        with suppress(BrokenPipeError):  # a portal may answer and close before it has read the whole question
            self._connection.request(
                request.method or "GET",
                request.path_url,
                body=request.body,
                headers={"Host": self._host, **request.headers},
                preload_content=False,
                decode_content=False,
            )
        return _response(request, self._connection.getresponse())

    def close(self) -> None:
        """Let go of the line; the look hangs up itself."""
        self._connection.close()


def _response(request: PreparedRequest, answer: HTTPResponse) -> Response:
    """The answer without its cookies, which `http.cookiejar` would read, and break on."""
    response = Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(answer.headers)
    response.raw = answer
    response.request = request
    return response
