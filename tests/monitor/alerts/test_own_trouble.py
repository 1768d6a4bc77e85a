"""What hinders the monitor itself is told to its operator: once, daily, and when it is over."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from monitor.alerts.own_trouble import KINDS, Known, decide, own_words, resume
from monitor.alerts.records import Audience, Channel, Language, Occasion
from monitor.storage.outbox import Delivery
from tests.support.incidents import OPENED

OPERATOR = Channel(name="ops", kind="webhook", audience=Audience.OPERATOR)
AGENCIES = Channel(name="mail", kind="email")
MINUTE = timedelta(minutes=1)


@dataclass
class Watch:
    """Minute by minute: what troubles there are, and which letters follow."""

    at: datetime = OPENED
    known: Any = field(default_factory=dict)
    letters: list[Delivery] = field(default_factory=list)
    numbers: Any = field(default_factory=count)

    def see(self, *troubles: str, minutes: int = 1, channels: tuple[Channel, ...] = (OPERATOR, AGENCIES)) -> list[str]:
        """The letters of so many minutes: phase and how many minutes after the beginning."""
        made: list[Delivery] = []
        for _ in range(minutes):
            decision = decide(
                self.known, troubles, at=self.at, channels=channels, new_id=lambda _at: f"d-{next(self.numbers)}"
            )
            self.known = decision.known
            made += decision.letters
            self.at += MINUTE
        self.letters += made
        return [item.grouping.split()[2] for item in made]


def test_a_trouble_that_lasts_is_told_once_and_its_end_too() -> None:
    watch = Watch()
    assert watch.see("blind", minutes=60) == ["begun"]
    assert watch.see(minutes=60) == ["over"]
    begun, over = watch.letters
    assert (begun.channel, begun.occasion, begun.incidents) == ("ops", "monitor", ())
    assert begun.created == begun.not_before == OPENED + 2 * MINUTE
    assert begun.grouping == f"monitor blind begun {OPENED.isoformat()}"
    assert over.created == OPENED + 62 * MINUTE
    assert watch.known == {}


def test_what_is_short_is_not_told() -> None:
    watch = Watch()
    assert watch.see("blind", minutes=2) + watch.see(minutes=10) == []


def test_a_short_pause_is_no_end() -> None:
    watch = Watch()
    watch.see("blind", minutes=5)
    assert watch.see(minutes=2) + watch.see("blind", minutes=5) == []
    assert watch.known["blind"].since == OPENED


def test_what_goes_on_is_told_again_every_day() -> None:
    watch = Watch()
    assert watch.see("store", minutes=3 * 24 * 60) == ["begun", "again", "again"]


def test_each_trouble_is_one_of_its_own() -> None:
    watch = Watch()
    assert watch.see("canary:expired", "canary:good", minutes=3) == ["begun", "begun"]
    assert watch.see("canary:good", minutes=3) == ["over"]


def test_without_a_channel_of_the_operators_nobody_is_told() -> None:
    assert Watch().see("blind", minutes=10, channels=(AGENCIES,)) == []


def test_a_restart_tells_nothing_twice_and_loses_no_end() -> None:
    before = Watch()
    before.see("blind", "store", minutes=10)
    before.see("blind", minutes=10)
    after = Watch(at=before.at, known=resume(before.letters))
    assert after.known == {"blind": Known(since=OPENED, told=OPENED + 2 * MINUTE)}
    assert after.see("blind", minutes=10) == []
    assert after.see(minutes=10) == ["over"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("phase", ["begun", "again", "over"])
@pytest.mark.parametrize("key", [*KINDS, "canary:expired", "something else"])
def test_every_trouble_has_words(key: str, phase: str, language: Language) -> None:
    grouping = f"monitor {key} {phase} {OPENED.isoformat()}"
    title, body = own_words(grouping, {key: "why\r\nBcc: x"}, language, simulated=True)
    assert title.startswith("[MÔ PHỎNG] ")
    assert "\n" not in title
    assert "08:00 02/11/2026" in body
    assert ("why Bcc: x\n" in body) == (phase != "over")
    assert all(line.isprintable() for line in body.splitlines())


def test_the_words_of_a_part_name_it() -> None:
    grouping = f"monitor canary:expired begun {OPENED.isoformat()}"
    title, body = own_words(grouping, {}, Language.VIETNAMESE, simulated=False)
    assert title == "Hệ thống giám sát: cổng mẫu bị đọc sai (expired)"
    assert body.splitlines() == [
        "Cổng mẫu bị đọc sai; kết quả của phép đo đó tạm không được tin.",
        "Phần: expired",
        "Từ: 08:00 02/11/2026",
        "Chỉ gửi cho người vận hành hệ thống giám sát.",
    ]


def test_the_occasion_is_the_monitors_own() -> None:
    watch = Watch()
    watch.see("reload", minutes=5)
    assert {item.occasion for item in watch.letters} == {Occasion.MONITOR.value}
