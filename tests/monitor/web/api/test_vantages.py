"""One portal tells who sees it from where; a list that is empty where one place alone looks."""

from datetime import datetime, timedelta
from pathlib import Path

from monitor.records import Round
from probes.failures import FailureKind, State, failed
from tests.support.reading_api import NOW, opened, reading_api, small_configuration
from tests.support.rounds import subject
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late")
WHO = subject(portal="p1.portal", agency="p")


def taken(at: datetime, *answers: tuple[str, Answer]) -> Round:
    seen = (seen_from(name, f"net-{name}", answer, now=lambda: at, who=WHO) for name, answer in answers)
    return round_from(*seen, now=lambda: at, who=WHO)


def test_vantages_stand_with_state_network_and_failure_and_one_not_heard_of_is_unobserved(tmp_path: Path) -> None:
    first, second = NOW - timedelta(minutes=12), NOW - timedelta(minutes=4)
    with opened(tmp_path) as store:
        store.keep([taken(first, ("hn", State.UP), ("hcm", LATE), ("vinh", State.UP))])
        store.keep([taken(second, ("hn", State.UP), ("hcm", LATE))])
        with reading_api(store, small_configuration(tmp_path / "config")) as reader:
            one = reader.ask("/api/v1/portals/p1.portal").json
            other = reader.ask("/api/v1/portals/p2.portal").json
            (row,) = (row for row in reader.rows("/api/v1/portals?state=partly") if row["id"] == "p1.portal")
    assert (row["state"], one["state"], one["last_look"]["state"]) == ("partly", "partly", "partly")
    assert one["vantages"] == [
        {
            "vantage": "hn",
            "network": "net-hn",
            "lead": True,
            "state": "up",
            "since": "2022-08-11T00:53:00Z",
            "at": "2022-08-11T01:01:00Z",
            "confirmed": True,
            "failure": None,
        },
        {
            "vantage": "hcm",
            "network": "net-hcm",
            "lead": False,
            "state": "down",
            "since": "2022-08-11T00:53:00Z",
            "at": "2022-08-11T01:01:00Z",
            "confirmed": True,
            "failure": {"kind": "read_timeout", "party": "portal", "detail": "late"},
        },
        {
            "vantage": "vinh",
            "network": "net-vinh",
            "lead": False,
            "state": "unobserved",
            "since": "2022-08-11T01:03:00Z",
            "at": "2022-08-11T00:53:00Z",
            "confirmed": True,
            "failure": None,
        },
    ]
    assert other["vantages"] == []
