"""Who asks the name system: a round and a look do, the reading of a saved page does not."""

from dataclasses import replace
from pathlib import Path

from monitor.one_look import address, look_at, read_saved
from monitor.rounds.round import look
from monitor.rounds.watch import Watch
from probes.contract import Look, Memory, Session, System, Target
from probes.dns import PROBE
from probes.exchange import Exchange
from probes.failures import State
from probes.figures.figure import PublishedCounts
from probes.names.facts import DnsFacts
from tests.support.rounds import recall, saying, subject, watch

URL = "https://a.test/"
FACTS = DnsFacts(asked=True, host="a.test", exists=True, ipv4=("8.8.8.8",), ipv6=(), zone="a.test", ds=False)


def no_counts(target: Target, session: Session, memory: Memory) -> Look[PublishedCounts]:
    return Look(facts=PublishedCounts(), remember=memory)


def asking(asked: list[str]) -> Watch:
    def look_up(url: str) -> DnsFacts:
        asked.append(url)
        return FACTS

    more = {"dns": PROBE.prepare(Path()), "published_counts": no_counts}
    return replace(watch(saying(State.UP), more=more), look_up=look_up)


def test_a_round_asks_once() -> None:
    asked: list[str] = []
    sight = look(asking(asked), subject(), recall())
    assert asked == [URL]
    assert {item.probe: item.facts for item in sight.observations}["dns"] == FACTS


def test_one_look_asks_and_judges_what_was_said() -> None:
    asked: list[str] = []
    report = look_at(asking(asked), address(URL, System.PORTAL), pause=None)
    assert asked == [URL]
    outcomes = {verdict.rule: verdict.outcome.value for verdict in report.verdicts}
    assert (outcomes["NET-01"], outcomes["NET-02"]) == ("fail", "fail")


def test_the_reading_of_a_saved_page_asks_nobody() -> None:
    asked: list[str] = []
    saved = Exchange(url=URL, final_url=URL, status=200)
    report = read_saved(asking(asked), address(URL, System.PORTAL), saved)
    assert asked == []
    outcomes = {verdict.rule: verdict.outcome.value for verdict in report.verdicts}
    assert (outcomes["NET-01"], outcomes["NET-02"]) == ("unknown", "unknown")
