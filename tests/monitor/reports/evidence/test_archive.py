"""The archive holds everything behind an incident, each file as it was kept, and the same bytes every time."""

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from monitor.configuration import Configuration
from monitor.records import Round
from monitor.reports.evidence.archive import evidence_archive
from monitor.reports.evidence.rule_json import Known, probes_read
from monitor.storage.engine import writing
from monitor.storage.incidents import acknowledge
from probes.answer import PageKind
from probes.content.facts import PageContent, Suspicion
from probes.facts import EmcTag, LandingPage
from probes.failures import State
from tests.support.desks import FIVE, START
from tests.support.disputed import BUSY, HOSTILE, Outage, configuration, disputed, failing, look, page, sound


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return configuration(tmp_path_factory.mktemp("x") / "config")


@pytest.fixture
def outage(tmp_path: Path) -> Iterator[Outage]:
    with disputed(tmp_path) as found:
        yield found


def packed(outage: Outage, settings: Configuration, *, with_content: bool = False, simulated: bool = False) -> bytes:
    proof = outage.store.proof(outage.incident.id, reads=probes_read(settings.rulebook))
    assert proof is not None
    known = Known(catalogue=settings.catalogue, rulebook=settings.rulebook, simulated=simulated)
    return evidence_archive(proof, known, with_content=with_content)


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def read(archive: dict[str, bytes], name: str) -> Any:
    return json.loads(archive[name])


def test_every_file_is_there(outage: Outage, settings: Configuration) -> None:
    outage.post()
    digest = hashlib.sha256(BUSY).hexdigest()
    assert sorted(files(packed(outage, settings))) == [
        "INDEX.html",
        "INDEX.md",
        "SHA256SUMS",
        "beside.json",
        "certificates.json",
        "dns.json",
        "incident.json",
        "letters.json",
        "manifest.json",
        f"pages/{digest}.json",
        f"pages/{digest}.txt",
        "references.json",
        "rounds/last-01.json",
        "rounds/opening-01.json",
        "rounds/opening-02.json",
        "rounds/opening-03.json",
        "rule.json",
        "states.json",
        "verdicts.json",
    ]


def test_the_same_incident_gives_the_same_bytes(outage: Outage, settings: Configuration) -> None:
    assert packed(outage, settings) == packed(outage, settings)
    assert packed(outage, settings) != packed(outage, settings, simulated=True)


def test_the_manifest_names_every_file_with_its_hash(outage: Outage, settings: Configuration, tmp_path: Path) -> None:
    archive = files(packed(outage, settings))
    manifest = read(archive, "manifest.json")
    told = {item["name"]: (item["sha256"], item["bytes"]) for item in manifest["files"]}
    assert told == {
        name: (hashlib.sha256(body).hexdigest(), len(body))
        for name, body in archive.items()
        if name not in ("manifest.json", "SHA256SUMS")
    }
    for name, body in archive.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0


def test_a_round_shows_both_looks_in_both_times(outage: Outage, settings: Configuration) -> None:
    first, second = read(files(packed(outage, settings)), "rounds/opening-01.json")["looks"]
    assert first["at"] == {"utc": "2026-11-02T01:00:00Z", "local": "2026-11-02T08:00:00.000+07:00"}
    assert (first["attempt"], second["attempt"]) == (1, 2)
    (seen,) = second["observations"]
    assert seen["failure"] == {"kind": "http_server_error", "party": "portal", "detail": "503"}
    assert seen["facts"]["tls"]["issuer"] == "CN=Mẫu"
    assert seen["facts"]["title"] == HOSTILE
    assert seen["pages"] == [{"sha256": hashlib.sha256(BUSY).hexdigest(), "kept": True, "withheld": None}]


def test_the_references_that_answered_stand_beside_each_round(outage: Outage, settings: Configuration) -> None:
    archive = files(packed(outage, settings))
    check = read(archive, "rounds/opening-03.json")["references"]
    assert check["asked"]["utc"] == "2026-11-02T01:10:24Z"
    assert check["online"]
    assert [(item["target"], item["answered"]) for item in check["answers"]] == [
        ("192.0.2.1:443", True),
        ("198.51.100.1:53", None),
    ]
    assert len(read(archive, "references.json")) == 4


def test_names_certificates_and_states_have_files_of_their_own(outage: Outage, settings: Configuration) -> None:
    archive = files(packed(outage, settings))
    (names,) = read(archive, "dns.json")
    assert (names["dns"]["host"], names["dns"]["ds"]) == ("p1.test", True)
    assert read(archive, "certificates.json")[0]["tls"]["names"] == ["p1.test"]
    assert [item["state"] for item in read(archive, "states.json")] == ["down"]
    assert read(archive, "beside.json")[0]["probe"] == "dns"


def test_the_rule_stands_there_with_law_thresholds_and_book(outage: Outage, settings: Configuration) -> None:
    archive = files(packed(outage, settings))
    rule = read(archive, "rule.json")
    booked = settings.rulebook.booked("REACH-01")
    assert booked is not None
    assert rule["text"]["duty"]["vi"] == booked.text.duty.vi
    assert rule["law_day"] == "2026-11-02"
    assert rule["terms"]["thresholds"] == {"rounds_down": 3, "rounds_up": 2}
    assert rule["terms"]["law"]["document"]
    assert (rule["rulebook_of_the_verdict"], rule["same_book"]) == ("0" * 12, False)
    assert rule["rulebook_in_use"] == settings.rulebook.version
    (stretch,) = read(archive, "verdicts.json")
    assert (stretch["outcome"], stretch["law"]) == ("fail", outage.incident.law)


def test_all_that_happened_is_told_with_who_answered(outage: Outage, settings: Configuration) -> None:
    with writing(outage.store.engine) as connection:
        acknowledge(connection, outage.incident.id, at=outage.at, by="Trực ban", note="Đang sửa")
    outage.heal()
    told = read(files(packed(outage, settings)), "incident.json")
    assert [item["happening"] for item in told["events"]] == ["opened", "acknowledged", "resolved"]
    assert (told["acknowledged_by"], told["note"], told["state"]) == ("Trực ban", "Đang sửa", "resolved")
    assert told["since"]["local"] == "2026-11-02T08:00:00.000+07:00"


def test_of_a_resolved_incident_the_last_bad_and_the_good_rounds_are_there(
    outage: Outage, settings: Configuration
) -> None:
    outage.heal()
    archive = files(packed(outage, settings))
    last = [name for name in archive if name.startswith("rounds/last")]
    outcomes = [read(archive, name)["looks"][-1]["observations"][0]["outcome"] for name in last]
    assert outcomes == ["http_server_error", "seen", "seen"]


def test_letters_are_named_without_what_a_channel_answered(outage: Outage, settings: Configuration) -> None:
    outage.post()
    archive = files(packed(outage, settings))
    letters = {item["id"]: (item["channel"], item["state"]) for item in read(archive, "letters.json")}
    assert letters["l-1"] == ("mail", "sent")
    assert not [name for name, body in archive.items() if b"s3cr3t" in body]


def with_first_page(taken: Round) -> Round:
    """The round, its last look with what was read of the first page."""
    kept = page()
    facts = LandingPage(
        kind=PageKind.CONTENT, title=None, language=None, charset=None, links=(), meta=(), headers=kept.headers,
        emc=EmcTag(seen=None, site_id=None, insecure=False, parts=(), note=""),
        national_portal_link=None, sha256=kept.sha256,
    )  # fmt: skip
    read_it = replace(taken.observations[-1], id="f-9", probe="landing_page", facts=facts, failure=None)
    return replace(taken, observations=(*taken.observations, read_it))


def test_a_cookie_that_we_were_given_is_cut_out(outage: Outage, settings: Configuration) -> None:
    outage.take(with_first_page(failing(outage.at)))
    archive = files(packed(outage, settings, with_content=True))
    assert not [name for name, body in archive.items() if b"t0psecret" in body]
    seen = read(archive, f"pages/{hashlib.sha256(BUSY).hexdigest()}.json")["seen"]
    headers = [item["headers"] for item in seen if item["headers"] is not None]
    assert [item[1] for item in headers] == [["set-cookie", "sid=…; Path=/; HttpOnly"]]


def test_the_page_stands_there_as_it_came_under_a_name_that_nothing_runs(
    outage: Outage, settings: Configuration
) -> None:
    archive = files(packed(outage, settings))
    assert archive[f"pages/{hashlib.sha256(BUSY).hexdigest()}.txt"] == BUSY
    assert [name for name in archive if name.endswith((".html", ".htm", ".svg", ".xml"))] == ["INDEX.html"]


def test_hostile_titles_are_text_in_both_indexes(outage: Outage, settings: Configuration) -> None:
    archive = files(packed(outage, settings))
    html, markdown = archive["INDEX.html"].decode(), archive["INDEX.md"].decode()
    assert "<script" not in html + markdown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "\u202e" not in html + markdown
    assert r"\[x\]\(http\://a.test\)" in markdown
    assert "default-src 'none'" in html
    assert "Tỉnh Vĩnh Mẫu" in html
    assert "Dưới ngưỡng theo dõi" in html
    assert "vi phạm" not in html


def test_a_simulated_incident_says_so(outage: Outage, settings: Configuration) -> None:
    archive = files(packed(outage, settings, simulated=True))
    assert "MÔ PHỎNG" in archive["INDEX.html"].decode()
    assert read(archive, "manifest.json")["simulated"]


HARMFUL = {
    "a leaked query": b"<p>Error: SELECT name, pass FROM users WHERE id=1 hunter2</p>",
    "a citizen's number": b"<table><td>Nguy\xe1\xbb\x85n hunter2</td><td>001234567890</td></table>",
    "a list of people": "<th>Họ và tên</th><td>hunter2</td>".encode(),
    "other letters": b"<p>\xff\xfe hunter2</p>",
}


@pytest.mark.parametrize("body", HARMFUL.values(), ids=HARMFUL.keys())
def test_what_could_harm_is_withheld_unless_somebody_asks_for_it(
    body: bytes, tmp_path: Path, settings: Configuration
) -> None:
    with disputed(tmp_path, kept=page(body)) as outage:
        plain = files(packed(outage, settings))
        whole = files(packed(outage, settings, with_content=True))
    digest = hashlib.sha256(body).hexdigest()
    assert not [name for name, content in plain.items() if b"hunter2" in content]
    assert HOSTILE not in plain["rounds/opening-01.json"].decode()
    assert read(plain, "manifest.json")["withheld"] == [
        {"what": digest, "why": read(plain, f"pages/{digest}.json")["withheld"]}
    ]
    assert digest in plain["INDEX.html"].decode()
    assert whole[f"pages/{digest}.txt"] == body
    assert read(whole, "manifest.json")["withheld"] == []


def test_a_page_with_signs_of_injected_content_is_withheld_with_all_that_was_read_of_it(
    outage: Outage, settings: Configuration
) -> None:
    spam = page("<p>nhà cái hunter2</p>".encode())
    suspicion = Suspicion(kind="title", where="title", words=("0" * 16,))
    facts = PageContent(
        kind=PageKind.CONTENT, url="https://p1.test/hunter2", sha256=spam.sha256, suspicions=(suspicion,)
    )
    taken = failing(outage.at, spam)
    read_it = replace(taken.observations[1], id="f-9", probe="page_content", facts=facts, failure=None)
    outage.take(replace(taken, observations=(*taken.observations, read_it)))
    plain, whole = files(packed(outage, settings)), files(packed(outage, settings, with_content=True))
    assert not [name for name, content in plain.items() if b"hunter2" in content]
    assert len([name for name, content in whole.items() if b"hunter2" in content]) == 2


def test_rounds_from_before_references_were_kept_say_so(tmp_path: Path, settings: Configuration) -> None:
    with disputed(tmp_path) as outage:
        outage.take(replace(failing(outage.at), references=None))
        archive = files(packed(outage, settings))
    assert read(archive, "rounds/last-02.json")["references"] is None
    assert "for 1 failed rounds no answers were kept" in archive["INDEX.html"].decode()


def test_a_page_whose_bytes_were_not_kept_leaves_its_hash(outage: Outage, settings: Configuration) -> None:
    gone = page(b"another")
    taken = replace(failing(outage.at, gone), evidence=())
    outage.take(taken)
    archive = files(packed(outage, settings))
    (seen,) = read(archive, "rounds/last-02.json")["looks"][0]["observations"]
    assert seen["pages"] == [{"sha256": gone.sha256, "kept": False, "withheld": None}]


def test_only_so_many_rounds_are_shown_and_the_rest_is_counted(tmp_path: Path, settings: Configuration) -> None:
    with disputed(tmp_path) as outage:
        for _ in range(10):
            outage.take(failing(outage.at))
            outage.at += FIVE
        archive = files(packed(outage, settings))
    assert len([name for name in archive if name.startswith("rounds/")]) == 6
    assert read(archive, "rounds/last-03.json")["began"]["utc"] == "2026-11-02T02:05:00Z"


def test_no_incident_of_that_id_is_none(outage: Outage) -> None:
    assert outage.store.proof("nobody", reads={}) is None


def test_a_portal_that_is_no_longer_known_is_named_by_its_id(outage: Outage, settings: Configuration) -> None:
    nobody = replace(settings, catalogue=replace(settings.catalogue, agencies=(), portals=()))
    archive = files(packed(outage, nobody))
    assert read(archive, "rule.json")["terms"] is None
    assert "x-vinh-mau" in archive["INDEX.html"].decode()


def test_looks_at_another_portal_are_not_mixed_in(outage: Outage, settings: Configuration) -> None:
    at = START + timedelta(minutes=1)
    other = replace(look(at, attempt=1, state=State.UP, pages=()), portal="p2")
    outage.store.keep([replace(sound(at), portal="p2", observations=(other,))])
    assert len(read(files(packed(outage, settings)), "rounds/opening-01.json")["looks"]) == 2
