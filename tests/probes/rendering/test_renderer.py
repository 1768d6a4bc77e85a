"""Real pages in a real Chromium: what is seen of them, what they may do, and what they may not."""

import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from probes.failures import Failure, FailureKind
from probes.rendering.loads import Load, Rendering
from probes.rendering.measures import blocking, largest, speed_index
from probes.rendering.processes import kill
from probes.rendering.renderer import Renderer
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from tests.support.browser_site import TRACKER, WANTED, Reply, Site, browser_site, need_chromium, quick
from tests.support.nameserver import Book, serving_book

pytestmark = pytest.mark.xdist_group("chromium")

ROOT = Path(__file__).parents[3]
HOME = "http://portal.test/"
HOG = "const held = []; for (let n = 0; n < 60; n++) held.push(new Uint8Array(5e7).fill(7))"


@contextmanager
def rendering(site: Site, *, settings: dict[str, Any] | None = None, **limits: object) -> Iterator[Renderer]:
    """A browser that finds the portal and the tracker on the site, and is gone afterwards."""
    need_chromium()
    here = ("127.0.0.1", site.port)
    given = {
        "resolve": {("portal.test", None): here, (TRACKER, None): here},
        "hosts_file": None,
        "nameservers": ("127.0.0.1:1",),
        "user_agent": "emc-monitor/9 (mailto:x@vinh-mau.test)",
    }
    bell = Bell()
    transport = TransportSettings(**(given | (settings or {})))
    renderer = Renderer(transport, quick(**limits), bell=bell, strained=lambda: False)
    try:
        yield renderer
    finally:
        bell.ring()
        assert renderer.join(20)
        assert not renderer.pids


@pytest.fixture(scope="module")
def sites() -> Iterator[Site]:
    with browser_site() as served:
        yield served


@pytest.fixture(scope="module")
def shared(sites: Site) -> Iterator[Renderer]:
    with rendering(sites) as renderer:
        yield renderer


@pytest.fixture(scope="module")
def narrow(sites: Site) -> Iterator[Renderer]:
    """A browser on a very short line."""
    with rendering(sites, deadline=6.0, patience=5.0, requests=20, bytes=300_000, memory=700_000_000) as renderer:
        yield renderer


@pytest.fixture
def site(sites: Site) -> Site:
    sites.replies.clear()
    sites.asked.clear()
    sites.heads.clear()
    return sites


@pytest.fixture
def load(shared: Renderer) -> Callable[..., Load]:
    def once(path: str = "") -> Load:
        return only(shared.render(HOME + path, WANTED))

    return once


def only(loads: Rendering) -> Load:
    assert isinstance(loads, tuple), loads
    (load,) = loads
    return load


def test_a_page_is_shown_with_its_times(site: Site, load: Callable[..., Load]) -> None:
    site.shows("/", "<h1>Vĩnh Mẫu</h1>")
    seen = load()
    assert (seen.problem, seen.status, seen.settled, seen.final_url) == (None, 200, True, HOME)
    assert "Vĩnh Mẫu" in seen.html
    times = (seen.first_content, largest(seen), blocking(seen), speed_index(seen))
    assert all(time is not None and 0 <= time < seen.ended for time in times), times


def test_the_portal_is_told_who_looks_and_in_which_language(site: Site, load: Callable[..., Load]) -> None:
    site.shows("/", "")
    load()
    assert site.heads[0]["User-Agent"].endswith(" emc-monitor/9 (mailto:x@vinh-mau.test)")
    assert site.heads[0]["Accept-Language"] == "vi"


@pytest.mark.parametrize(
    ("script", "label"),
    [
        ("document.body.insertAdjacentHTML('beforeend', '<div class=yhy-btn-emc>EMC</div>')", "visible"),
        ("document.body.insertAdjacentHTML('beforeend', '<a>Đã kết nối EMC</a>')", "visible"),
        ("document.body.insertAdjacentHTML('beforeend', '<div id=btnEMC style=display:none>EMC</div>')", "hidden"),
        ("document.body.insertAdjacentHTML('beforeend', '<div id=khac>EMC</div>')", None),
    ],
)
def test_a_label_that_a_script_puts_in_is_seen(
    script: str, label: str | None, site: Site, load: Callable[..., Load]
) -> None:
    site.shows("/", f"<script>fetch('/then').then(() => {{ {script} }})</script>")
    assert load().label == label


def test_the_trackers_script_runs_and_its_calls_never_leave(site: Site, load: Callable[..., Load]) -> None:
    site.replies["/embed/gov-tracking.min.js"] = Reply(
        headers={"Content-Type": "text/javascript"},
        body="""navigator.sendBeacon('http://f-emc.test/tracking', 'a=1');
            new Image().src = 'http://f-emc.test/tracking?idsite=4321&url=x';
            fetch('http://f-emc.test/tracking/more', {method: 'POST', body: 'b'}).then(answer => {
              document.body.insertAdjacentHTML('beforeend', `<b id="btnEMC">EMC ${answer.status}</b>`) })""",
    )
    site.shows(
        "/",
        """<script>addEventListener('load', () => {
             const tag = document.createElement('script');
             tag.src = 'http://f-emc.test/embed/gov-tracking.min.js'; document.head.append(tag) })</script>""",
    )
    seen = load()
    assert (seen.tracker_script, seen.site_id, seen.insecure, seen.label) == (True, 4321, True, "visible")
    assert len(seen.held_back) == 3
    assert site.asked_below("/embed") == ["/embed/gov-tracking.min.js"]
    assert site.asked_below("/tracking") == []


def test_the_number_in_the_queue_is_read_and_nothing_else_of_it(site: Site, load: Callable[..., Load]) -> None:
    site.shows("/", "<script>window._govaq = [['trackPageView'], ['setSiteId', '77']]</script>")
    assert load().site_id == 77
    site.shows("/", "<script>window._govaq = [['setSiteId', {toString: () => { throw 1 }}]]</script>")
    assert load().site_id is None


def test_content_that_comes_late_and_tasks_that_last_are_measured(site: Site, load: Callable[..., Load]) -> None:
    site.shows(
        "/",
        """<script>setTimeout(() => {
             const end = performance.now() + 300; while (performance.now() < end);
             document.body.insertAdjacentHTML('beforeend', `<h1 style="font-size:80px">${'Tin '.repeat(200)}</h1>`)
           }, 500)</script><img src="/dot">""",
    )
    site.replies["/dot"] = Reply(before=lambda: threading.Event().wait(0.9))
    seen = load()
    assert seen.first_content is not None
    assert (largest(seen) or 0) >= 0.8 > 0.5 > seen.first_content or seen.first_content >= 0.5
    assert (blocking(seen) or 0) >= 0.2


def test_what_a_page_says_of_its_own_times_is_not_asked(site: Site, load: Callable[..., Load]) -> None:
    site.shows(
        "/",
        """<script>window.PerformanceObserver = class { observe() { throw 1 } };
             performance.now = () => -5; document.querySelectorAll = () => { throw 2 };
             Array.prototype.map = () => { throw 3 }; JSON.stringify = () => '{}'</script>""",
    )
    assert load().first_content is not None


def test_dialogs_popups_and_requests_for_permission_are_dismissed(site: Site, load: Callable[..., Load]) -> None:
    site.shows(
        "/",
        """<script>alert(1); confirm(2); prompt(3); onbeforeunload = () => 'stay';
             window.open('/popup'); navigator.geolocation.getCurrentPosition(() => fetch('/where'));
             Notification.requestPermission().then(given => given === 'granted' && fetch('/granted'));
             navigator.serviceWorker && navigator.serviceWorker.register('/worker.js')</script>""",
    )
    site.shows("/popup", "<script>setTimeout(() => fetch('/popup-lives'), 300)</script>")
    assert load().problem is None
    assert {"/where", "/granted", "/worker.js", "/popup-lives"}.isdisjoint(site.asked)


def test_a_download_is_refused(site: Site, load: Callable[..., Load]) -> None:
    attached = {"Content-Disposition": "attachment; filename=x.exe", "Content-Type": "application/octet-stream"}
    site.replies["/file"] = Reply(body=b"MZ" * 1000, headers=attached)
    assert load("file").problem is not None


def test_nothing_of_the_page_reaches_an_address_that_the_guard_refuses(site: Site, load: Callable[..., Load]) -> None:
    with browser_site() as secret, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", 0))
        datagrams.setblocking(False)
        udp = datagrams.getsockname()[1]
        places = (f"127.0.0.1:{secret.port}", f"localhost:{secret.port}")
        tries = "".join(
            f"""<img src="http://{place}/image"><iframe src="http://{place}/frame"></iframe>
                <script src="http://{place}/script"></script><link rel=preconnect href="http://{place}">
                <script>fetch('http://{place}/fetch', {{mode: 'no-cors'}}).catch(() => 0);
                navigator.sendBeacon('http://{place}/beacon', 'x'); new WebSocket('ws://{place}/socket')</script>"""
            for place in places
        )
        peers = f"""<iframe src="file:///etc/hostname"></iframe><script>
            const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}}]}});
            peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer))</script>"""
        site.shows("/", tries + peers)
        seen = load()
        assert (seen.status, seen.scripts_missing) == (200, True)
        assert secret.asked == []
        with pytest.raises(BlockingIOError):
            datagrams.recv(1)


def test_a_name_that_changes_its_address_leads_nowhere_private(site: Site, sites: Site) -> None:
    """The page and its scripts ask for one name; at first it is the portal's, then the name server says loopback."""
    with browser_site() as secret, serving_book(Book("doi.test IN A 127.0.0.1\n")) as nameserver:
        site.shows(
            "/", f"<img src='http://doi.test:{secret.port}/'><script>fetch('http://doi.test:{secret.port}/')</script>"
        )
        with rendering(sites, settings={"nameservers": (nameserver,)}) as renderer:
            assert only(renderer.render(HOME, WANTED)).problem is None
        assert secret.asked == []


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "http://127.0.0.1:{secret}/", "http://169.254.169.254/latest/"])
def test_a_redirect_to_a_private_address_is_not_followed(to: str, site: Site, load: Callable[..., Load]) -> None:
    with browser_site() as secret:
        site.replies["/"] = Reply(status=302, headers={"Location": to.format(secret=secret.port)})
        problem = load().problem
        assert problem is not None
        assert problem.endswith("address)")
        assert secret.asked == []


def test_where_a_script_leads_is_what_is_seen_with_its_own_status(site: Site, load: Callable[..., Load]) -> None:
    site.shows("/", "<script>location.replace('/home')</script>")
    site.shows("/home", "<h1>Nhà mẫu</h1>", status=503)
    seen = load()
    assert (seen.final_url, seen.status) == (HOME + "home", 503)
    assert "Nhà mẫu" in seen.html


def test_a_page_that_never_rests_is_seen_and_does_not_count_as_settled(site: Site, load: Callable[..., Load]) -> None:
    site.shows("/", "<script>setInterval(() => fetch('/poll'), 100)</script>")
    seen = load()
    assert (seen.problem, seen.settled) == (None, False)


def test_a_script_that_the_portal_withholds_leaves_open_what_it_would_do(site: Site, load: Callable[..., Load]) -> None:
    site.shows("/", "<script src='/gone.js'></script>")
    assert load().scripts_missing is False  # nobody else gets it either
    site.replies["/gone.js"] = Reply(status=403)
    assert load().scripts_missing is True


def test_every_load_begins_with_nothing(site: Site, sites: Site) -> None:
    site.shows("/", "<script src='/kept.js'></script>", headers={"Set-Cookie": "seen=1; Max-Age=999"})
    site.replies["/kept.js"] = Reply(headers={"Content-Type": "text/javascript", "Cache-Control": "max-age=999"})
    with rendering(sites, loads=2) as renderer:
        loads = renderer.render(HOME, WANTED)
    assert isinstance(loads, tuple)
    assert [load.problem for load in loads] == [None, None]
    assert site.asked_below("/kept.js") == ["/kept.js", "/kept.js"]
    assert not any("Cookie" in heads for path, heads in zip(site.asked, site.heads, strict=True) if path == "/")


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("setTimeout(() => { while (true); }, 50)", "not loaded within 6 s"),
        ("for (let n = 0; n < 100; n++) fetch('/x' + n)", "more than 20 requests"),
        ("fetch('/large')", "more bytes than one load may have"),
        (HOG, "more than 700,000,000 bytes of memory"),
    ],
)
def test_a_page_that_takes_too_much_is_ended_and_the_next_one_shown(
    script: str, problem: str, site: Site, narrow: Renderer
) -> None:
    site.shows("/", f"<script>{script}</script>")
    site.shows("/next", "")
    site.replies["/large"] = Reply(body=b"x" * 1_000_000)
    assert only(narrow.render(HOME, WANTED)).problem == problem
    assert only(narrow.render(HOME + "next", WANTED)).problem is None


def test_a_browser_that_dies_in_the_middle_is_started_anew(site: Site, sites: Site) -> None:
    with rendering(sites, loads=3) as renderer:

        def die() -> None:
            if len(site.asked_below("/dot")) == 1:
                kill(renderer.pids)

        site.shows("/", "<img src='/dot'>")
        site.replies["/dot"] = Reply(before=die)
        loads = renderer.render(HOME, WANTED)
    assert isinstance(loads, tuple)
    assert [load.problem is None for load in loads] == [False, True, True]


def test_only_one_page_is_shown_at_a_time_and_the_end_cuts_it(site: Site, sites: Site) -> None:
    begun, found = threading.Event(), list[Rendering]()
    site.replies["/"] = Reply(before=lambda: (begun.set(), threading.Event().wait(3))[0])
    with rendering(sites) as renderer:
        looking = threading.Thread(target=lambda: found.append(renderer.render(HOME, WANTED)))
        looking.start()
        assert begun.wait(20)
        assert renderer.render(HOME, WANTED) is None
    looking.join(20)
    (ended,) = found
    assert isinstance(ended, Failure)
    assert (ended.kind, ended.detail) == (FailureKind.MONITOR_FAULT, "the monitor stopped while the browser looked")


def test_a_browser_that_does_not_start_blames_nobody_and_rests(site: Site, sites: Site) -> None:
    with rendering(sites, executable=Path("/bin/false")) as renderer:
        failure = renderer.render(HOME, WANTED)
        assert isinstance(failure, Failure)
        assert failure.kind is FailureKind.MONITOR_FAULT
        assert failure.detail.startswith("the browser does not start: ")
        assert renderer.render(HOME, WANTED) is None


def test_nothing_is_left_behind_by_a_process_that_just_ends(site: Site) -> None:
    need_chromium()
    site.shows("/", "")
    command = [sys.executable, "-m", "tests.support.rendering_child", str(site.port), "die"]
    with tempfile.TemporaryDirectory() as folder:  # a short name: Chromium's socket in it takes 108 bytes at most
        environ = {**os.environ, "TMPDIR": folder}
        ended = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert (ended.stdout, ended.returncode) == ("True\nTrue\n", 0), ended.stderr
        assert list(Path(folder).iterdir()) == []


def test_after_the_bell_nothing_is_started(site: Site) -> None:
    bell = Bell()
    bell.ring()
    failure = Renderer(TransportSettings(), quick(), bell=bell).render(HOME, WANTED)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.MONITOR_FAULT


def test_authorities_of_the_operator_are_trusted_and_no_others(tmp_path: Path) -> None:
    need_chromium("certutil")
    ours, theirs = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    problems = []
    for authority in (ours, theirs):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("portal.test").configure_cert(context)
        with browser_site(tls=context) as secured:
            secured.shows("/", "")
            with rendering(secured, settings={"ca_file": tmp_path / "ca.pem"}) as renderer:
                problems.append(only(renderer.render("https://portal.test/", WANTED)).problem)
    assert problems[0] is None
    assert "ERR_CERT_AUTHORITY_INVALID" in str(problems[1])
