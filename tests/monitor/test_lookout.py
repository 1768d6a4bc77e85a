"""A lookout against real servers: whom it blames when its own network fails, and whom it leaves alone."""

import logging
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from monitor.configuration import load_configuration, shipped_folder
from monitor.lookout import Lookout, on_watch
from monitor.rounds.recollection import Recollection
from monitor.storage.errors import StoreError
from monitor.view import View
from tests.support.hostile import Visitor, serving

PAGE = (
    "<html lang=vi><head><title>Cổng thử</title></head><body><p>" + "Tin tức và thông báo. " * 20 + "</p></body></html>"
)
BUSY = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def folder_of(folder: Path, *, portals: int) -> Path:
    """The shipped rules and page kinds with invented portals of one invented province."""
    shutil.copytree(shipped_folder(), folder)
    rows = [f"p{n}.portal,p,portal,http://p{n}.test/,confirmed,front_end,,,document," for n in range(portals)]
    header = "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note"
    (folder / "portals.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    header = "id,kind,name_vi,name_en,gso_code,valid_from,valid_to,successor_ids,note"
    (folder / "agencies.csv").write_text(f"{header}\np,province,Tỉnh Thử,Test Province,,,,,\n", "utf-8")
    return folder


@contextmanager
def looking(
    tmp_path: Path, port: int, *, portals: int = 1, reference: int | None = None, attended: bool = False
) -> Iterator[Lookout]:
    """A lookout whose portals are all on this port; the same store again when asked for again."""
    folder = tmp_path / "config"
    if not folder.exists():
        folder_of(folder, portals=portals)
    variables = {
        "EMC_DATA__DIR": str(tmp_path / "data"),
        "EMC_NETWORK__REFERENCES": "" if reference is None else f"127.0.0.1:{reference}",
        "EMC_TRANSPORT__RESOLVE": ",".join(f"p{n}.test=127.0.0.1:{port}" for n in range(portals)),
        "EMC_TRANSPORT__CONFIRM_AFTER": "0.05",
    }
    with on_watch(load_configuration(folder, variables), attended=attended) as lookout:
        yield lookout


def states(lookout: Lookout) -> dict[str, int]:
    return {name: count for name, count in View(lookout).summary()["portals"].items() if count}


def refusing() -> int:
    """A port where nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def content(visitor: Visitor) -> None:
    visitor.hear()
    body = PAGE.encode()
    visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
    visitor.say(b"Content-Length: %d\r\n\r\n" % len(body), body)


def test_all_portals_failing_while_the_reference_answers_are_blamed(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        reference = server.getsockname()[1]
        with looking(tmp_path, refusing(), portals=25, reference=reference) as lookout:
            lookout.take_all(lookout.subjects)
            assert states(lookout) == {"total": 25, "down": 25}
            assert 'emc_monitor_online{vantage="local"} 1.0' in View(lookout).metrics().decode()


def test_while_the_reference_is_silent_nobody_is_blamed(tmp_path: Path) -> None:
    reference = refusing()
    with looking(tmp_path, refusing(), portals=3, reference=reference) as lookout:
        lookout.take_all(lookout.subjects)
        assert states(lookout) == {"total": 3, "unknown": 3}
        assert 'emc_monitor_online{vantage="local"} 0.0' in View(lookout).metrics().decode()
        assert 'outcome="fail"' not in View(lookout).metrics().decode()


def test_who_asked_to_be_left_alone_still_is_after_a_restart(tmp_path: Path) -> None:
    asked = []

    def busy(visitor: Visitor) -> None:
        asked.append(visitor.hear())
        visitor.say(BUSY)

    with serving(busy) as port:
        for _ in range(2):
            heard: list[str] = []
            with looking(tmp_path, port) as lookout:
                lookout.take_all(lookout.subjects, on_end=heard.append)
                assert heard == ["p0.portal"]
                assert states(lookout) == {"total": 1, "blocked": 1}
    assert len(asked) == 1


def test_the_canaries_are_asked_before_a_round_and_shown(tmp_path: Path) -> None:
    with serving(content) as port, looking(tmp_path, port) as lookout:
        lookout.take_all(lookout.subjects)
        told = View(lookout).metrics().decode()
        assert states(lookout) == {"total": 1, "up": 1}
    for canary in ("blocked", "expired", "figures", "good", "named", "soft_404"):
        assert f'emc_canary_ok{{canary="{canary}"}} 1.0' in told


def test_page_kinds_that_miss_a_firewall_judge_nobody_and_the_daemon_is_not_ready(tmp_path: Path) -> None:
    kinds = folder_of(tmp_path / "config", portals=1) / "pages" / "blocked.toml"
    kinds.write_text(kinds.read_text("utf-8").replace("support id", "other id").replace("request rejected", "other"))
    with looking(tmp_path, refusing()) as lookout:
        lookout.take_all(lookout.subjects)
        view = View(lookout)
        assert states(lookout) == {"total": 1, "unknown": 1}
        assert 'emc_canary_ok{canary="blocked"} 0.0' in view.metrics().decode()
        assert 'outcome="fail"' not in view.metrics().decode()
        assert view.not_ready(schedule_running=True) == ("canary wrong: blocked: seen in place of blocked",)


@contextmanager
def refusing_rounds(lookout: Lookout, error: type[DBAPIError], words: str) -> Iterator[None]:
    """The store can be read, but takes nothing."""

    def refuse(*arguments: Any) -> None:
        if arguments[2].lower().startswith("insert"):
            raise error(arguments[2], {}, ValueError(words))

    engine = lookout.gear.store.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


def test_what_the_store_left_out_is_not_remembered_either(tmp_path: Path) -> None:
    with serving(content) as port, looking(tmp_path, port) as lookout:
        now = lookout.gear.watch.vantage.now
        with refusing_rounds(lookout, IntegrityError, "it does not fit"):
            lookout.take_all(lookout.subjects)
        assert lookout.writer.errors == 1
        assert lookout.recollection.recall("p0.portal", now=now()).observations == {}
        lookout.take_all(lookout.subjects)
        at = now()
        stored = Recollection(lookout.gear.store).recall("p0.portal", now=at)
        assert stored.memories
        assert lookout.recollection.recall("p0.portal", now=at) == stored


def test_a_store_that_refuses_a_sweep_gets_one_line_in_all(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    def sweep() -> None:
        with (
            serving(content) as port,
            looking(tmp_path, port, attended=True) as lookout,
            refusing_rounds(lookout, OperationalError, "database or disk is full"),
        ):
            lookout.take_all(lookout.subjects, patience=1)

    with pytest.raises(StoreError, match=r"disk is full.*; rounds not kept: 1$"):
        sweep()
    assert caplog.messages == []


def test_a_page_that_did_not_change_is_vouched_for_and_one_that_did_is_read(tmp_path: Path) -> None:
    heard: list[bytes] = []
    page = [PAGE]

    def tagged(visitor: Visitor) -> None:
        heard.append(visitor.hear())
        body, tag = page[0].encode(), b'"%d"' % len(page[0])
        if heard[-1].startswith(b"GET / ") and b"If-None-Match: " + tag in heard[-1]:
            visitor.say(b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\nConnection: close\r\n\r\n" % tag)
            return
        visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: %b\r\n" % tag)
        visitor.say(b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body), body)

    with serving(tagged) as port, looking(tmp_path, port) as lookout:
        seen = []
        for turn in range(5):
            page[0] = PAGE.replace("Cổng thử", "Cổng đổi mới") if turn > 3 else PAGE
            lookout.take_all(lookout.subjects)
            facts = lookout.recollection.recall("p0.portal", now=lookout.gear.watch.vantage.now()).observations
            seen.append((facts["reachability"], facts["landing_page"]))
            assert states(lookout) == {"total": 1, "up": 1}
        assert 'emc_http_status_code{portal="p0.portal",vantage="local"} 200.0' in View(lookout).metrics().decode()
    assert [way.facts.not_modified for way, _ in seen] == [False, False, True, True, False]
    assert [page.facts.title for _, page in seen] == ["Cổng thử"] * 4 + ["Cổng đổi mới"]
    assert len({way.evidence for way, _ in seen[:4]}) == 1
    assert seen[4][0].evidence != seen[3][0].evidence
    assert [b"If-None-Match" in text for text in heard if text.startswith(b"GET / ")] == [
        False,
        False,
        True,
        True,
        True,
    ]
