"""Tokens let in who holds them, for what they allow, until their last day; whoever else asks learns nothing."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.configuration import Configuration
from monitor.storage.engine import writing
from monitor.tokens.hashing import secret_of
from tests.support.api import SECRETS, Served, api
from tests.support.disputed import Outage, configuration, disputed

PATH = "/api/v1/incidents"
WRONG = {"detail": "a valid token is needed"}


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


BAD = {
    "no secret of ours": "hunter2",
    "nobody's": secret_of("nobody", bytes(32)),
    "somebody's name": secret_of("duty", bytes(32)),
    "expired": SECRETS["old"],
    "cut off": SECRETS["duty"][:-1],
    "one more": SECRETS["duty"] + "a",
    "long": "x" * 5000,
}


@pytest.mark.parametrize("secret", BAD.values(), ids=BAD.keys())
def test_every_wrong_token_gets_the_same_answer_even_where_none_is_needed(served: Served, secret: str) -> None:
    plain, needed = (
        served.ask(PATH, secret=secret),
        served.ask(f"{PATH}/x/acknowledge", secret=secret, body={"note": "x"}),
    )
    assert (plain.status, plain.json) == (needed.status, needed.json) == (401, WRONG)
    assert plain.headers["www-authenticate"] == "Bearer"
    assert {name for name in plain.headers if name != "date"} == {name for name in needed.headers if name != "date"}


def test_no_token_gets_that_answer_too_and_leaves_no_row(served: Served) -> None:
    answer = served.ask(f"{PATH}/x/acknowledge", body={"note": "x"})
    assert (answer.status, answer.json) == (401, WRONG)
    assert served.audit == ()


def test_refused_tokens_stand_in_the_audit_with_the_reason_that_nobody_is_told(served: Served) -> None:
    for name in ("nobody's", "somebody's name", "expired"):
        served.ask(PATH, secret=BAD[name])
    assert [(item.who, item.detail, item.subject) for item in reversed(served.audit)] == [
        ("unknown", "wrong", f"GET {PATH}"),
        ("token duty", "wrong", f"GET {PATH}"),
        ("token old", "expired", f"GET {PATH}"),
    ]


def test_a_token_holds_through_its_last_day_by_vietnamese_time(served: Served) -> None:
    assert served.ask(PATH, who="duty").status == 200
    served.clock.at = datetime(2026, 11, 2, 16, 59, tzinfo=UTC)
    assert served.ask(PATH, who="duty").status == 200
    served.clock.at += timedelta(minutes=1)  # remembered, and over all the same
    assert (served.ask(PATH, who="duty").status, served.audit[0].detail) == (401, "expired")


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("reader", "acknowledge", 403),
        ("auditor", "acknowledge", 403),
        ("duty", "acknowledge", 404),
        ("reader", "evidence", 403),
        ("duty", "evidence", 403),
        ("auditor", "evidence", 404),
        ("chief", "evidence", 404),
    ],
)
def test_a_token_does_what_its_scopes_say(served: Served, who: str, path: str, status: int) -> None:
    answer = served.ask(f"{PATH}/x/{path}", who=who, body={"note": "x"} if path == "acknowledge" else None)
    assert answer.status == status
    assert [item.detail for item in served.audit] == ([f"lacks the scope {path}"] if status == 403 else [])


def test_a_token_that_is_taken_out_or_changed_is_refused_although_it_was_right_a_moment_ago(served: Served) -> None:
    assert served.ask(PATH, who="duty").status == 200
    duty = next(token for token in served.tokens if token.name == "duty")
    served.tokens.remove(duty)
    assert served.ask(PATH, who="duty").status == 401
    served.tokens.append(replace(duty, scopes=frozenset()))
    assert served.ask(f"{PATH}/x/acknowledge", who="duty", body={"note": "x"}).status == 403
    served.tokens[-1] = replace(duty, hash=served.tokens[0].hash)
    assert served.ask(PATH, who="duty").status == 401


def test_guessing_ends_after_a_few_tries_and_who_is_known_goes_on(served: Served) -> None:
    assert served.ask(PATH, who="duty").status == 200
    statuses = [served.ask(PATH, secret=secret_of("chief", bytes([number] * 32))).status for number in range(12)]
    assert statuses == [401] * 9 + [429] * 3
    assert served.answers[-1].json == {"detail": "asked too often"}
    assert served.answers[-1].headers["retry-after"] == "6"
    assert len(served.audit) == 9
    assert served.ask(PATH, who="duty").status == 200
    assert served.ask(PATH, who="chief").status == 429  # not known yet, so it would have to be tried
    served.clock.seconds += 6
    assert served.ask(PATH, who="chief").status == 200


def test_a_secret_is_tried_again_after_some_minutes(served: Served) -> None:
    for _ in range(30):
        assert served.ask(PATH, who="duty").status == 200
    served.clock.seconds += 301
    for _ in range(9):
        served.ask(PATH, secret="emc_duty_" + "a" * 43)
    assert [served.ask(PATH, who="duty").status for _ in range(2)] == [200, 200]


def test_each_address_and_each_token_may_ask_so_often(served: Served) -> None:
    statuses = [served.ask("/api/v1/incidents/x", who="duty").status for _ in range(51)]
    assert statuses == [404] * 50 + [429]
    statuses = [served.ask("/api/v1/incidents/x").status for _ in range(50)]
    assert statuses == [404] * 49 + [429]
    served.clock.seconds += 1
    assert served.ask(PATH, who="duty").status == 200


def test_an_audit_that_cannot_be_kept_lets_nobody_in_and_is_told_without_the_secret(
    served: Served, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    with writing(outage.store.engine) as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    with caplog.at_level(logging.DEBUG):
        assert served.ask(PATH, secret=BAD["somebody's name"]).status == 401
        path = f"{PATH}/{outage.incident.id}"
        assert served.ask(f"{path}/acknowledge", who="duty", body={"note": "x"}).status == 503
        assert served.ask(f"{path}/evidence", who="auditor").status == 503
    assert outage.incident.acknowledged is None
    assert "audit not kept: token duty, token refused" in caplog.text
    said = caplog.text + "".join(item.body.decode("latin-1") for item in served.answers)
    assert not [secret for secret in (*SECRETS.values(), BAD["somebody's name"]) if secret in said]


def test_no_secret_stands_in_the_log_or_in_the_store(
    served: Served, outage: Outage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for secret in (*SECRETS.values(), *BAD.values()):
            served.ask(PATH, secret=secret)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("emc-monitor.sqlite3*"))
    for secret in (*SECRETS.values(), *BAD.values()):
        assert secret not in caplog.text
        assert secret.encode() not in kept
