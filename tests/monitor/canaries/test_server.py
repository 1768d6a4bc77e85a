"""The canaries' server answers for their names only, over TLS only, and leaves nothing behind."""

import socket
import ssl
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest

from monitor.canaries.contract import Canary
from monitor.canaries.server import PORT, serving
from probes.transport.fetch import Transport
from probes.transport.settings import TransportSettings

CANARY = Canary(name="a_b", page="<p>{mark}</p>", expects={})
NOW = datetime.now(UTC)


def test_it_answers_its_page_with_the_mark_and_404_for_anything_else() -> None:
    with (
        serving([CANARY], TransportSettings(user_agent="ours"), mark="m-1", now=NOW) as settings,
        closing(Transport(settings)) as transport,
    ):
        page = transport.fetch(f"https://a-b.canary.test:{PORT}/")
        other = transport.fetch(f"https://a-b.canary.test:{PORT}/favicon.ico")
    assert settings.user_agent == "ours"
    assert (page.status, page.body, page.failure) == (200, b"<p>m-1</p>", None)
    assert other.status == 404


def test_visitors_who_talk_nonsense_or_leave_do_not_stop_it() -> None:
    with (
        serving([CANARY], TransportSettings(), mark="m", now=NOW) as settings,
        closing(Transport(settings)) as transport,
    ):
        place = next(iter(settings.resolve.values()))
        with closing(socket.create_connection(place)) as line:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        socket.create_connection(place).close()
        with closing(socket.create_connection(place)) as line, pytest.raises(ssl.SSLError):
            ssl.create_default_context().wrap_socket(line, server_hostname="stranger.test")
        assert transport.fetch(f"https://a-b.canary.test:{PORT}/").status == 200


def test_afterwards_nobody_listens_and_no_thread_is_left() -> None:
    before = threading.active_count()
    with serving([CANARY], TransportSettings(), mark="m", now=NOW) as settings:
        place = next(iter(settings.resolve.values()))
        assert settings.ca_file is not None
        assert settings.ca_file.exists()
    assert not settings.ca_file.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place, timeout=1)
    assert threading.active_count() <= before
