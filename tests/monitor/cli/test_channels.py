"""`channels`: what there is, and one marked test message, with a status that scripts can ask for."""

import json
from pathlib import Path

import pytest

from tests.support.bad_config import sound_folder
from tests.support.command import said
from tests.support.letters import CANARY
from tests.support.receivers import http_receiver, mail_receiver

CHANNELS = """
[[channel]]
name = "hook"
kind = "webhook"
secret = "EMC_SECRET_HOOK"

[[channel]]
name = "mail"
kind = "email"
secret = "EMC_SECRET_MAIL"
[channel.options]
from = "m@monitor.test"
to = "a@ops.test"

[[channel]]
name = "duty"
kind = "apprise"
secret = "EMC_SECRET_DUTY"
audience = "operator"

[[channel]]
name = "alive"
kind = "heartbeat"
secret = "EMC_SECRET_ALIVE"

[[contact]]
agency = "p-delta"
unit = "Văn phòng"
email = "vp@delta.test"
confirmed_on = 2026-05-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = sound_folder(tmp_path / "c")
    (made / "channels.toml").write_text(CHANNELS, "utf-8")
    return made


def test_a_test_message_is_marked_and_accepted(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_receiver() as receiver:
        monkeypatch.setenv("EMC_SECRET_HOOK", f"{receiver.url}/{CANARY}")
        told = said(capsys, "channels", "test", "hook", "--config", folder)
    assert (told.status, told.out, told.err) == (0, "hook: đã gửi / accepted: HTTP 200\n", "")
    letter = json.loads(receiver.received[0].body)
    assert letter["title"] == "THỬ NGHIỆM / TEST: emc-monitor, hook"
    assert (letter["occasion"], letter["incidents"]) == ("test", [])


def test_a_test_by_mail_goes_to_the_operator_and_to_no_contact(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_receiver() as receiver:
        monkeypatch.setenv("EMC_SECRET_MAIL", f"mailto://127.0.0.1:{receiver.port}")
        told = said(capsys, "channels", "test", "mail", "--config", folder)
    assert told.status == 0
    assert receiver.recipients == [["a@ops.test"]]


def test_what_is_not_accepted_ends_with_one_and_says_why_without_the_secret(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    with http_receiver() as receiver, mail_receiver() as mail:
        receiver.status = 403
        address = f"{receiver.url}/{CANARY}"
        monkeypatch.setenv("EMC_SECRET_HOOK", address)
        monkeypatch.setenv("EMC_SECRET_ALIVE", address)
        monkeypatch.setenv("EMC_SECRET_DUTY", address.replace("http", "json"))
        monkeypatch.setenv("EMC_SECRET_MAIL", f"mailto://m:{CANARY}@127.0.0.1:{mail.port}")
        told = {
            name: said(capsys, "channels", "test", name, "--config", folder)
            for name in ("hook", "alive", "duty", "mail")
        }
    assert [item.status for item in told.values()] == [1, 1, 1, 1]
    assert told["hook"].err == "hook: không gửi được / not accepted: HTTP 403\n"
    assert told["duty"].err == "duty: không gửi được / not accepted: 1 JSON: HTTP 403\n"
    assert told["mail"].err.endswith("the mail server offers no TLS; no password was sent\n")
    ours = "".join(str(vars(item)) for item in caplog.records if item.name != "mail.log")
    assert CANARY not in ours + "".join(item.out + item.err for item in told.values())


def test_a_channel_that_is_not_there_ends_with_two_and_the_names_of_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "channels", "test", "fax", "--config", folder)
    assert (told.status, told.out) == (2, "")
    assert told.err.endswith("there are: alive, duty, hook, mail\n")


@pytest.mark.parametrize("name", ["hook", "mail", "alive"])
def test_an_unset_secret_ends_with_two_and_is_told_once(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "channels", "test", name, "--config", folder)
    expected = f"channel {name}: the variable EMC_SECRET_{name.upper()} is not set\n"
    assert (told.status, told.out, told.err) == (2, "", expected)


def test_a_secret_that_cannot_be_used_ends_with_two(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_SECRET_DUTY", f"syslog://{CANARY}")
    told = said(capsys, "channels", "test", "duty", "--config", folder)
    assert told.status == 2
    assert "syslog:// reaches this machine only" in told.err
    assert CANARY not in told.err


def test_a_list_says_which_can_be_used(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_SECRET_HOOK", f"https://hook.test/{CANARY}")
    told = said(capsys, "channels", "list", "--config", folder)
    assert told.status == 0
    assert told.out.splitlines() == [
        "hook\twebhook\tagencies\tsẵn sàng / ready",
        "mail\temail\tagencies\tchưa dùng được / cannot be used",
        "duty\tapprise\toperator\tchưa dùng được / cannot be used",
        "alive\theartbeat\tagencies\tchưa dùng được / cannot be used",
    ]
    assert told.err.count("is not set") == 3
    assert CANARY not in told.out + told.err


def test_no_channels_at_all_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "channels", "list", "--config", sound_folder(tmp_path / "c"))
    assert (told.status, told.out) == (0, "")
    assert "no channels in channels.toml" in told.err
