"""A transport that finds `portal.test` on a given loopback port, and closes with the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from probes.transport.fetch import Transport
from probes.transport.settings import TransportSettings

Transports = Callable[..., Transport]


@pytest.fixture
def transports() -> Iterator[Transports]:
    opened: list[Transport] = []

    def transport(port: int, **settings: Any) -> Transport:
        chosen = {
            "deadline": 0.8,
            "max_body": 100_000,
            "hosts_file": None,
            "nameservers": ("127.0.0.1:1",),
            "resolve": {("portal.test", None): ("127.0.0.1", port)},
        }
        opened.append(Transport(TransportSettings(**(chosen | settings))))
        return opened[-1]

    yield transport
    for each in opened:
        each.close()
