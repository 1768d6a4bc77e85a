"""What a look saw is the same after its journey, pages and long facts included."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from monitor.cluster.names import PROTOCOL
from monitor.cluster.packing import Reader, Room, pack_sight
from monitor.cluster.wire import Batch, Beat, LookSent, OtherProtocol, Refused, Sights, read
from monitor.probing import find_probes
from probes.exchange import Hop
from probes.failures import FailureKind, State, failed
from probes.identity import uuid7
from probes.observe import Evidence, Observation, Sight
from tests.support.rounds import LAW_DAY, reachability

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
READER = Reader(facts_types={probe.name: probe.facts for probe in find_probes()}, most_body=1000)
PAGE = Evidence(
    sha256=sha256(b"page").hexdigest(),
    url="https://a.test/",
    status=200,
    headers=(("content-type", "text/html"), ("x", "\x00\ud800")),
    body=b"page",
)


def observation(**more: Any) -> Observation:
    plain = Observation(
        id=uuid7(NOW, os.urandom),
        portal="a.portal",
        probe="reachability",
        vantage="hn",
        at=NOW,
        law_day=LAW_DAY,
        attempt=1,
        seconds=0.5,
        facts=reachability(State.UP),
        failure=None,
        evidence=(PAGE.sha256,),
    )
    return replace(plain, **more)


def sent(sight: Sight, **more: Any) -> LookSent:
    packed = pack_sight(sight, **{"whole": True, **more})
    look = LookSent(name=uuid7(NOW, os.urandom), portal="a.portal", asked=NOW, first=packed, second=None)
    return LookSent.model_validate_json(look.model_dump_json())


def back(look: LookSent) -> Sight:
    return READER.seen(look, vantage="hn", network="viettel", now=NOW).first


def one(item: Observation, *pages: Evidence, remember: Mapping[str, Any] | None = None) -> Sight:
    return Sight(observations=(item,), evidence=pages, remember=remember or {})


def test_a_look_is_the_same_after_its_journey() -> None:
    hops = tuple(Hop(url=f"https://a.test/{number}", status=301, address="203.0.113.9") for number in range(100))
    item = observation(facts=replace(reachability(State.UP), hops=hops))
    assert back(sent(one(item))).observations == (item,)


def test_a_failure_brings_its_page() -> None:
    failure = failed(FailureKind.BLOCKED, "Request Rejected \x00")
    item = observation(facts=reachability(State.BLOCKED), failure=failure)
    sight = back(sent(one(item, PAGE), whole=False))
    assert sight.observations[0].failure == replace(failure, detail="Request Rejected \ufffd")
    assert sight.evidence == (replace(PAGE, headers=(("content-type", "text/html"), ("x", "\ufffd\ufffd"))),)


def test_a_page_that_is_known_or_that_nobody_wants_stays_where_it_is() -> None:
    assert back(sent(one(observation(), PAGE))).evidence
    assert not back(sent(one(observation(), PAGE), known=[PAGE.sha256])).evidence
    assert not back(sent(one(observation(), PAGE), whole=False)).evidence


def test_what_probes_remember_goes_along_where_it_is_asked_for_but_never_the_rounds_own_memory() -> None:
    remembered = {"reachability": {"a": [1, None]}, "round": {"digest": "x"}}
    assert back(sent(one(observation(), remember=remembered), remember=True)).remember == {
        "reachability": {"a": [1, None]}
    }
    assert back(sent(one(observation(), remember=remembered))).remember == {}


def test_a_page_larger_than_any_that_we_read_is_refused() -> None:
    large = replace(PAGE, body=b"x" * 1001, sha256=sha256(b"x" * 1001).hexdigest())
    item = observation(evidence=(large.sha256,))
    with pytest.raises(Refused, match="more than 1000 bytes"):
        back(sent(one(item, large)))


def test_everything_in_a_message_has_room_for_so_much_unpacked_and_no_more() -> None:
    item, room = observation(), Room(most=10)
    for _ in range(2):
        READER.seen(sent(one(item, PAGE)), vantage="hn", network="viettel", now=NOW, room=room)
    for _ in range(2):
        with pytest.raises(Refused, match="unpacked it is more than 10 bytes"):
            READER.seen(sent(one(item, PAGE)), vantage="hn", network="viettel", now=NOW, room=room)


def test_pages_that_would_have_no_room_unpacked_are_not_sent() -> None:
    bodies = [bytes([letter]) * 6_000_000 for letter in b"abc"]
    pages = [replace(PAGE, body=body, sha256=sha256(body).hexdigest()) for body in bodies]
    assert len(pack_sight(one(observation(), *pages), whole=True, known=()).evidence) == 0
    named = observation(evidence=tuple(page.sha256 for page in pages))
    assert len(pack_sight(one(named, *pages), whole=True).evidence) == 2


def test_a_page_that_is_another_one_is_refused() -> None:
    item = observation(evidence=("0" * 64,))
    with pytest.raises(Refused, match="another hash"):
        back(sent(one(item, replace(PAGE, sha256="0" * 64))))


@pytest.mark.parametrize("kind", [Batch, Sights])
def test_another_protocol_is_told_before_any_other_mistake(kind: type[Batch] | type[Sights]) -> None:
    with pytest.raises(OtherProtocol, match=f"protocol {PROTOCOL + 1} .version '9.0'., here is protocol {PROTOCOL}"):
        read(kind, f'{{"protocol": {PROTOCOL + 1}, "version": "9.0", "new": 1}}')


def test_a_mistake_is_told_in_one_line_without_what_stands_there() -> None:
    with pytest.raises(Refused) as refused:
        read(Sights, '{"protocol": 1, "version": "1", "name": "evil\\nname", "evil\\nkey": 1}')
    assert "evil\n" not in str(refused.value)
    assert "evil" not in str(refused.value).replace("evil\\nkey", "")


def test_a_sign_of_life_of_a_later_version_can_be_read() -> None:
    text = (
        f'{{"kind": "worker", "protocol": {PROTOCOL + 1}, "version": "9", "at": "2026-11-22T03:00:00Z", '
        '"vantage": "hn", "worker": "w", "mood": "good"}'
    )
    assert read(Beat, text).protocol == PROTOCOL + 1
