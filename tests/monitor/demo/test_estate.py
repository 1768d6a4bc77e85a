"""The estate on real TLS sockets: what it serves, how it misbehaves, and that it leaves nothing behind."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.demo.estate import RunningEstate, running_estate
from monitor.demo.layout import LABEL
from monitor.demo.scenario import host_of, load_scenario
from monitor.demo.shapes.choice import DOSSIER_SHAPES, SERVICE_SHAPES

SECONDS = 10.0


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEstate]:
    with running_estate("2022-08", tmp_path_factory.mktemp("estate")) as running:
        yield running


def place(estate: RunningEstate, host: str, port: int = 443) -> tuple[str, int]:
    """Where the estate's map sends a name."""
    pairs = dict(pair.split("=") for pair in estate.resolve.split(","))
    address, _, number = pairs[f"{host}:{port}"].rpartition(":")
    return address, int(number)


def ask(estate: RunningEstate, url: str, *, seconds: float = SECONDS) -> tuple[int, bytes]:
    """Status and body of an HTTPS address of the estate, verified against its authority."""
    host, _, path = url.removeprefix("https://").partition("/")
    trust = ssl.create_default_context(cafile=estate.ca_file)
    with (
        socket.create_connection(place(estate, host), timeout=seconds) as plain,
        trust.wrap_socket(plain, server_hostname=host) as secure,
    ):
        secure.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        head, _, body = b"".join(iter(lambda: secure.recv(65_536), b"")).partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), body


def of_trouble(estate: RunningEstate, trouble: str) -> str:
    """The host of one portal with that trouble."""
    portals = (p for p in estate.scenario.portals if estate.scenario.troubled(p) == trouble)
    return host_of(next(portals))


def test_every_sound_page_carries_the_label_and_the_mark(estate: RunningEstate):
    sound = [portal for portal in estate.scenario.portals if not estate.scenario.troubled(portal)]
    for portal in sound[::5]:
        status, body = ask(estate, portal.url)
        assert status == 200
        assert LABEL in body.decode()
        assert 'name="simulated" content="true"' in body.decode()


def test_every_shape_is_in_use():
    scenario = load_scenario("2022-08")
    assert len(scenario.agencies) >= 2 * max(len(SERVICE_SHAPES), len(DOSSIER_SHAPES))
    assert len(SERVICE_SHAPES) + len(DOSSIER_SHAPES) >= 12


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("tls_expired", "expired"),
        ("tls_wrong_host", "mismatch"),
        ("tls_untrusted", "unable to get local issuer"),
        ("tls_not_yet_valid", "not yet valid"),
    ],
)
def test_faulty_certificates_fail_as_promised(estate: RunningEstate, trouble: str, words: str):
    with pytest.raises(ssl.SSLCertVerificationError, match=words):
        ask(estate, f"https://{of_trouble(estate, trouble)}/")


def test_a_listener_that_speaks_no_tls_breaks_the_handshake(estate: RunningEstate):
    with pytest.raises(ssl.SSLError):
        ask(estate, f"https://{of_trouble(estate, 'tls_protocol')}/")


def test_a_refusing_host_refuses_on_both_ports(estate: RunningEstate):
    for port in (443, 80):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place(estate, of_trouble(estate, "refused"), port), timeout=SECONDS)


@pytest.mark.parametrize("trouble", ["silent", "mute"])
def test_a_host_that_says_nothing_says_nothing(estate: RunningEstate, trouble: str):
    with pytest.raises(TimeoutError):
        ask(estate, f"https://{of_trouble(estate, trouble)}/", seconds=0.5)


def test_a_dripping_host_begins_an_answer_that_does_not_end(estate: RunningEstate):
    host = of_trouble(estate, "drip")
    trust = ssl.create_default_context(cafile=estate.ca_file)
    with (
        socket.create_connection(place(estate, host), timeout=SECONDS) as plain,
        trust.wrap_socket(plain, server_hostname=host) as secure,
    ):
        secure.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert secure.recv(12) == b"HTTP/1.1 200"
        for _ in range(3):
            assert secure.recv(1)


def test_two_addresses_redirect_to_each_other(estate: RunningEstate):
    host = of_trouble(estate, "redirect_loop")
    assert ask(estate, f"https://{host}/")[0] == ask(estate, f"https://{host}/trang-chu")[0] == 302


def test_plain_http_leads_to_https(estate: RunningEstate):
    host = host_of(estate.scenario.portals[0])
    with closing(socket.create_connection(place(estate, host, 80), timeout=SECONDS)) as plain:
        plain.sendall(f"GET /a?b=c HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: plain.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 301 ")
    assert f"Location: https://{host}/a?b=c".encode() in answer


def test_a_replaced_body_stands_on_its_page_and_nowhere_else(estate: RunningEstate, tmp_path: Path):
    replaced, other = estate.scenario.portals[0], estate.scenario.portals[1]
    with running_estate("2022-08", tmp_path, changes={replaced.id: {"body": "<p>khác</p>"}}) as changed:
        assert ask(changed, replaced.url)[1].decode() == "<p>khác</p>"
        assert ask(changed, other.url) == ask(estate, other.url)


def test_the_same_scenario_serves_the_same_pages(estate: RunningEstate, tmp_path: Path):
    portal = estate.scenario.portals[4]
    with running_estate("2022-08", tmp_path) as again:
        assert ask(again, portal.url) == ask(estate, portal.url)


def test_retired_service_portals_lead_to_the_national_portal_which_is_served(tmp_path: Path):
    with running_estate("2026-11", tmp_path) as estate:
        moved = next(portal for portal in estate.scenario.portals if portal.id in estate.scenario.moved)
        assert ask(estate, moved.url)[0] == 301
        status, body = ask(estate, f"https://{estate.scenario.national_portal}/")
        assert status == 200
        assert LABEL in body.decode()


def test_after_the_block_there_is_no_process_and_no_file(tmp_path: Path):
    with running_estate("2022-08", tmp_path) as estate:
        process = estate.process
        assert Path(f"/proc/{process}").exists() or os.name != "posix"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_estate_ends_when_its_parent_is_killed(tmp_path: Path):
    program = (
        "import pathlib, sys, time\n"
        "from monitor.demo.estate import running_estate\n"
        "with running_estate('2022-08', pathlib.Path(sys.argv[1])) as estate:\n"
        "    print(estate.address[1], flush=True)\n"
        "    time.sleep(60)\n"
    )
    root = str(Path(__file__).parents[3])
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    with parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        parent.kill()
    assert answers_no_more(port)


def answers_no_more(port: int) -> bool:
    """Whether a port is closed within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=SECONDS).close()
        except (ConnectionRefusedError, ConnectionResetError):
            return True
        time.sleep(0.05)
    return False
