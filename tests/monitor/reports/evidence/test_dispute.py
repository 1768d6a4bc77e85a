"""What an archive says of a dispute that others could be drawn into: other portals, later rounds, earlier letters."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from monitor.configuration import Configuration
from monitor.reports.evidence.archive import evidence_archive
from monitor.reports.evidence.rule_json import Known, probes_read
from monitor.storage.engine import writing
from monitor.storage.incident_proof import Proof
from monitor.storage.outbox import Delivery, DeliveryState, add, finish
from probes.answer import PageKind
from tests.support.desks import FIVE
from tests.support.disputed import Outage, configuration, disputed, page

OURS = {"state": "down", "since": "2026-11-02T01:00:00Z", "failure": "http_server_error", "failed_rounds": 3}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return configuration(tmp_path_factory.mktemp("x") / "config")


@pytest.fixture
def outage(tmp_path: Path) -> Iterator[Outage]:
    with disputed(tmp_path) as found:
        yield found


def known(settings: Configuration) -> Known:
    return Known(catalogue=settings.catalogue, rulebook=settings.rulebook, simulated=False)


def proof_of(outage: Outage, settings: Configuration) -> Proof:
    proof = outage.store.proof(outage.incident.id, reads=probes_read(settings.rulebook))
    assert proof is not None
    return proof


def packed(outage: Outage, settings: Configuration, *, with_content: bool = False) -> bytes:
    return evidence_archive(proof_of(outage, settings), known(settings), with_content=with_content)


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def read(archive: dict[str, bytes], name: str) -> Any:
    return json.loads(archive[name])


def test_a_page_has_the_address_of_this_portal_though_another_one_gave_the_same_bytes_first(
    tmp_path: Path, settings: Configuration
) -> None:
    others = replace(page(), url="https://khac.test/", status=404, headers=(("x-khac", "1"),))
    with disputed(tmp_path, kept=others, final_url="https://p1.test/") as outage:
        archive = files(packed(outage, settings, with_content=True))
    assert not [name for name, body in archive.items() if b"khac" in body]
    seen = read(archive, f"pages/{others.sha256}.json")["seen"]
    assert len(seen) == 8
    assert {(item["url"], item["status"], item["headers"]) for item in seen} == {("https://p1.test/", 503, None)}
    assert seen[0]["at"]["utc"] == "2026-11-02T01:00:00Z"
    assert {item["note"] for item in seen} == {"không lưu (not kept)"}
    assert "không lưu (not kept)" in archive["INDEX.html"].decode()


def test_a_resolved_incident_gives_the_same_bytes_for_ever(outage: Outage, settings: Configuration) -> None:
    outage.heal()
    resolved = packed(outage, settings)
    outage.heal()
    assert packed(outage, settings) == resolved
    archive = files(resolved)
    assert read(archive, "states.json")[-1]["until"] == read(archive, "incident.json")["resolved"]
    assert read(archive, "verdicts.json")[-1] == {
        "since": {"utc": "2026-11-02T01:20:00Z", "local": "2026-11-02T08:20:00.000+07:00"},
        "outcome": "pass",
        "went_on": True,
    }


def test_a_letter_that_waited_before_the_incident_was_not_made_for_it(outage: Outage, settings: Configuration) -> None:
    before = outage.incident.opened - FIVE
    with writing(outage.store.engine) as connection:
        waiting = Delivery(
            id="l-2", channel="mail", occasion="opened", grouping="agency x", created=before, not_before=before,
            incidents=(outage.incident.id,),
        )  # fmt: skip
        add(connection, [waiting])
        finish(connection, "l-2", state=DeliveryState.SENT, at=outage.at, detail="")
    archive = files(packed(outage, settings))
    (letter,) = (item for item in read(archive, "letters.json") if item["id"] == "l-2")
    assert (letter["created"], letter["state"], letter["finished"]["utc"]) == (None, "sent", "2026-11-02T01:20:00Z")
    assert r"| – | mail | opened | sent | 02/11/2026 08:20:00 |" in archive["INDEX.md"].decode()


def test_the_words_of_a_verdict_stand_once_in_the_summary(outage: Outage, settings: Configuration) -> None:
    told = files(packed(outage, settings))["INDEX.md"].decode()
    (row,) = (line for line in told.splitlines() if "Đánh giá · verdict" in line)
    assert row.count("Dưới ngưỡng theo dõi") == 1


def test_our_own_values_of_an_error_page_are_shown(tmp_path: Path, settings: Configuration) -> None:
    with disputed(
        tmp_path, kept=page(b"<p>SELECT name FROM users WHERE id=1 hunter2</p>"), kind=PageKind.APPLICATION_ERROR
    ) as outage:
        proof = proof_of(outage, settings)
        (stood,) = proof.stretches
        verdict = replace(stood.verdict, evidence={**OURS, "title": "hunter2"})
        proof = replace(proof, stretches=(replace(stood, verdict=verdict),))
        archive = files(evidence_archive(proof, known(settings), with_content=False))
    (stretch,) = read(archive, "verdicts.json")
    assert stretch["evidence"] == {**OURS, "title": "[withheld]"}
    look_taken = read(archive, "rounds/opening-01.json")["looks"][0]["observations"][0]
    assert (look_taken["failure"]["detail"], look_taken["facts"]["title"]) == ("503", "[withheld]")
    assert r"http\_server\_error: 503 ·" in archive["INDEX.md"].decode()
    assert not [name for name, body in archive.items() if b"hunter2" in body]
