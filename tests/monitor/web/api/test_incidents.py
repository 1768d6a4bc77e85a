"""`/api/v1/incidents` over a real server: what everybody sees, what tokens allow, and what stays in the audit."""

import multiprocessing
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from monitor.configuration import Configuration
from monitor.reports.evidence.archive import evidence_archive
from monitor.reports.evidence.rule_json import Known, probes_read
from monitor.reports.incident_json import incident_json, incident_names
from monitor.storage.engine import writing
from monitor.storage.incidents import acknowledge, put_incidents
from monitor.storage.store import Store
from monitor.web.api.models import IncidentOut, IncidentPage
from tests.support.api import NOW, SECRETS, Served, api
from tests.support.disputed import HOSTILE, Outage, configuration, disputed, page
from tests.support.incidents import OPENED, incident

PATH = "/api/v1/incidents"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return configuration(tmp_path_factory.mktemp("x") / "config")


@pytest.fixture
def outage(tmp_path: Path) -> Iterator[Outage]:
    with disputed(tmp_path) as found:
        yield found


@pytest.fixture
def served(outage: Outage, settings: Configuration) -> Iterator[Served]:
    with api(outage.store, settings) as running:
        yield running


def more(store: Store, *names: str) -> None:
    with writing(store.engine) as connection:
        put_incidents(
            connection,
            [
                incident(id=name, portal=name, opened=OPENED - timedelta(hours=number))
                for number, name in enumerate(names, start=1)
            ],
        )


def test_everybody_sees_what_is_open(served: Served, settings: Configuration, outage: Outage) -> None:
    answer = served.ask(f"{PATH}?open=true")
    assert answer.status == 200
    names = incident_names(settings.catalogue, settings.rulebook)
    assert answer.json == {
        "simulated": False,
        "incidents": [incident_json(outage.incident, names, private=False)],
        "next": None,
    }
    assert answer.json["incidents"][0]["agency_name"] == "Tỉnh Vĩnh Mẫu"
    IncidentPage.model_validate(answer.json)


def test_pages_follow_one_another(served: Served, outage: Outage) -> None:
    more(outage.store, "a", "b", "c")
    seen, cursor = [], ""
    while cursor is not None:
        told = served.ask(f"{PATH}?limit=2{cursor and '&cursor=' + cursor}").json
        seen += [item["id"] for item in told["incidents"]]
        cursor = told["next"]
    assert seen == [outage.incident.id, "a", "b", "c"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("agency=x-vinh-mau", 2),
        ("agency=nobody", 0),
        ("portal=p1", 1),
        ("rule=REACH-01&severity=critical", 2),
        ("severity=info", 2),
        ("since=2026-11-02T00:00:00Z", 2),
        ("since=2026-11-02T07%3A00%3A00%2B07%3A00&open=1", 2),
    ],
)
def test_each_wish_narrows_the_list(served: Served, outage: Outage, query: str, count: int) -> None:
    more(outage.store, "a")
    assert len(served.ask(f"{PATH}?{query}").json["incidents"]) == count


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "cursor=x", "cursor=AAAA", "severity=grave", "since=2026-11-02", "open=perhaps"]
)
def test_a_wish_that_makes_no_sense_is_told(served: Served, query: str) -> None:
    answer = served.ask(f"{PATH}?{query}")
    assert answer.status == 422
    assert answer.json["detail"][0]["loc"] == ["query", query.partition("=")[0]]


def test_one_incident_is_shown_and_another_is_not_there(served: Served, outage: Outage) -> None:
    told = served.ask(f"{PATH}/{outage.incident.id}")
    assert [item["happening"] for item in told.json["events"]] == ["opened"]
    IncidentOut.model_validate(told.json)
    assert (served.ask(f"{PATH}/nobody").status, served.ask(f"{PATH}/..%2F..").status) == (404, 404)
    assert served.ask(f"{PATH}/a'b").status == 422


def test_notes_and_names_are_for_holders_of_a_token(served: Served, outage: Outage) -> None:
    path = f"{PATH}/{outage.incident.id}"
    with writing(outage.store.engine) as connection:
        acknowledge(connection, outage.incident.id, at=NOW, by="Nguyễn Văn Mẫu", note="Đang sửa máy chủ")
    public, private = served.ask(path), served.ask(path, who="reader")
    assert "Nguyễn" not in public.body.decode()
    assert "Đang sửa" not in public.body.decode()
    assert public.json["withheld"]
    assert (private.json["note"], private.json["acknowledged_by"]) == ("Đang sửa máy chủ", "Nguyễn Văn Mẫu")
    assert private.json["events"][-1]["by"] == "Nguyễn Văn Mẫu"
    assert not private.json["withheld"]


def test_somebody_answers_for_an_incident_and_the_next_one_is_told_so(served: Served, outage: Outage) -> None:
    path = f"{PATH}/{outage.incident.id}/acknowledge"
    first = served.ask(path, who="duty", body={"note": "  Đang sửa  "})
    assert (first.status, first.json["state"], first.json["note"]) == (200, "acknowledged", "Đang sửa")
    assert first.json["acknowledged_by"] == "token duty"
    second = served.ask(path, who="chief", body={"note": "Tôi cũng vậy"})
    assert (second.status, second.json) == (409, {"detail": "somebody answers for it since 2026-11-02T09:00:00Z"})
    assert [(item.who, item.action, item.subject, item.address) for item in served.audit] == [
        ("token duty", "acknowledge", outage.incident.id, "127.0.0.1")
    ]


def test_what_is_over_or_not_there_is_not_answered_for(served: Served, outage: Outage) -> None:
    outage.heal()
    over = served.ask(f"{PATH}/{outage.incident.id}/acknowledge", who="duty", body={"note": "x"})
    assert (over.status, over.json["detail"].startswith("it is over since")) == (409, True)
    assert served.ask(f"{PATH}/nobody/acknowledge", who="duty", body={"note": "x"}).status == 404
    assert served.audit == ()


@pytest.mark.parametrize("body", [{}, {"note": ""}, {"note": "  "}, {"note": "x" * 2001}, {"note": "x", "by": "y"}, []])
def test_an_answer_without_words_is_refused(served: Served, outage: Outage, body: object) -> None:
    assert served.ask(f"{PATH}/{outage.incident.id}/acknowledge", who="duty", body=body).status == 422
    assert outage.incident.acknowledged is None


def test_a_body_of_any_size_is_not_read(served: Served, outage: Outage) -> None:
    path = f"{PATH}/{outage.incident.id}/acknowledge"
    answer = served.ask(path, body={"note": "a" * 20_000})
    assert (answer.status, answer.json) == (413, {"detail": "the body is larger than 16384 bytes"})


def test_of_many_who_answer_at_once_one_is_first(served: Served, outage: Outage) -> None:
    path, start = f"{PATH}/{outage.incident.id}/acknowledge", threading.Barrier(6)

    def answer(number: int) -> None:
        start.wait(20)
        served.ask(path, who=("duty", "chief")[number % 2], body={"note": f"số {number}"})

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(item.status for item in served.answers) == [200, 409, 409, 409, 409, 409]
    assert len(served.audit) == 1


def _answer_in_a_process(url: str, name: str, number: int, told: "multiprocessing.SimpleQueue[bool]") -> None:
    with Store.open(url) as store, store.transaction() as connection:
        told.put(acknowledge(connection, name, at=NOW, by=f"user {number}", note="x"))


def test_of_two_processes_that_answer_at_once_one_wins(outage: Outage) -> None:
    processes = multiprocessing.get_context("spawn")
    told, url = processes.SimpleQueue(), str(outage.store.engine.url)
    both = [
        processes.Process(target=_answer_in_a_process, args=(url, outage.incident.id, number, told))
        for number in (1, 2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted([told.get(), told.get()]) == [False, True]
    assert [item.happening.value for item in outage.incident.events] == ["opened", "acknowledged"]
    told.close()


def test_the_archive_is_the_one_of_the_command_line(served: Served, outage: Outage, settings: Configuration) -> None:
    answer = served.ask(f"{PATH}/{outage.incident.id}/evidence", who="auditor")
    proof = outage.store.proof(outage.incident.id, reads=probes_read(settings.rulebook))
    assert proof is not None
    known = Known(catalogue=settings.catalogue, rulebook=settings.rulebook, simulated=False)
    assert answer.body == evidence_archive(proof, known, with_content=False)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="incident-{outage.incident.id}.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert [(item.who, item.action, item.subject, item.detail) for item in served.audit] == [
        ("token auditor", "evidence", outage.incident.id, "")
    ]


def test_what_could_harm_needs_a_scope_of_its_own(tmp_path: Path, settings: Configuration) -> None:
    spam = page("<th>Họ và tên</th>".encode())
    with disputed(tmp_path, kept=spam) as outage, api(outage.store, settings) as served:
        path = f"{PATH}/{outage.incident.id}/evidence"
        assert served.ask(f"{path}?content=all", who="auditor").status == 403
        whole = served.ask(f"{path}?content=all", who="chief")
        plain = served.ask(path, who="auditor")
        assert f"pages/{spam.sha256}.txt" in zipfile.ZipFile(BytesIO(whole.body)).namelist()
        assert f"pages/{spam.sha256}.txt" not in zipfile.ZipFile(BytesIO(plain.body)).namelist()
        assert [(item.action, item.detail) for item in reversed(served.audit)] == [
            ("token refused", "lacks the scope sensitive"),
            ("evidence", "with content"),
            ("evidence", ""),
        ]


def test_archives_are_dear(served: Served, outage: Outage) -> None:
    path = f"{PATH}/{outage.incident.id}/evidence"
    statuses = [served.ask(path, who="auditor").status for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert served.answers[-1].headers["retry-after"] == "10"
    assert served.ask(f"{PATH}/nobody/evidence", who="chief").status == 404


def test_a_store_that_does_not_answer_is_nobodys_fault(served: Served, outage: Outage) -> None:
    with writing(outage.store.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE incident RENAME TO gone")
    answers = [
        served.ask(PATH),
        served.ask(f"{PATH}/x"),
        served.ask(f"{PATH}/x/acknowledge", who="duty", body={"note": "x"}),
    ]
    assert [(item.status, item.json) for item in answers] == [(503, {"detail": "the store does not answer"})] * 3


def test_every_answer_and_refusal_is_declared(served: Served) -> None:
    paths = served.ask("/openapi.json").json["paths"]
    declared = {
        path: sorted(one.get("get", one.get("post"))["responses"]) for path, one in paths.items() if PATH in path
    }
    assert declared == {
        PATH: ["200", "401", "422", "429", "503"],
        f"{PATH}/{{id}}": ["200", "401", "404", "422", "429", "503"],
        f"{PATH}/{{id}}/acknowledge": ["200", "401", "403", "404", "409", "413", "422", "429", "503"],
        f"{PATH}/{{id}}/evidence": ["200", "401", "403", "404", "422", "429", "503"],
    }
    parameters = [item["name"] for item in paths[PATH]["get"]["parameters"]]
    assert parameters == ["open", "agency", "portal", "rule", "severity", "since", "limit", "cursor"]
    assert list(paths[f"{PATH}/{{id}}/evidence"]["get"]["responses"]["200"]["content"]) == ["application/zip"]
    assert paths[f"{PATH}/{{id}}/evidence"]["get"]["security"] == [{"token": []}]


def test_hostile_reasons_come_back_as_json_and_nothing_else(served: Served, outage: Outage) -> None:
    with writing(outage.store.engine) as connection:
        put_incidents(connection, [replace(outage.incident, reason=HOSTILE)])
    answer = served.ask(f"{PATH}/{outage.incident.id}")
    assert answer.json["reason"] == HOSTILE
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_secret_stands_in_any_answer(served: Served, outage: Outage) -> None:
    for who in SECRETS:
        for path in (PATH, f"{PATH}/{outage.incident.id}/evidence", f"{PATH}/nobody"):
            served.ask(path, who=who)
    said = b"".join(item.body + repr(item.headers).encode() for item in served.answers)
    assert not [name for name, secret in SECRETS.items() if secret.encode() in said]
