"""What hostile pages say arrives as text through every channel: JSON, mail, HTML mail, Alertmanager."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from monitor.alerts import wording
from monitor.alerts.channels import alertmanager, apprise, email, webhook
from monitor.alerts.discovery import find_ways
from monitor.alerts.records import Affair, Language, Letter, Occasion
from tests.support.hostile_texts import HOSTILE_TEXTS
from tests.support.incidents import OPENED, incident
from tests.support.letters import affair, channel, contact, letter
from tests.support.receivers import http_receiver, mail_receiver

MARKUP = [
    "script",
    "img",
    "iframe",
    "svg",
    "object",
    "embed",
    "style",
    "link",
    "base",
    "meta",
    "form",
    "input",
    "video",
]
AS_THEY_ARE = [text for text in HOSTILE_TEXTS if "<!" not in text]  # with which chats call everybody: another sign


def hostile(text: str) -> Affair:
    """An affair in which a page speaks wherever it can."""
    return affair(
        incident(reason=text, reason_en=text, law=text, cause=text), agency_name=text, duty=text, duty_en=text
    )


def worded(text: str, **changes: Any) -> Letter:
    """A letter about it, in the monitor's own words."""
    told = (hostile(text),)
    return letter(
        *told,
        title=wording.title(Occasion.OPENED, told, Language.VIETNAMESE, simulated=False),
        body=wording.body(Occasion.OPENED, told, Language.VIETNAMESE, at=OPENED, simulated=False),
        **changes,
    )


def letters(**changes: Any) -> Iterator[Letter]:
    for number, text in enumerate(HOSTILE_TEXTS):
        yield replace(worded(text, **changes), id=f"01934567-89ab-7def-8123-{number:012}")


def test_every_way_that_takes_letters_is_asked_here() -> None:
    assert {name for name, way in find_ways().items() if way.letters} == {"alertmanager", "apprise", "email", "webhook"}


def test_a_webhook_is_told_the_text_itself() -> None:
    with http_receiver() as receiver:
        send = webhook.prepare(channel("webhook", url=receiver.url), None, 10)
        assert all(send(told).accepted for told in letters())
    said = [json.loads(got.body) for got in receiver.received]
    for told, text in zip(said, HOSTILE_TEXTS, strict=True):
        (item,) = told["incidents"]
        assert (item["reason"], item["agency_name"]) == (text, text)
        assert "\n" not in told["title"]
        assert text in told["body"]


def test_a_mail_is_plain_text_with_our_own_headers_alone() -> None:
    with mail_receiver() as receiver:
        way = channel("email", **{"from": "Giám sát <giam-sat@monitor.test>"})
        send = email.prepare(way, f"mailto://127.0.0.1:{receiver.port}", 10)
        assert all(send(told).accepted for told in letters(recipients=(contact(),)))
    headers = {frozenset(got.keys()) for got in receiver.received}
    assert len(headers) == 1
    for got, text in zip(receiver.received, HOSTILE_TEXTS, strict=True):
        assert got.get_content_type() == "text/plain"
        assert not got.is_multipart()
        assert text in got.get_content()
        assert got["To"] == "vp@vinhmau.test"


def all_in_one() -> Letter:
    """Apprise sends a letter every few seconds at most, so one holds all texts."""
    return letter(title=HOSTILE_TEXTS[0], body="\n".join(HOSTILE_TEXTS) + "\n")


def test_a_service_that_wants_markup_gets_the_text_escaped() -> None:
    with mail_receiver() as receiver:
        address = f"mailto://127.0.0.1:{receiver.port}/?from=m@monitor.test&to=vp@vinhmau.test&format=html"
        assert apprise.prepare(channel("apprise"), address, 10)(all_in_one()).accepted
    (got,) = receiver.received
    part = got.get_body(("html",))
    assert part is not None
    page = BeautifulSoup(part.get_content(), "lxml")
    assert not page(MARKUP)
    assert not [tag for tag in page(True) if any(name.startswith("on") for name in tag.attrs)]
    told = " ".join(page.get_text().split())
    assert not [text for text in AS_THEY_ARE if " ".join(text.split()) not in told]


def test_a_service_that_takes_json_gets_the_text_itself() -> None:
    with http_receiver() as receiver:
        address = f"{receiver.url.replace('http', 'json')}/x"
        assert apprise.prepare(channel("apprise"), address, 10)(all_in_one()).accepted
    said = json.loads(receiver.received[0].body)
    assert said["title"] == HOSTILE_TEXTS[0]
    assert not [text for text in AS_THEY_ARE if text not in said["message"]]


def test_alertmanager_gets_it_as_an_annotation_and_never_as_a_label() -> None:
    with http_receiver() as receiver:
        send = alertmanager.prepare(channel("alertmanager", url=receiver.url), None, 10)
        assert all(send(told).accepted for told in letters())
    said = [alert for got in receiver.received for alert in json.loads(got.body)]
    for alert, text in zip(said, HOSTILE_TEXTS, strict=True):
        assert text not in alert["labels"].values()
        assert any(text in value for value in alert["annotations"].values())


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_title_is_one_line_that_names_what_the_page_says(text: str) -> None:
    title = worded(text).title
    assert "\n" not in title
    assert title.isprintable()
