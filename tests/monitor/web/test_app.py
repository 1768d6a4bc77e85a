"""The HTTP face answers what scripts rely on, and shows hostile text as text."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from monitor.web.app import Sources, create_app

SUMMARY: dict[str, Any] = {
    "simulated": True,
    "scenario": "2022-08",
    "law_day": "2022-08-08",
    "at": "2026-11-22T03:00:00Z",
    "portals": dict.fromkeys(("total", "up", "down", "blocked", "maintenance", "retired", "partly", "unknown"), 1),
    "connected": {
        level: {"full": 1, "partial": 0, "none": 0, "unknown": 0, "total": 1} for level in ("ministries", "provinces")
    },
    "national": {},
    "targets": [
        {
            "id": "TGT-02",
            "name": "Dịch vụ có hồ sơ",
            "goal": 0.8,
            "value": None,
            "due": "2022-12-31",
            "state": "unknown",
            "agencies": 0,
            "of": 1,
        }
    ],
    "verdicts": {},
    "agencies": [
        {
            "id": "a",
            "name": "<script>alert(1)</script>",
            "kind": "province",
            "score": None,
            "score_low": 0.0,
            "score_high": 100.0,
            "coverage": 0.0,
            "connected": "unknown",
        }
    ],
    "seconds": None,
}


def client(*, ready: tuple[str, ...] = ()) -> TestClient:
    sources = Sources(metrics=lambda: b"emc_leader 1.0\n", summary=lambda: SUMMARY, ready=lambda: ready)
    return TestClient(create_app(sources))


def test_metrics_are_served_as_prometheus_reads_them() -> None:
    answer = client().get("/metrics")
    assert answer.text == "emc_leader 1.0\n"
    assert answer.headers["content-type"].startswith("text/plain; version=")


def test_the_process_is_alive() -> None:
    assert client().get("/healthz").status_code == 200


def test_not_ready_says_why() -> None:
    assert client().get("/readyz").status_code == 200
    answer = client(ready=("schedule not running",)).get("/readyz")
    assert (answer.status_code, answer.text) == (503, "schedule not running\n")


def test_the_summary_is_json() -> None:
    assert json.loads(client().get("/api/v1/summary").text) == SUMMARY


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/openapi.json", "/nowhere"])
def test_every_answer_carries_the_headers_that_we_ask_of_portals(path: str) -> None:
    headers = client().get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_differences_between_places_are_served_as_json() -> None:
    told = {"simulated": True, "at": "2026-11-22T03:00:00Z", "differences": []}
    sources = Sources(metrics=bytes, summary=lambda: SUMMARY, ready=tuple, differences=lambda: told)
    assert TestClient(create_app(sources)).get("/api/v1/differences").json() == told
    assert client().get("/api/v1/differences").json() == {"differences": []}
