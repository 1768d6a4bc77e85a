"""Foreign exceptions made failures, by one table."""

import http.client

import requests.exceptions
import urllib3.exceptions
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from probes.failures import Failure, FailureKind, failed

FOREIGN = (RequestException, HTTPError, http.client.HTTPException)

_MALFORMED = FailureKind.MALFORMED_RESPONSE
_RESET = FailureKind.CONNECTION_RESET

TABLE: dict[type[BaseException], FailureKind] = {
    http.client.HTTPException: _MALFORMED,
    http.client.InvalidURL: FailureKind.ADDRESS_REFUSED,
    http.client.RemoteDisconnected: _RESET,
    requests.exceptions.ChunkedEncodingError: _MALFORMED,
    requests.exceptions.ConnectionError: _RESET,
    requests.exceptions.ConnectTimeout: FailureKind.CONNECT_TIMEOUT,
    requests.exceptions.ContentDecodingError: _MALFORMED,
    requests.exceptions.InvalidHeader: _MALFORMED,  # two Content-Length headers that differ
    requests.exceptions.InvalidSchema: FailureKind.ADDRESS_REFUSED,
    requests.exceptions.InvalidURL: FailureKind.ADDRESS_REFUSED,
    requests.exceptions.MissingSchema: FailureKind.ADDRESS_REFUSED,
    requests.exceptions.ReadTimeout: FailureKind.READ_TIMEOUT,
    requests.exceptions.SSLError: FailureKind.TLS_PROTOCOL,
    requests.exceptions.Timeout: FailureKind.READ_TIMEOUT,
    requests.exceptions.TooManyRedirects: FailureKind.TOO_MANY_REDIRECTS,
    urllib3.exceptions.BodyNotHttplibCompatible: _MALFORMED,
    urllib3.exceptions.ConnectTimeoutError: FailureKind.CONNECT_TIMEOUT,
    urllib3.exceptions.DecodeError: _MALFORMED,
    urllib3.exceptions.HeaderParsingError: _MALFORMED,
    urllib3.exceptions.IncompleteRead: _MALFORMED,
    urllib3.exceptions.InvalidChunkLength: _MALFORMED,
    urllib3.exceptions.InvalidHeader: _MALFORMED,
    urllib3.exceptions.LocationParseError: FailureKind.ADDRESS_REFUSED,
    urllib3.exceptions.LocationValueError: FailureKind.ADDRESS_REFUSED,
    urllib3.exceptions.NameResolutionError: FailureKind.DNS_FAILURE,
    urllib3.exceptions.NewConnectionError: FailureKind.CONNECTION_REFUSED,
    urllib3.exceptions.ProtocolError: _MALFORMED,
    urllib3.exceptions.ReadTimeoutError: FailureKind.READ_TIMEOUT,
    urllib3.exceptions.ResponseNotChunked: _MALFORMED,
    urllib3.exceptions.SSLError: FailureKind.TLS_PROTOCOL,
    urllib3.exceptions.TimeoutError: FailureKind.READ_TIMEOUT,
    urllib3.exceptions.URLSchemeUnknown: FailureKind.ADDRESS_REFUSED,
}

_NO_PROXY = "no proxy is ever used"
_WE_DECODE = "bodies are decoded and parsed by ourselves"
_ONE_QUESTION = "nothing is retried: one line carries one question"
_PARENT = "only its children are raised"
_OUR_FAULT = "a fault of ours: it ends the round and blames nobody"

# What cannot reach us because of a portal; were it raised all the same, the fault would be ours.
UNREACHED: dict[type[BaseException], str] = {
    http.client.ImproperConnectionState: _OUR_FAULT,
    requests.exceptions.RequestException: _PARENT,
    requests.exceptions.HTTPError: "raise_for_status is not used: a status is a fact",
    requests.exceptions.InvalidJSONError: _WE_DECODE,
    requests.exceptions.JSONDecodeError: _WE_DECODE,
    requests.exceptions.InvalidProxyURL: _NO_PROXY,
    requests.exceptions.ProxyError: _NO_PROXY,
    requests.exceptions.RetryError: _ONE_QUESTION,
    requests.exceptions.StreamConsumedError: _OUR_FAULT,
    requests.exceptions.UnrewindableBodyError: _ONE_QUESTION,
    requests.exceptions.URLRequired: _OUR_FAULT,
    urllib3.exceptions.HTTPError: _PARENT,
    urllib3.exceptions.PoolError: _PARENT,
    urllib3.exceptions.RequestError: _PARENT,
    urllib3.exceptions.ResponseError: _ONE_QUESTION,
    urllib3.exceptions.MaxRetryError: "carries its reason, which stands in the table",
    urllib3.exceptions.HostChangedError: "redirects are followed by ourselves",
    urllib3.exceptions.TimeoutStateError: _OUR_FAULT,
    urllib3.exceptions.EmptyPoolError: _ONE_QUESTION,
    urllib3.exceptions.FullPoolError: _ONE_QUESTION,
    urllib3.exceptions.ClosedPoolError: _OUR_FAULT,
    urllib3.exceptions.ProxyError: _NO_PROXY,
    urllib3.exceptions.ProxySchemeUnknown: _NO_PROXY,
    urllib3.exceptions.ProxySchemeUnsupported: _NO_PROXY,
    urllib3.exceptions.UnrewindableBodyError: _ONE_QUESTION,
}


def translated(error: BaseException) -> Failure | None:
    """The failure that an exception of `requests`, `urllib3` or `http.client` means; `None` where it is our fault.

    Libraries wrap one another's exceptions: the innermost that the table knows says it best.
    """
    known = [kind for kind in map(_kind, _chain(error)) if kind is not None]
    return failed(known[-1], f"{type(error).__name__}: {error}"[:300]) if known else None


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        inner = waiting.pop(0)
        if isinstance(inner, BaseException) and inner not in found:
            found.append(inner)
            waiting += [*inner.args, getattr(inner, "reason", None), inner.__cause__]
    return found


def _kind(error: BaseException) -> FailureKind | None:
    for parent in type(error).__mro__:
        if parent in UNREACHED:
            return None
        if parent in TABLE:
            return TABLE[parent]
    return None
