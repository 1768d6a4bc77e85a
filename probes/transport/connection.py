"""How `requests` and `urllib3` are made to ask over a connection that was already looked up, checked and opened."""

import logging
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection

from probes.transport.deadline import DeadlineSocket
from probes.transport.heads import CheckedResponse

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


class LinePool(HTTPConnectionPool):
    """A pool of one connection, for `urllib3` to take it from."""

    ConnectionCls = LineConnection


class LineAdapter(HTTPAdapter):
    """Sends one question over one given line."""

    def __init__(self, line: DeadlineSocket, host: str, port: int) -> None:
        """`host` and `port` as the question names them."""
        self._pool = LinePool(host, port, line=line)
        super().__init__()

    def init_poolmanager(self, *_: Any, **__: Any) -> None:
        """No pools: one line, one question."""

    def get_connection_with_tls_context(self, *_: Any, **__: Any) -> HTTPConnectionPool:
        """The pool of that one line, whatever scheme and proxies are named."""
        return self._pool

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Nothing: the certificate was judged in the handshake."""

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """The answer without its cookies, which `http.cookiejar` would read, and break on."""
        response = Response()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.raw = resp
        response.request = req
        return response

    def close(self) -> None:
        """Let go of the line; the look hangs up itself."""
        self._pool.close()
