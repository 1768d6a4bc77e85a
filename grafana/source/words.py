"""Words and colours of states, outcomes and bands, as the other pages say them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grafana_foundation_sdk.models.dashboard import (
    DashboardSpecialValueMapOptions,
    SpecialValueMap,
    SpecialValueMatch,
    Threshold,
    ValueMap,
    ValueMapping,
    ValueMappingResult,
)

from monitor.reports.words import CAUSES, CONNECTIONS, NO_BAND, OUTCOMES, STATES
from monitor.rollup.target_files import load_targets
from monitor.rules.rulebook import load_rulebook

CONFIG = Path(__file__).parents[2] / "config"
RULEBOOK = load_rulebook(CONFIG)

GREEN, YELLOW, ORANGE, RED, DARK_RED = "green", "yellow", "orange", "red", "dark-red"
BLUE, PURPLE, GREY = "blue", "purple", "#808080"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What people read for one value, its colour, and the number it has where a chart can only draw numbers.

    Numbers grow with how grave the value is, so that the largest of several is the one to look at.
    """

    text: str
    colour: str
    code: int


def _words(texts: Mapping[str, tuple[str, str]], *shades: tuple[str, str]) -> dict[str, Word]:
    return {
        value: Word(text=texts[value][0], colour=colour, code=code) for code, (value, colour) in enumerate(shades, 1)
    }


STATE = _words(
    STATES,
    ("retired", PURPLE),
    ("up", GREEN),
    ("maintenance", BLUE),
    ("unknown", GREY),
    ("blocked", YELLOW),
    ("partly", ORANGE),
    ("down", RED),
)
OUTCOME = _words(
    OUTCOMES,
    ("not_applicable", "#404040"),
    ("exempt", BLUE),
    ("pass", GREEN),
    ("unknown", GREY),
    ("warn", YELLOW),
    ("fail", RED),
)
CONNECTION = _words(CONNECTIONS, ("full", GREEN), ("unknown", GREY), ("partial", YELLOW), ("none", RED))
CAUSE = {name: Word(text=text, colour=GREY, code=0) for name, (text, _) in CAUSES.items()}

_SHADES = (RED, ORANGE, YELLOW, "light-green", GREEN)  # of the bands, from the lowest up
BANDS = {band.id: band for band in RULEBOOK.scoring.bands}
BAND = {
    **{
        band.id: Word(text=band.vi, colour=_SHADES[min(number, len(_SHADES) - 1)], code=number)
        for number, band in enumerate(RULEBOOK.scoring.bands)
    },
    "unknown": Word(text=NO_BAND[0], colour=GREY, code=-1),
}
SEVERITY = {
    "critical": Word(text="Nghiêm trọng", colour=DARK_RED, code=3),
    "major": Word(text="Quan trọng", colour=ORANGE, code=2),
    "minor": Word(text="Thông thường", colour=YELLOW, code=1),
}
SYSTEM = {
    "portal": Word(text="Cổng thông tin điện tử", colour=BLUE, code=1),
    "public_service": Word(text="Cổng dịch vụ công", colour=GREEN, code=2),
    "one_stop": Word(text="Hệ thống một cửa điện tử", colour=PURPLE, code=3),
    "national_platform": Word(text="Nền tảng quốc gia", colour=GREY, code=4),
}
BASIS = {
    "law": Word(text="Luật", colour=RED, code=3),
    "criterion": Word(text="Tiêu chí đánh giá", colour=ORANGE, code=2),
    "product": Word(text="Ngưỡng theo dõi", colour=BLUE, code=1),
}
KIND = {
    "ministry": Word(text="Bộ", colour=BLUE, code=1),
    "ministerial_agency": Word(text="Cơ quan ngang bộ", colour=BLUE, code=2),
    "government_agency": Word(text="Cơ quan thuộc Chính phủ", colour=BLUE, code=3),
    "province": Word(text="Tỉnh", colour=GREEN, code=4),
    "city": Word(text="Thành phố", colour=GREEN, code=5),
}
PROBLEM = {
    name: Word(text=text, colour=YELLOW, code=0)
    for name, text in {
        "inconsistent": "Số liệu không khớp nhau",
        "ambiguous": "Chưa rõ đếm cái gì",
        "unreadable": "Không đọc được",
        "stale": "Số liệu cũ",
        "not_loaded": "Trang không tải số liệu",
        "jump": "Tăng giảm bất thường",
        "definition_unknown": "Không rõ cách tính",
    }.items()
}
ABSENT = "Chưa có số liệu"


def by_name(words: Mapping[str, Word]) -> list[ValueMapping]:
    """The values themselves as people read them."""
    return [ValueMap(options={value: _shown(word, n) for n, (value, word) in enumerate(words.items())})]


def by_code(words: Mapping[str, Word], *, absent: str = ABSENT) -> list[ValueMapping]:
    """The numbers of the values as people read them; no number at all says so too."""
    nothing = DashboardSpecialValueMapOptions(
        match=SpecialValueMatch.NULL, result=ValueMappingResult(text=absent, color=GREY, index=len(words))
    )
    return [
        ValueMap(options={str(word.code): _shown(word, n) for n, word in enumerate(words.values())}),
        SpecialValueMap(options=nothing),
    ]


def yes_no(yes: str, no: str) -> list[ValueMapping]:
    """1 and 0, good and bad."""
    return [
        ValueMap(
            options={
                "1": ValueMappingResult(text=yes, color=GREEN, index=0),
                "0": ValueMappingResult(text=no, color=RED, index=1),
            }
        )
    ]


def steps(*cuts: tuple[float | None, str]) -> list[Threshold]:
    """Colours from a value on; the first has none."""
    return [Threshold(value=value, color=colour) for value, colour in cuts]


def band_steps() -> list[Threshold]:
    """The cuts of `scoring.toml`."""
    lowest, *others = RULEBOOK.scoring.bands
    return steps((None, BAND[lowest.id].colour), *((band.least, BAND[band.id].colour) for band in others))


def threshold(rule: str, name: str) -> float:
    """A number of the rule book, as the rule's last terms have it."""
    booked = RULEBOOK.booked(rule)
    assert booked is not None
    value = booked.terms[-1].thresholds[name]
    assert isinstance(value, int | float)
    return float(value)


def _shown(word: Word, index: int) -> ValueMappingResult:
    return ValueMappingResult(text=word.text, color=word.colour, index=index)


def target_goal(target: str) -> float:
    """The goal of a national target, 0..1."""
    goal = next(item.goal for item in load_targets(CONFIG) if item.id == target)
    assert goal is not None
    return goal
