"""A stand-by is alive, not ready, and shows metrics and nothing else."""

import pytest
from fastapi.testclient import TestClient

from monitor.web.standby_app import create_standby_app


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_standby_app(lambda: b"emc_leader 0.0\n", why="stand-by: another one leads"))


def test_it_is_alive_and_tells_its_metrics(client: TestClient) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")
    assert client.get("/metrics").text == "emc_leader 0.0\n"


@pytest.mark.parametrize("path", ["/readyz", "/", "/portals/p1", "/api/v1/summary", "/openapi.json"])
def test_everything_else_says_that_it_stands_by(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (503, "stand-by: another one leads\n")
