"""Letters by e-mail through a real mail server on loopback, and everything that it can answer."""

import time
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.channels.email import prepare
from monitor.alerts.records import Audience, Channel, Letter, Occasion
from tests.support.incidents import incident
from tests.support.letters import CANARY, affair, channel, contact, letter
from tests.support.receivers import MailReceiver, mail_receiver, tls_of


def _channel(**options: str) -> Channel:
    return channel("email", **{"from": "Giám sát <giam-sat@monitor.test>", **options})


def _way(receiver: MailReceiver, scheme: str = "mailto", who: str = "", timeout: float = 10, **options: str) -> Send:
    return prepare(_channel(**options), f"{scheme}://{who}127.0.0.1:{receiver.port}", timeout)


def _letter(*affairs: Any, **changes: Any) -> Letter:
    return letter(*affairs, **{"recipients": (contact(),), **changes})


def test_a_letter_arrives_in_vietnamese_as_it_was_written() -> None:
    told = _letter(title="[MÔ PHỎNG] Cảnh báo: " + "Ủy ban nhân dân tỉnh Vĩnh Mẫu, chữ ư ơ ỗ ậ " * 8)
    with mail_receiver() as receiver:
        assert _way(receiver)(told) == Receipt(accepted=True, detail="accepted by the mail server")
    (got,) = receiver.received
    assert got["Subject"] == told.title.strip()
    assert got.get_content().replace("\r\n", "\n") == told.body
    assert got.get_content_type() == "text/plain"
    assert (got["To"], got["From"]) == ("vp@vinhmau.test", "Giám sát <giam-sat@monitor.test>")
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"].datetime == told.at


def test_the_message_id_is_the_letters_id_in_every_attempt() -> None:
    with mail_receiver() as receiver:
        send = _way(receiver)
        send(_letter())
        send(_letter())
    assert {got["Message-ID"] for got in receiver.received} == {f"<{letter().id}@monitor.test>"}


def test_letters_about_one_incident_are_one_thread() -> None:
    with mail_receiver() as receiver:
        send = _way(receiver)
        send(_letter())
        send(_letter(id="another", occasion=Occasion.RECOVERED))
    first, second = receiver.received
    assert first["References"] == second["References"] == second["In-Reply-To"] == "<incident.i-1@monitor.test>"
    assert first["Message-ID"] != second["Message-ID"]


def test_the_operators_addresses_stand_beside_the_contacts() -> None:
    with mail_receiver() as receiver:
        _way(receiver, to="a@ops.test, B <b@ops.test>", cc="c@ops.test", reply_to="hoi-dap@ops.test")(_letter())
    (got,) = receiver.received
    assert (got["To"], got["Cc"]) == ("vp@vinhmau.test, a@ops.test, B <b@ops.test>", "c@ops.test")
    assert got["Reply-To"] == "hoi-dap@ops.test"
    assert receiver.recipients == [["vp@vinhmau.test", "a@ops.test", "b@ops.test", "c@ops.test"]]


def test_two_agencies_never_see_one_letter() -> None:
    other = affair(incident(id="i-2", agency="x-song-lam", portal="x-song-lam-portal"), agency_name="Tỉnh Sông Lam")
    people = (contact(), contact("vp@songlam.test", agency="x-song-lam"))
    with mail_receiver() as receiver:
        assert _way(receiver)(_letter(affair(), other, recipients=people)).accepted
    assert receiver.recipients == [["vp@songlam.test"], ["vp@vinhmau.test"]]
    about_lam, about_mau = (got.get_content() + got["Subject"] for got in receiver.received)
    assert "Tỉnh Sông Lam" in about_lam
    assert "Vĩnh Mẫu" not in about_lam
    assert "Sông Lam" not in about_mau
    assert len({got["Message-ID"] for got in receiver.received}) == 2


def test_of_a_divided_letter_only_what_was_not_taken_is_sent_again() -> None:
    other = affair(incident(id="i-2", agency="x-song-lam", portal="x-song-lam-portal"), agency_name="Tỉnh Sông Lam")
    people = (contact(), contact("vp@songlam.test", agency="x-song-lam"))
    told = _letter(affair(), other, recipients=people)
    with mail_receiver() as receiver:
        receiver.refuses = {"vp@vinhmau.test": "450 4.2.1 later"}
        send = _way(receiver)
        assert send(told) == Receipt(accepted=False, detail="no recipient was accepted: 450 4.2.1")
        receiver.refuses = {}
        assert send(told).accepted
    assert receiver.recipients == [["vp@songlam.test"], ["vp@vinhmau.test"]]


def test_an_agency_without_a_contact_is_named_and_can_still_be_given_one() -> None:
    with mail_receiver() as receiver:
        send = _way(receiver)
        receipt = send(_letter(recipients=()))
        assert receipt == Receipt(accepted=False, detail="no contact for agency x-vinh-mau: [[contact]] or options.to")
        assert send(_letter()).accepted


def test_the_operators_channel_writes_to_the_operator_only() -> None:
    mine = Channel(
        name="ops", kind="email", audience=Audience.OPERATOR, options={"from": "m@monitor.test", "to": "a@ops.test"}
    )
    with mail_receiver() as receiver:
        prepare(mine, f"mailto://127.0.0.1:{receiver.port}", 10)(_letter(occasion=Occasion.MONITOR))
    assert receiver.recipients == [["a@ops.test"]]


def test_a_test_goes_to_no_contact() -> None:
    with mail_receiver() as receiver:
        _way(receiver)(_letter(occasion=Occasion.TEST))
    assert receiver.recipients == [["giam-sat@monitor.test"]]


@pytest.mark.parametrize("title", ["a\r\nBcc: x@evil.test", "a\nX-Other: 1\n\nbody", "a\x00b\x1b[31m", "\u2028Bcc: x"])
def test_a_title_brings_no_header(title: str) -> None:
    with mail_receiver() as receiver:
        assert _way(receiver)(_letter(title=title)).accepted
    (got,) = receiver.received
    assert got["Bcc"] is None
    assert got["X-Other"] is None
    assert receiver.recipients == [["vp@vinhmau.test"]]


def test_an_id_brings_no_header() -> None:
    with mail_receiver() as receiver:
        _way(receiver)(_letter(affair(incident(id="a>\r\nBcc: x@evil.test")), id="b\r\n c"))
    assert receiver.received[0]["Message-ID"] == "<b---c@monitor.test>"
    assert receiver.received[0]["Bcc"] is None


def test_starttls_is_demanded_and_its_certificate_verified(tmp_path: Path) -> None:
    tls, ca_file = tls_of(trustme.CA(), tmp_path)
    with mail_receiver(tls, auth=True) as receiver:
        assert _way(receiver, "smtp", "m%40me:m4il-password@", ca_file=ca_file)(_letter()).accepted
        refused = _way(receiver, "smtp", "m:m4il-password@")(_letter())
    assert refused.detail.startswith("the mail server: its certificate is not trusted (")
    with mail_receiver() as receiver:
        refused = _way(receiver, "mailtos", ca_file=ca_file)(_letter())
    assert refused.detail.startswith("the mail server offers no STARTTLS")
    assert receiver.received == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    tls, ca_file = tls_of(trustme.CA(), tmp_path)
    with mail_receiver(tls, at_once=True, auth=True) as receiver:
        assert _way(receiver, "smtps", "m:m4il-password@", ca_file=ca_file)(_letter()).accepted
        assert "not trusted" in _way(receiver, "smtps", "m:m4il-password@")(_letter()).detail
    assert len(receiver.received) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_no_password_goes_over_a_plain_line() -> None:
    with mail_receiver(auth=True, plain_auth=True) as receiver:
        receipt = _way(receiver, "mailto", "m:m4il-password@")(_letter())
    assert receipt == Receipt(accepted=False, detail="the mail server offers no TLS; no password was sent")


def test_a_wrong_password_is_said_without_it(tmp_path: Path) -> None:
    tls, ca_file = tls_of(trustme.CA(), tmp_path)
    with mail_receiver(tls, auth=True) as receiver:
        receipt = _way(receiver, "smtp", f"m:{CANARY}@", ca_file=ca_file)(_letter())
    assert receipt == Receipt(accepted=False, detail="the mail server did not take name and password: 535 5.7.8")


@pytest.mark.parametrize(
    ("answer", "again"), [("451 4.3.0 busy", True), ("554 5.7.1 spam from vp@vinhmau.test", False)]
)
def test_what_the_server_says_to_the_text_decides_about_another_attempt(answer: str, again: bool) -> None:
    with mail_receiver() as receiver:
        receiver.after_data = answer
        receipt = _way(receiver)(_letter())
    assert receipt == Receipt(accepted=False, again=again, detail=f"the mail server refused: {answer[:9]}")


@pytest.mark.parametrize(("answer", "again"), [("450 4.2.1 later", True), ("550 5.1.1 nobody", False)])
def test_what_the_server_says_to_all_recipients_decides_too(answer: str, again: bool) -> None:
    with mail_receiver() as receiver:
        receiver.refuses = {"vp@vinhmau.test": answer}
        receipt = _way(receiver)(_letter())
    assert receipt == Receipt(accepted=False, again=again, detail=f"no recipient was accepted: {answer[:9]}")


def test_a_letter_taken_for_some_is_accepted_and_the_others_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with mail_receiver() as receiver:
        receiver.refuses = {"a@ops.test": "550 5.1.1 nobody"}
        receipt = _way(receiver, to="a@ops.test")(_letter())
    assert receipt == Receipt(accepted=True, detail="accepted, but not for 1 of its recipients (550)")
    assert "channel truc: a letter was accepted, but not for 1 of its recipients (550)" in caplog.text
    assert "ops.test" not in caplog.text


def test_a_server_that_hangs_is_cut_when_the_time_is_over() -> None:
    began = time.monotonic()
    with mail_receiver() as receiver:
        receiver.hangs = 3
        receipt = _way(receiver, timeout=0.5)(_letter())
    assert receipt == Receipt(accepted=False, detail="no answer of the mail server within 0.5 s")
    assert time.monotonic() - began < 30  # far above, so that a busy machine is no failure


def test_nobody_at_the_port_is_said() -> None:
    with mail_receiver() as receiver:
        pass
    assert _way(receiver)(_letter()).detail == "the mail server: connection refused"


@pytest.mark.parametrize(
    "text", ["", "mail.test", "http://mail.test", f"smtp://a:{CANARY}@", f"smtp://{CANARY}:x:y@h:port", "smtp://h/path"]
)
def test_a_secret_that_names_no_mail_server_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match="secret") as caught:
        prepare(_channel(), text, 1)
    assert CANARY not in str(caught.value)
    assert CANARY not in repr(caught.value.__cause__) or caught.value.__suppress_context__
