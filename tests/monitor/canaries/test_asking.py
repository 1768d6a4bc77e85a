"""The canaries are judged as what they are by the real probes over a real connection; who errs is named."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.canaries.asking import Canaries, find_canaries
from monitor.canaries.contract import Canary, outcome
from monitor.configuration import load_configuration, shipped_folder
from monitor.rounds.watch import Watch
from probes.answer import Answer, PageKind
from probes.contract import Look, Memory, Session, Target
from probes.exchange import Exchange
from probes.facts import Reachability
from probes.failures import State
from probes.transport.settings import TransportSettings
from tests.support.rounds import saying, watch

SETTINGS = TransportSettings()
ALL = ("blocked", "expired", "figures", "good", "named", "soft_404")


@pytest.fixture(scope="module")
def crew() -> Iterator[Watch]:
    """The shipped configuration as the daemon uses it."""
    configuration = load_configuration(shipped_folder(), {})
    with closing(build_transport(configuration)) as transport:
        yield build_watch(configuration, transport, build_gate(configuration))


def test_every_canary_is_found_by_being_there() -> None:
    assert [canary.name for canary in find_canaries()] == list(ALL)


def test_before_the_first_question_nothing_is_known() -> None:
    canaries = Canaries(watch(saying(State.UP)), SETTINGS)
    assert canaries.ok() == {}
    assert canaries.wrong() == {}


def test_the_shipped_probes_judge_every_canary_right(crew: Watch) -> None:
    canaries = Canaries(crew, SETTINGS)
    canaries.ask()
    assert canaries.wrong() == {}
    assert canaries.ok() == dict.fromkeys(ALL, True)


def test_it_holds_whatever_the_operator_set_for_the_way_to_the_portals(crew: Watch) -> None:
    settings = replace(SETTINGS, family="ipv6", max_body=10, deadline=0.5, nameservers=("192.0.2.1",))
    canaries = Canaries(crew, settings)
    canaries.ask()
    assert canaries.wrong() == {}


def test_page_kinds_that_take_a_firewall_for_content_stop_the_judging(crew: Watch) -> None:
    def blind(exchange: Exchange) -> Answer:
        answer = crew.classify(exchange)
        if exchange.failure is not None:
            return answer
        return replace(answer, kind=PageKind.CONTENT, failure=None)

    canaries = Canaries(replace(crew, classify=blind), SETTINGS)
    canaries.ask()
    assert canaries.ok() == dict.fromkeys(ALL, True) | {"blocked": False, "soft_404": False}
    assert canaries.wrong()["reachability"] == "blocked: seen in place of blocked"


def test_a_probe_that_errs_takes_no_other_with_it(crew: Watch) -> None:
    def forgetful(target: Target, session: Session, memory: Memory) -> Look[object]:
        seen = crew.lookers["landing_page"](target, session, memory)
        return seen if seen.facts is None else replace(seen, facts=replace(seen.facts, links=()))

    canaries = Canaries(replace(crew, lookers={**crew.lookers, "landing_page": forgetful}), SETTINGS)
    canaries.ask()
    assert canaries.wrong() == {"landing_page": "good: its link was not read"}


@pytest.mark.parametrize("day", [date(2022, 8, 8), date(2025, 7, 1), date(2026, 11, 22), date(2030, 1, 1)])
def test_the_known_figures_are_the_same_on_every_legal_day(day: date, crew: Watch) -> None:
    figures = [canary for canary in find_canaries() if canary.name == "figures"]
    canaries = Canaries(replace(crew, law_day=lambda: day), SETTINGS, figures)
    canaries.ask()
    assert canaries.wrong() == {}


def test_a_reader_that_takes_one_figure_for_another_stops_judging(crew: Watch) -> None:
    def hasty(target: Target, session: Session, memory: Memory) -> Look[object]:
        seen = crew.lookers["published_counts"](target, session, memory)
        figures = tuple(replace(figure, value=figure.value * 10) for figure in seen.facts.figures[:1])
        return replace(seen, facts=replace(seen.facts, figures=(*figures, *seen.facts.figures[1:])))

    canaries = Canaries(replace(crew, lookers={**crew.lookers, "published_counts": hasty}), SETTINGS)
    canaries.ask()
    assert canaries.wrong() == {"published_counts": "figures: dossiers_received read as 123450"}


def test_a_name_system_that_hears_wrong_stops_judging(crew: Watch) -> None:
    def deaf(target: Target, session: Session, memory: Memory) -> Look[object]:
        seen = crew.lookers["dns"](target, session, memory)
        return replace(seen, facts=replace(seen.facts, ipv6=()))

    canaries = Canaries(replace(crew, lookers={**crew.lookers, "dns": deaf}), SETTINGS)
    canaries.ask()
    assert canaries.ok()["named"] is False
    assert canaries.wrong() == {"dns": "named: ipv6 read as ()"}


def test_a_part_of_ours_that_breaks_is_not_hidden(crew: Watch) -> None:
    def broken(target: Target, session: Session, memory: Memory) -> Look[Reachability]:
        raise KeyError("our bug")

    canaries = Canaries(replace(crew, lookers={"reachability": broken}), SETTINGS)
    with pytest.raises(KeyError, match="our bug"):
        canaries.ask()


def test_after_distrust_nothing_is_trusted_until_they_are_asked_again(crew: Watch) -> None:
    canaries = Canaries(crew, SETTINGS)
    canaries.distrust("could not be asked: no file left")
    assert not any(canaries.ok().values())
    assert canaries.wrong()["reachability"] == "blocked: could not be asked: no file left"
    canaries.ask()
    assert canaries.wrong() == {}


def test_a_canary_that_is_right_again_is_trusted_again(crew: Watch) -> None:
    expected = ["blocked", "blocked", "seen", "seen"]
    canary = Canary(
        name="moody",
        page="<p>{mark} Xin chào</p>",
        expects={"reachability": lambda item: outcome(expected.pop(0))(item)},
    )
    canaries = Canaries(crew, SETTINGS, [canary])
    canaries.ask()
    assert canaries.ok() == {"moody": False}
    canaries.ask()
    assert canaries.ok() == {"moody": True}
    assert canaries.wrong() == {}


def test_one_stumble_is_no_misjudgement(crew: Watch) -> None:
    expected = ["blocked", "seen"]
    canary = Canary(
        name="moody",
        page="<p>{mark} Xin chào</p>",
        expects={"reachability": lambda item: outcome(expected.pop(0))(item)},
    )
    canaries = Canaries(crew, SETTINGS, [canary])
    canaries.ask()
    assert canaries.ok() == {"moody": True}
