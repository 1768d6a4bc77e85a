"""The probe itself: facts or a failure, once a day, about the target's own host."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from probes.contract import Look, System, Target
from probes.dns import PROBE
from probes.failures import Failure, FailureKind, failed
from probes.names.facts import DnsFacts
from probes.session import LookSession

FACTS = DnsFacts(
    asked=True, host="nha.test", exists=True, ipv4=("8.8.8.8",), ipv6=(), unanswered=("CAA nha.test: late",)
)


def looked(found: DnsFacts | Failure | None) -> Look[DnsFacts]:
    asked: list[str] = []

    def look_up(url: str) -> DnsFacts | Failure:
        asked.append(url)
        assert found is not None
        return found

    def fetch(url: str):
        raise AssertionError(url)

    chosen = {} if found is None else {"look_up": look_up}
    session = LookSession(fetch, fetch, **chosen)
    target = Target(url="https://nha.test/vi", system=System.PORTAL, law_day=date(2026, 11, 22))
    seen = PROBE.prepare(Path())(target, session, {"a": 1})
    assert asked == ([] if found is None else ["https://nha.test/vi"])
    return seen


def test_what_the_name_system_says_are_the_facts_and_no_page_is_fetched() -> None:
    assert looked(FACTS) == Look(facts=FACTS, remember={"a": 1})


def test_a_name_system_that_says_nothing_is_a_failure_without_facts() -> None:
    failure = failed(FailureKind.DNS_FAILURE, "A nha.test: no answer in time")
    assert looked(failure) == Look(failure=failure, remember={"a": 1})


def test_a_session_without_a_name_system_asks_nobody() -> None:
    assert looked(None).facts == DnsFacts()


def test_it_looks_once_a_day() -> None:
    assert (PROBE.name, PROBE.facts, PROBE.cadence) == ("dns", DnsFacts, "daily")


@pytest.mark.parametrize("facts", [FACTS, DnsFacts()])
def test_facts_come_back_from_json_as_they_were(facts: DnsFacts) -> None:
    adapter = TypeAdapter(DnsFacts)
    assert adapter.validate_json(adapter.dump_json(facts)) == facts
