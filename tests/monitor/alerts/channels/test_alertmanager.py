"""Incidents as alerts of Alertmanager's API, posted to a receiver that keeps them."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.channels.alertmanager import prepare
from monitor.alerts.channels.contract import Receipt
from monitor.alerts.records import Letter, Occasion
from tests.support.alerting import PROGRAMS, come_true, hearing, managing
from tests.support.incidents import OPENED, incident
from tests.support.letters import affair, channel, letter
from tests.support.receivers import HttpReceiver, http_receiver

MISSING = [program for program in PROGRAMS if shutil.which(program) is None]


def _alerts(receiver: HttpReceiver) -> list[dict[str, Any]]:
    return [alert for got in receiver.received for alert in json.loads(got.body)]


def _post(receiver: HttpReceiver, *letters: Letter, **options: str) -> list[Receipt]:
    send = prepare(channel("alertmanager", url=f"{receiver.url}/am/", **options), None, 10)
    return [send(told) for told in letters]


def test_an_open_incident_is_an_alert_that_ends_unless_it_is_told_again() -> None:
    with http_receiver() as receiver:
        (receipt,) = _post(receiver, letter(affair(link="https://monitor.test/incidents/i-1")))
    assert receipt.accepted
    assert receiver.received[0].path == "/am/api/v2/alerts"
    (alert,) = _alerts(receiver)
    assert alert["labels"] == {
        "alertname": "REACH-01",
        "about": "portal",
        "portal": "x-vinh-mau-portal",
        "agency": "x-vinh-mau",
        "rule": "REACH-01",
        "severity": "critical",
        "system": "portal",
        "basis": "product",
        "simulated": "false",
    }
    assert (alert["startsAt"], alert["endsAt"]) == ("2026-11-02T00:50:00Z", "2026-11-02T01:04:00Z")
    assert alert["generatorURL"] == "https://monitor.test/incidents/i-1"
    assert alert["annotations"] == {
        "summary": "Ủy ban nhân dân tỉnh Vĩnh Mẫu, vinhmau.test: không trả lời (đã xác nhận)",
        "description": "REACH-01, Người dân truy cập được hệ thống",
        "law": "NĐ 224/2026/NĐ-CP, Điều 21 khoản 2 điểm a",
        "what_to_do": "Kiểm tra máy chủ, đường truyền, tên miền",
        "link": "https://monitor.test/incidents/i-1",
        "incident": "i-1",
    }


def test_labels_stay_the_same_from_the_beginning_to_the_end() -> None:
    over = incident(ended=OPENED + timedelta(minutes=20), resolved=OPENED + timedelta(minutes=25))
    recovered = letter(affair(over), occasion=Occasion.RECOVERED, at=OPENED + timedelta(minutes=26))
    with http_receiver() as receiver:
        _post(receiver, letter(), recovered)
    begun, ended = _alerts(receiver)
    assert begun["labels"] == ended["labels"]
    assert ended["endsAt"] == "2026-11-02T01:20:00Z"


def test_what_was_read_before_the_end_cannot_open_an_alert_again() -> None:
    over = affair(incident(ended=OPENED + timedelta(minutes=20), resolved=OPENED + timedelta(minutes=25)))
    at = OPENED + timedelta(minutes=26)
    late = letter(occasion=Occasion.REPEATED, at=at - timedelta(seconds=1))
    goes_on = letter(occasion=Occasion.OPENED, at=at + timedelta(minutes=5))
    with http_receiver() as receiver:
        receipts = _post(receiver, letter(over, occasion=Occasion.RECOVERED, at=at), late, late, goes_on, late)
    assert all(receipt.accepted for receipt in receipts)
    assert [alert["endsAt"] for alert in _alerts(receiver)] == [
        "2026-11-02T01:20:00Z",
        "2026-11-02T01:35:00Z",
        "2026-11-02T01:29:59Z",
    ]


def test_many_alerts_are_posted_in_several_pieces() -> None:
    many = [affair(incident(id=f"i-{number}", portal=f"x-{number}")) for number in range(1100)]
    with http_receiver() as receiver:
        (receipt,) = _post(receiver, letter(*many))
    assert receipt.accepted
    assert [len(json.loads(got.body)) for got in receiver.received] == [500, 500, 100]


def test_a_refusal_ends_the_posting_and_is_told() -> None:
    many = [affair(incident(id=f"i-{number}", portal=f"x-{number}")) for number in range(1100)]
    with http_receiver() as receiver:
        receiver.statuses = [200, 503]
        (receipt,) = _post(receiver, letter(*many))
    assert receipt == Receipt(accepted=False, detail="HTTP 503")
    assert len(receiver.received) == 2


@pytest.mark.parametrize("occasion", [Occasion.DAILY, Occasion.WEEKLY])
def test_digests_are_nothing_for_alertmanager(occasion: Occasion) -> None:
    with http_receiver() as receiver:
        assert _post(receiver, letter(occasion=occasion)) == [Receipt(accepted=True, detail="nothing to post")]
    assert receiver.received == []


def test_a_test_is_an_alert_of_its_own() -> None:
    with http_receiver() as receiver:
        _post(receiver, letter(occasion=Occasion.TEST, title="Thử nghiệm", affairs=()))
    labels: Mapping[str, str] = _alerts(receiver)[0]["labels"]
    assert labels == {"alertname": "Test", "about": "monitor", "severity": "info", "simulated": "false"}


def test_hostile_reasons_stay_one_line() -> None:
    with http_receiver() as receiver:
        _post(receiver, letter(affair(incident(reason="a\nb\r\n\tc"))))
    assert _alerts(receiver)[0]["annotations"]["summary"].endswith(": a b c")


def test_simulated_alerts_say_so() -> None:
    with http_receiver() as receiver:
        _post(receiver, letter(simulated=True))
    assert _alerts(receiver)[0]["labels"]["simulated"] == "true"


@pytest.mark.xdist_group("prometheus")
@pytest.mark.skipif(bool(MISSING) and not os.environ.get("TEST_NEEDS_SERVERS"), reason=f"not installed: {MISSING}")
def test_a_real_alertmanager_tells_the_beginning_once_and_the_end_once(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    begun = incident(since=now - timedelta(minutes=10), opened=now)
    over = incident(since=begun.since, opened=now, ended=now, resolved=now)
    with hearing() as hearer, managing(tmp_path, hearer=hearer) as port:
        send = prepare(channel("alertmanager", url=f"http://127.0.0.1:{port}"), None, 10)
        assert come_true(lambda: send(letter(affair(begun), at=now)).accepted)
        assert send(letter(affair(begun), occasion=Occasion.REPEATED, at=now + timedelta(seconds=1))).accepted
        assert come_true(lambda: hearer.alerts("agencies", "firing"))
        recovered = letter(affair(over), occasion=Occasion.RECOVERED, at=now + timedelta(seconds=2))
        assert send(recovered).accepted
        assert come_true(lambda: hearer.alerts("agencies", "resolved"))
    assert [alert["portal"] for alert in hearer.alerts("agencies", "firing")] == ["x-vinh-mau-portal"]
    assert [alert["portal"] for alert in hearer.alerts("agencies", "resolved")] == ["x-vinh-mau-portal"]
