"""Channels become functions that send; one that cannot leaves the others alone, and no secret is shown."""

import logging

import pytest

from monitor.alerts.records import Channel
from monitor.alerts.ways import open_ways
from tests.support.letters import CANARY, letter
from tests.support.receivers import http_receiver

KINDS = ("alertmanager", "apprise", "email", "heartbeat", "webhook")
FROM = {"from": "m@monitor.test"}
SECRETS = {
    "alertmanager": f"{CANARY}\n{CANARY}",
    "apprise": f"tgram://{CANARY}",
    "email": f"smtp://name:{CANARY}@host:port",
    "heartbeat": f"{CANARY} .test",
    "webhook": f"https://{CANARY}:x/",
}


def _channel(kind: str) -> Channel:
    options = {"email": FROM, "alertmanager": {"url": "http://127.0.0.1:9093"}}.get(kind, {})
    return Channel(name=f"my-{kind}", kind=kind, secret="EMC_SECRET_X", options=options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_that_is_not_set_is_one_sentence(kind: str) -> None:
    ways = open_ways([_channel(kind)], {"EMC_SECRET_X": ""})
    assert ways.troubles == (f"channel my-{kind}: the variable EMC_SECRET_X is not set",)
    assert (dict(ways.sends), ways.bad) == ({}, {f"my-{kind}"})
    assert dict(ways.reasons) == {f"my-{kind}": "the variable EMC_SECRET_X is not set"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_that_cannot_be_used_is_one_sentence_without_it(
    kind: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.NOTSET)
    (trouble,) = open_ways([_channel(kind)], {"EMC_SECRET_X": SECRETS[kind]}).troubles
    shown = capfd.readouterr()
    assert trouble.startswith(f"channel my-{kind}: ")
    assert CANARY not in trouble + caplog.text + shown.out + shown.err


def test_a_bad_channel_leaves_the_others_alone() -> None:
    with http_receiver() as receiver:
        good = Channel(name="good", kind="webhook", options={"url": receiver.url})
        ways = open_ways([_channel("apprise"), good], {})
        assert ways.sends["good"](letter()).accepted
    assert list(ways.sends) == ["good"]


def test_every_kind_sends_within_its_time() -> None:
    with http_receiver() as receiver:
        receiver.drips = True
        secrets = {
            "EMC_SECRET_APPRISE": receiver.url.replace("http", "json"),
            "EMC_SECRET_HEARTBEAT": receiver.url,
            "EMC_SECRET_WEBHOOK": receiver.url,
        }
        kinds = [Channel(name=name[11:].lower(), kind=name[11:].lower(), secret=name) for name in secrets]
        for name, send in open_ways(kinds, secrets, timeout=0.5).sends.items():
            receipt = send(letter())
            assert not receipt.accepted, name
            assert "within 0.5 s" in receipt.detail or "no connection" in receipt.detail, name
