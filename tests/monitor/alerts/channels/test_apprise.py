"""Letters through Apprise to a real receiver; refused addresses, and no address or token in anything that is said."""

import json
import logging
from typing import Any

import pytest

from monitor.alerts.channels import apprise as way
from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.records import Channel
from tests.support.letters import CANARY, channel, letter
from tests.support.receivers import HttpReceiver, http_receiver, mail_receiver

CHANNEL: Channel = channel("apprise")


def _address(receiver: HttpReceiver, path: str = CANARY) -> str:
    return f"{receiver.url.replace('http', 'json')}/{path}"


def _send(*addresses: str, timeout: float = 10) -> Send:
    return way.prepare(CHANNEL, "\n".join(addresses), timeout)


def test_a_letter_arrives_in_vietnamese_as_it_was_written() -> None:
    with http_receiver() as receiver:
        assert _send(_address(receiver))(letter()) == Receipt(accepted=True, detail="accepted by 1 JSON")
    told: dict[str, Any] = json.loads(receiver.received[0].body)
    assert (told["title"], told["message"].strip()) == (letter().title, letter().body.strip())


def test_only_those_who_did_not_take_a_letter_are_sent_it_again() -> None:
    with http_receiver() as one, http_receiver() as other:
        other.statuses = [503]
        send = _send(_address(one), _address(other))
        assert send(letter()) == Receipt(accepted=False, detail="2 JSON: HTTP 503")
        assert send(letter()).accepted
        assert (len(one.received), len(other.received)) == (1, 2)
        assert send(letter(id="another")).accepted
    assert (len(one.received), len(other.received)) == (2, 3)


def test_nobody_at_the_port_is_said() -> None:
    with http_receiver() as receiver:
        address = _address(receiver)
    assert _send(address)(letter()) == Receipt(accepted=False, detail="1 JSON: no connection")


def test_redirects_are_not_followed() -> None:
    with http_receiver() as elsewhere, http_receiver() as receiver:
        receiver.status, receiver.headers = 307, {"Location": elsewhere.url}
        assert not _send(_address(receiver))(letter()).accepted
    assert elsewhere.received == []


def test_nothing_that_is_said_or_logged_holds_the_secret(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(1)
    with http_receiver() as receiver, mail_receiver() as mail:
        receiver.status = 403
        mail.after_data = f"554 5.7.1 {CANARY}"
        mailto = f"mailto://127.0.0.1:{mail.port}/?from=m@monitor.test&to={CANARY}@monitor.test"
        send = _send(_address(receiver).replace("://", f"://name:{CANARY}@"), mailto)
        receipt = send(letter())
    assert "HTTP 403" in receipt.detail
    assert not receipt.accepted
    said = capfd.readouterr()
    ours = "".join(str(vars(item)) for item in caplog.records if item.name != "mail.log")  # the receiver's own
    assert CANARY not in receipt.detail + ours + said.out + said.err


def test_an_outcry_of_the_service_is_not_logged_with_its_address(caplog: pytest.LogCaptureFixture) -> None:
    _send("json://h.test")
    caplog.set_level(1)
    logging.getLogger("apprise").error("could not load %s", CANARY)
    assert CANARY not in caplog.text


def test_words_of_a_portal_summon_nobody() -> None:
    with http_receiver() as receiver:
        _send(_address(receiver))(letter(title="@everyone", body="<!channel> @here <@U123> a@b.test x < y"))
    told = json.loads(receiver.received[0].body)
    assert told["title"] == "＠everyone"
    assert told["message"] == "‹!channel> ＠here ‹@U123> a@b.test x < y"


@pytest.mark.parametrize("scheme", sorted(way.ON_THIS_MACHINE))
def test_what_acts_on_this_machine_is_refused(scheme: str) -> None:
    with pytest.raises(ValueError, match=rf"address 1 of the secret: {scheme}:// reaches this machine only"):
        _send(f"{scheme}://{CANARY}")


def _schemes(named: Any) -> list[str]:
    return [named] if isinstance(named, str) else list(named or ())


def test_every_service_that_needs_no_host_acts_on_this_machine() -> None:
    manager = __import__("apprise").manager_plugins.NotificationManager()
    local = {
        scheme
        for plugin in manager.plugins(include_disabled=True)
        for scheme in _schemes(plugin.protocol) + _schemes(plugin.secure_protocol)
        if tuple(plugin.templates) == ("{schema}://",)
    }
    assert local <= way.ON_THIS_MACHINE


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("", "no secret with the address"),
        (CANARY, "address 1 of the secret is no Apprise address"),
        (f"nonsense://{CANARY}", "address 1 of the secret is not one that Apprise can use"),
        (f"file:///{CANARY}", "address 1 of the secret is not one that Apprise can use"),
        (f"tgram://{CANARY}", "address 1 of the secret is not one that Apprise can use"),
        (f"json://h.test/ jsons://h.test/{CANARY}?verify=no", "address 2 of the secret: verify=no would send"),
    ],
)
def test_a_secret_that_cannot_be_used_is_told_without_showing_it(
    secret: str, said: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(1)
    with pytest.raises(ValueError, match=said) as caught:
        way.prepare(CHANNEL, secret, 1)
    shown = capfd.readouterr()
    assert CANARY not in f"{caught.value} {caught.value.__cause__} {caplog.text} {shown.out} {shown.err}"
