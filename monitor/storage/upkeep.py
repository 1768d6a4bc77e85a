"""What an operator does to a store without watching: bring its schema up to date, and remove what is past its time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from monitor.storage import schema
from monitor.storage.engine import connect, writing
from monitor.storage.errors import StoreError
from monitor.storage.location import make_folder, must_exist, parse
from monitor.storage.prune import Pruned, Retention, prune
from monitor.storage.store import telling


def upgrade_store(url: str) -> tuple[str | None, str]:
    """Create the store or bring its schema up to date; gives the revisions before (`None`: no store) and after."""
    make_folder(parse(url))
    with _opened(url) as engine, writing(engine) as connection:
        return schema.upgrade(connection)


def prune_store(url: str, *, now: datetime, retention: Retention) -> Pruned:
    """Remove what is past its time; raises `StoreError` for a store that is not there or has another schema."""
    with existing(url) as engine:
        with engine.connect() as connection:
            present, newest = schema.present(connection), schema.newest()
        if present != newest:
            raise StoreError(f"the store's schema is {present or 'none'}, not {newest}; run `emc-monitor db upgrade`")
        return prune(engine, now=now, retention=retention)


@contextmanager
def existing(url: str) -> Iterator[Engine]:
    """The engine of a store that is there already; raises `StoreError` otherwise."""
    must_exist(parse(url))
    with _opened(url) as engine:
        yield engine


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    parsed = parse(url)
    with telling(parsed):
        engine = connect(parsed)
        try:
            yield engine
        finally:
            engine.dispose()
