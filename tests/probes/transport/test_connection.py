"""The `Host` header names a portal as browsers do; some firewalls refuse any other form."""

import pytest

from probes.transport.places import place_of
from probes.transport.question import Question


class SilentError(Exception):
    """No answer comes."""


class Spoken:
    """A line that answers nothing but keeps what was said."""

    def __init__(self) -> None:
        self.said = b""

    def sendall(self, data: bytes) -> None:
        self.said += data

    def makefile(self, *_: object) -> None:
        raise SilentError


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://portal.test/", b"portal.test"),
        ("http://portal.test/", b"portal.test"),
        ("https://portal.test:8443/", b"portal.test:8443"),
        ("http://portal.test:443/", b"portal.test:443"),
        ("https://[2001:db8::1]/", b"[2001:db8::1]"),
    ],
)
def test_the_usual_port_goes_unnamed(url: str, host: bytes) -> None:
    line = Spoken()
    place = place_of(url)
    with pytest.raises(SilentError):  # it has been asked, and has no answer
        Question("GET", {"User-Agent": "test"}, None).put(place, line)  # type: ignore[arg-type]
    assert f"Host: {host.decode()}\r\n".encode() in line.said
