"""Incidents as alerts of a Prometheus Alertmanager (API v2), which groups, silences and routes them itself.

Alertmanager forgets what it is not told again: what is open is posted again every minute (`stands`) and ends four such
times after the last posting, if nobody says before that it is over. The same labels are the same alert: posting twice
tells nobody twice. `about` is what the shipped `alertmanager.yml` routes by.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from monitor.alerts.channels.contract import Option, Receipt, Send, Unfit, Way
from monitor.alerts.posting import Question, post, read_open_url, trusting
from monitor.alerts.proving import BASIC, BEARER, proofs, read_proof
from monitor.alerts.records import Affair, Audience, Channel, Language, Letter, Occasion
from monitor.reports.json_values import moment

AGAIN_EVERY = timedelta(minutes=1)
_ENDS_AFTER = 4 * AGAIN_EVERY
_MOST = 500  # alerts of one posting
_OVER_KEPT = timedelta(hours=1)  # no posting is under way for longer
_POSTED = "/api/v2/alerts"
_DIGESTS = (Occasion.DAILY, Occasion.WEEKLY, Occasion.MONITOR)


def prepare(channel: Channel, secret: str | None, timeout: float) -> Send:
    """Posts the incidents of each letter; digests have none to post."""
    url = read_open_url(channel.options["url"].rstrip("/") + _POSTED)
    proof = proofs(secret, channel.options.get("authorization", BEARER))
    tls = trusting(channel.options.get("ca_file"))
    over: dict[str, datetime] = {}
    one_at_a_time = threading.Lock()  # what is open is posted by another thread than what is over

    def send(letter: Letter) -> Receipt:
        if letter.occasion in _DIGESTS:
            return Receipt(accepted=True, detail="nothing to post")
        with one_at_a_time:
            return _post_all(letter)

    def _post_all(letter: Letter) -> Receipt:
        alerts = [_test(letter)] if letter.occasion is Occasion.TEST else _alerts(letter, over, channel.language)
        receipt = Receipt(accepted=True, detail="nothing to post")
        for start in range(0, len(alerts), _MOST):
            body = json.dumps(alerts[start : start + _MOST], ensure_ascii=False).encode(errors="replace")
            headers = {"Content-Type": "application/json", **proof(body)}
            receipt = post(Question(url=url, tls=tls, body=body, headers=headers), timeout=timeout)
            if not receipt.accepted:
                return receipt
        _remember_over(letter, over)
        return receipt

    return send


def _alerts(letter: Letter, over: Mapping[str, datetime], language: Language) -> list[dict[str, Any]]:
    """Nothing that was over when this letter was written comes back by it."""
    return [
        _alert(affair, letter, language)
        for affair in letter.affairs
        if not (affair.incident.open and letter.at <= over.get(affair.incident.id, letter.at - _OVER_KEPT))
    ]


def _remember_over(letter: Letter, over: dict[str, datetime]) -> None:
    for affair in letter.affairs:
        if not affair.incident.open:
            over[affair.incident.id] = letter.at
        elif letter.at > over.get(affair.incident.id, letter.at):
            del over[affair.incident.id]
    for name in [name for name, at in over.items() if at < letter.at - _OVER_KEPT]:
        del over[name]


def _alert(affair: Affair, letter: Letter, language: Language) -> dict[str, Any]:
    incident, vietnamese = affair.incident, language is Language.VIETNAMESE
    ends = letter.at + _ENDS_AFTER if incident.open else incident.ended or incident.resolved
    annotations = {
        "summary": f"{affair.agency_name}, {affair.host}: {incident.reason if vietnamese else incident.reason_en}",
        "description": f"{incident.rule}, {affair.duty if vietnamese else affair.duty_en}",
        "law": incident.law or "",
        "what_to_do": affair.what_to_do if vietnamese else affair.what_to_do_en,
        "link": affair.link,
        "incident": incident.id,
    }
    return {
        "labels": {
            "alertname": incident.rule,
            "about": "portal",
            "portal": incident.portal,
            "agency": incident.agency,
            "rule": incident.rule,
            "severity": incident.severity.name.lower(),
            "system": affair.system.value,
            "basis": incident.basis.value,
            "simulated": str(letter.simulated).lower(),
        },
        "annotations": {name: " ".join(text.split()) for name, text in annotations.items() if text},
        "startsAt": moment(incident.since),
        "endsAt": moment(ends),
        **({"generatorURL": affair.link} if affair.link else {}),
    }


def _test(letter: Letter) -> dict[str, Any]:
    return {
        "labels": {
            "alertname": "Test",
            "about": "monitor",
            "severity": "info",
            "simulated": str(letter.simulated).lower(),
        },
        "annotations": {"summary": letter.title},
        "startsAt": moment(letter.at),
        "endsAt": moment(letter.at + _ENDS_AFTER),
    }


def _unfit(channel: Channel) -> Iterator[Unfit]:
    if channel.audience is Audience.OPERATOR:
        yield Unfit(key="audience", wrong="operator", expected="agencies: monitor.rules.yml watches the monitor itself")
    if channel.hours is not None:
        yield Unfit(key="hours", wrong="hours", expected="none: Alertmanager has times of its own")
    if channel.repeat_every is not None:
        yield Unfit(key="repeat_every", wrong="repeats", expected="none: Alertmanager repeats itself")
    if channel.digests:
        yield Unfit(key="digests", wrong="digests", expected="none: Alertmanager takes alerts only")


WAY = Way(
    prepare=prepare,
    options={
        "url": Option(
            expected="the address of Alertmanager such as http://127.0.0.1:9093", read=read_open_url, needed=True
        ),
        "authorization": Option(expected="bearer or basic", read=lambda text: read_proof(text, BEARER, BASIC)),
        "ca_file": Option(expected="a PEM file", read=trusting),
    },
    needs_secret=False,
    unfit=_unfit,
    stands=AGAIN_EVERY,
)
