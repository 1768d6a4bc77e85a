"""Three failed rounds open an incident, two good ones close it; gaps, muting and relapses are told apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents.records import Event, Happening, Incident, Patience, Seen, Tally
from monitor.incidents.stepping import end, step
from monitor.rules.contract import Basis, Outcome, Severity

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
ROUND = timedelta(minutes=5)
LETTERS = {
    "F": Outcome.FAIL,
    "P": Outcome.PASS,
    "W": Outcome.WARN,
    "u": Outcome.UNKNOWN,
    "p": Outcome.UNKNOWN,  # refuted: some see it
    "x": Outcome.EXEMPT,
    "n": Outcome.NOT_APPLICABLE,
}


@dataclass
class Story:
    """Rounds of one portal under one rule, one after the other."""

    tally: Tally | None = None
    at: datetime = START
    patience: Patience = field(default_factory=Patience)
    opened: list[Incident] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def rounds(self, letters: str, **changes: object) -> "Story":
        """A letter for each round; a digit leaves out so many rounds."""
        for letter in letters:
            if letter.isdigit():
                self.at += int(letter) * ROUND
                continue
            told = {**changes, "refuted": True} if letter == "p" else changes
            taken = step(self.tally, seen(LETTERS[letter], self.at, **told), self.patience, new_id=name)
            self.tally = taken.tally
            self.opened += [taken.opened] if taken.opened else []
            self.events += taken.events
            self.at += ROUND
        return self

    @property
    def told(self) -> list[tuple[str, float]]:
        """What happened, and after how many rounds."""
        return [(event.happening.value, (event.at - START) / ROUND) for event in self.events]


def name(at: datetime) -> str:
    return f"incident of {at:%H:%M}"


def seen(outcome: Outcome, at: datetime, **changes: object) -> Seen:
    values: dict[str, object] = {
        "portal": "x-vinh-mau-portal",
        "agency": "x-vinh-mau",
        "rule": "REACH-01",
        "outcome": outcome,
        "severity": Severity.CRITICAL,
        "basis": Basis.PRODUCT,
        "reason": "không trả lời (đã xác nhận)",
        "reason_en": "does not answer (confirmed)",
        "law": "NĐ 224/2026/NĐ-CP, Điều 21 khoản 2 điểm a",
        "at": at,
        "holds_until": at + 2 * ROUND,
    }
    return Seen(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ("PPPP", []),
        ("FFP", []),
        ("FFF", [("opened", 2)]),
        ("FFPFFPFF", []),
        ("FuFuF", [("opened", 4)]),
        ("FFFFFFF", [("opened", 2)]),
        ("FFFP", [("opened", 2)]),
        ("FFFPP", [("opened", 2), ("resolved", 4)]),
        ("FFFPuP", [("opened", 2), ("resolved", 5)]),
        ("FFFWW", [("opened", 2), ("resolved", 4)]),
        ("FFFPFPFPF", [("opened", 2)]),
        ("FFFPPFFF", [("opened", 2), ("resolved", 4), ("went_on", 7)]),
        ("FFFPPPPPPPPFFF", [("opened", 2), ("resolved", 4), ("opened", 13)]),
        ("FFFpp", [("opened", 2), ("resolved", 4)]),
        ("FFFpP", [("opened", 2), ("resolved", 4)]),
        ("FFFpFp", [("opened", 2)]),
        ("FFpFF", []),
        ("pppp", []),
        ("FFFn", [("opened", 2), ("closed", 3)]),
        ("FFn", []),
        ("uuuu", []),
        ("xxx", []),
    ],
)
def test_rounds_in_a_row_open_and_close(letters: str, told: list[tuple[str, float]]) -> None:
    assert Story().rounds(letters).told == told


def test_an_incident_is_dated_back_to_the_first_failure_of_its_row() -> None:
    incident = Story().rounds("PFFF").opened[0]
    assert (incident.since, incident.opened) == (START + ROUND, START + 3 * ROUND)


def test_it_ends_with_the_first_good_round_of_those_that_closed_it() -> None:
    story = Story().rounds("FFFPP")
    assert story.tally is not None
    assert story.tally.ended == START + 3 * ROUND


def test_failures_before_a_gap_stand_in_no_row_with_those_after_it() -> None:
    story = Story().rounds("FF3F")
    assert story.told == []
    assert story.rounds("FF").opened[0].since == START + 5 * ROUND


def test_an_open_incident_outlives_a_gap_and_is_not_opened_twice() -> None:
    assert Story().rounds("FFF9FFF").told == [("opened", 2)]


def test_good_rounds_before_a_gap_do_not_close() -> None:
    assert Story().rounds("FFFP9P").told == [("opened", 2)]


def test_while_muted_nothing_opens_and_the_row_begins_anew_afterwards() -> None:
    story = Story().rounds("F").rounds("FFFF", muted="bảo trì theo kế hoạch").rounds("FF")
    assert story.told == []
    assert story.rounds("F").opened[0].since == START + 5 * ROUND


def test_an_open_incident_tells_that_it_is_muted_and_that_it_is_not_any_more() -> None:
    story = Story().rounds("FFF").rounds("FPP", muted="bảo trì").rounds("PP")
    assert story.told == [("opened", 2), ("muted", 3), ("unmuted", 6), ("resolved", 7)]


def test_rounds_without_a_new_reading_are_not_counted() -> None:
    story = Story().rounds("F").rounds("FFFFF", counted=False, holds_until=START + timedelta(days=2))
    assert story.told == []


def test_a_rule_that_only_goes_into_reports_opens_nothing() -> None:
    assert Story().rounds("FFFFFF", tells=False).told == []


def test_another_severity_is_told_once_and_growing_numbers_are_no_news() -> None:
    story = Story().rounds("FFF", reason="quá hạn 1,5 giờ").rounds("FF", reason="quá hạn 2,5 giờ")
    assert story.told == [("opened", 2)]
    story.rounds("FF", severity=Severity.MAJOR)
    assert story.told == [("opened", 2), ("changed", 5)]


def test_a_portal_that_is_gone_takes_its_open_incident_with_it() -> None:
    story = Story().rounds("FFF")
    assert story.tally is not None
    gone = end(story.tally, at=story.at, reason="không còn theo dõi", reason_en="no longer watched")
    assert (gone.tally, [event.happening for event in gone.events]) == (None, [Happening.CLOSED])
    assert end(Tally(portal="p", rule="r", failed=2), at=story.at, reason="", reason_en="").events == ()


@given(st.text(alphabet="FPWuxn123", max_size=60))
def test_openings_and_endings_alternate_whatever_happens(letters: str) -> None:
    story = Story().rounds(letters)
    turns = [e.happening for e in story.events if e.happening not in (Happening.MUTED, Happening.CHANGED)]
    begins = (Happening.OPENED, Happening.WENT_ON)
    assert all((turn in begins) == (number % 2 == 0) for number, turn in enumerate(_without_unmuted(turns)))
    assert all(incident.since <= incident.opened for incident in story.opened)


@given(st.text(alphabet="FPWuxn", max_size=60))
def test_counting_is_the_same_when_it_is_interrupted(letters: str) -> None:
    whole, first = Story().rounds(letters), Story().rounds(letters[: len(letters) // 2])
    second = Story(tally=first.tally, at=first.at).rounds(letters[len(letters) // 2 :])
    assert first.told + second.told == whole.told


def _without_unmuted(turns: Iterable[Happening]) -> list[Happening]:
    return [turn for turn in turns if turn is not Happening.UNMUTED]
