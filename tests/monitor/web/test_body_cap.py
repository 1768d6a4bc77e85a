"""Bodies are cut off at a few kilobytes, whatever they say of their length."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.api import SECRETS, api
from tests.support.disputed import configuration, disputed


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("x")
    with disputed(folder) as outage, api(outage.store, configuration(folder / "config")) as served:
        yield served.port


def post(port: int, chunks: list[bytes], length: str | None) -> tuple[int, dict[str, object]]:
    """A request of these chunks; without a length it is sent in chunks."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.putrequest("POST", "/api/v1/incidents/x/acknowledge")
        line.putheader("Authorization", f"Bearer {SECRETS['duty']}")
        line.putheader("Content-Type", "application/json")
        if length is None:
            line.putheader("Transfer-Encoding", "chunked")
        else:
            line.putheader("Content-Length", length)
        line.endheaders()
        for chunk in chunks:
            line.send(chunk if length is not None else b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if length is None:
            line.send(b"0\r\n\r\n")
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())


BODY = b'{"note": "x"}'


def test_a_small_body_is_read_with_and_without_its_length(port: int) -> None:
    assert post(port, [BODY], str(len(BODY)))[0] == 404
    assert post(port, [BODY[:5], BODY[5:]], None)[0] == 404


def test_a_length_that_is_too_great_is_refused_before_anything_is_read(port: int) -> None:
    assert post(port, [], "16385") == (413, {"detail": "the body is larger than 16384 bytes"})


def test_a_body_that_does_not_tell_its_length_is_cut_off(port: int) -> None:
    assert post(port, [b" " * 1000] * 17, None) == (413, {"detail": "the body is larger than 16384 bytes"})


def test_pages_without_a_body_are_served(port: int, tmp_path: Path) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", "/healthz")
        assert line.getresponse().status == 200
