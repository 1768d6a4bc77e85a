"""A broker of the test's own, and a place with portals that answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cluster import Place, place
from tests.support.hostile import serving
from tests.support.redis_server import RedisServer, running_redis
from tests.support.small_config import content


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """An empty Redis with a password."""
    with running_redis(tmp_path / "redis") as server:
        yield server


@pytest.fixture
def served() -> Iterator[int]:
    """The port of a portal that shows content."""
    with serving(content) as port:
        yield port


@pytest.fixture
def here(tmp_path: Path, redis: RedisServer, served: int) -> Place:
    """Two portals that can be reached, and the broker."""
    return place(tmp_path, broker=redis.url(), port=served)
