"""A name system that asks the test's own name server, at the test's own time."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from probes.names.connection import Source
from probes.names.facts import DnsFacts
from probes.names.system import Clocks, NameSystem
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from tests.support.nameserver import NOW, Book, serving_book

LookUp = Callable[..., DnsFacts]


@pytest.fixture
def look_up() -> Iterator[LookUp]:
    """`look_up(book, url)`: everything that the book's name server says, over settings that may be changed."""
    bell = Bell()

    def looked_up(book: Book, url: str, *, source: Source = lambda *_: None, **settings: Any) -> Any:
        with serving_book(book) as nameserver:
            chosen = TransportSettings(**({"nameservers": (nameserver,), "hosts_file": None} | settings))
            return NameSystem(chosen, bell=bell, clocks=Clocks(now=NOW.timestamp), source=source).look_up(url)

    yield looked_up
    bell.ring()
