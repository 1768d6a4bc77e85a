"""Every exception of the libraries stands in the table, or is known not to come from a portal."""

import http.client

import pytest
import requests.exceptions
import urllib3.exceptions
from urllib3 import HTTPConnectionPool

from probes.transport.translation import TABLE, UNREACHED, translated

MODULES = (requests.exceptions, urllib3.exceptions)
CLASSES = [
    found
    for module in MODULES
    for found in vars(module).values()
    if isinstance(found, type)
    and issubclass(found, Exception)
    and not issubclass(found, Warning)
    and found.__module__ == module.__name__
]


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: f"{found.__module__}.{found.__name__}")
def test_each_exception_is_translated_or_known_to_be_out_of_reach(found) -> None:
    assert (found in TABLE) != (found in UNREACHED)


def test_the_walk_has_found_the_libraries() -> None:
    assert len(CLASSES) > 45


def test_each_reason_why_an_exception_is_out_of_reach_is_given() -> None:
    assert all(UNREACHED.values())


POOL = HTTPConnectionPool("a.test")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (http.client.RemoteDisconnected("closed"), "connection_reset"),
        (http.client.BadStatusLine("x"), "malformed_response"),
        (http.client.IncompleteRead(b""), "malformed_response"),
        (
            requests.exceptions.ConnectionError(
                urllib3.exceptions.ProtocolError("aborted", http.client.RemoteDisconnected("closed"))
            ),
            "connection_reset",
        ),
        (
            requests.exceptions.ChunkedEncodingError(
                urllib3.exceptions.ProtocolError("broken", http.client.IncompleteRead(b""))
            ),
            "malformed_response",
        ),
        (
            urllib3.exceptions.MaxRetryError(POOL, "/", urllib3.exceptions.ReadTimeoutError(POOL, "/", "slow")),
            "read_timeout",
        ),
    ],
)  # fmt: skip
def test_the_innermost_exception_names_the_failure(error, kind) -> None:
    assert translated(error).kind == kind


@pytest.mark.parametrize("error", [urllib3.exceptions.ClosedPoolError(POOL, "x"), KeyError("a"), ValueError("b")])
def test_a_fault_of_ours_is_no_failure_of_a_portal(error) -> None:
    assert translated(error) is None
