"""A daemon's letters and signs of life reach real receivers; what cannot be used is told and stops nothing."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from monitor.announcing import Announcing
from monitor.configuration import load_configuration
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.incidents import put_incidents
from monitor.storage.outbox import Delivery
from monitor.storage.store import Store
from tests.support.incidents import incident
from tests.support.letters import CANARY
from tests.support.receivers import http_receiver, soon
from tests.support.small_config import settings, small_folder

CHANNELS = """
[[channel]]
name = "alive"
kind = "heartbeat"
secret = "EMC_SECRET_ALIVE"
[channel.options]
every = 5
fail = "yes"

[[channel]]
name = "bad"
kind = "webhook"
secret = "EMC_SECRET_BAD"
"""


@contextmanager
def _announcing(tmp_path: Path, troubles: Callable[[], Mapping[str, str]]) -> Iterator[Announcing]:
    folder = small_folder(tmp_path / "config", ["p1"])
    (folder / "channels.toml").write_text(CHANNELS, "utf-8")
    numbers = count()
    with Store.open(f"sqlite:///{tmp_path}/s.sqlite3") as store:
        announcing = Announcing(
            store,
            load_configuration(folder, {}),
            now=lambda: datetime.now(UTC),
            new_id=lambda _at: f"n-{next(numbers)}",
        )
        announcing.begin(troubles)
        try:
            yield announcing
        finally:
            announcing.stop(20)


def test_signs_of_life_go_out_and_a_bad_channel_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with http_receiver() as receiver:
        monkeypatch.setenv("EMC_SECRET_ALIVE", f"{receiver.url}/{CANARY}")
        monkeypatch.setenv("EMC_SECRET_BAD", CANARY)
        with _announcing(tmp_path, dict) as announcing:
            assert soon(lambda: receiver.received)
            assert dict(announcing.channels_ok()) == {"bad": False}
    assert receiver.received[0].path == f"/{CANARY}"
    assert "channel bad: not a web address" in caplog.text
    assert CANARY not in caplog.text


def test_while_the_monitor_is_not_well_the_failing_address_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_receiver() as receiver:
        monkeypatch.setenv("EMC_SECRET_ALIVE", f"{receiver.url}/x")
        with _announcing(tmp_path, lambda: {"store": "disk full"}):
            assert soon(lambda: receiver.received)
    assert receiver.received[0].path == "/x/fail"
    assert "disk" not in json.dumps(receiver.received[0].headers)


def test_a_letter_made_before_another_way_was_taken_is_withdrawn_and_not_sent(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "config", ["p1"])
    settings(folder, '[alerts]\nmode = "tell"\nway = "prometheus"\n')
    with http_receiver() as receiver, Store.open(f"sqlite:///{tmp_path}/s.sqlite3") as store:
        channel = f'[[channel]]\nname = "truc"\nkind = "webhook"\n[channel.options]\nurl = "{receiver.url}"\n'
        (folder / "channels.toml").write_text(channel, "utf-8")
        at = datetime.now(UTC)
        with store.transaction() as connection:
            put_incidents(connection, [incident(portal="p1.portal", agency="p")])
            letter = Delivery(
                id="d-1",
                channel="truc",
                occasion="opened",
                grouping="agency p",
                created=at,
                not_before=at,
                incidents=("i-1",),
            )
            outbox.add(connection, [letter])
        announcing = Announcing(
            store, load_configuration(folder, {}), now=lambda: datetime.now(UTC), new_id=lambda _at: "n-1"
        )
        announcing.begin(dict)
        try:
            assert soon(lambda: _state(store) == "withdrawn")
        finally:
            announcing.stop(20)
        assert receiver.received == []


def _state(store: Store) -> str:
    with reading(store.engine) as connection:
        return outbox.read(connection, "d-1").state.value
