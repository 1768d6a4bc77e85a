"""Single statements such as "ĐÃ TIẾP NHẬN:9696", and sentences in which a portal tells of itself."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from probes.figures.around import Pair
from probes.figures.dates import bare_period, find_as_of, find_period, without_as_of
from probes.figures.flow import Place
from probes.figures.labels import LabelBook
from probes.figures.naming import names_unit
from probes.figures.pairing import Slot, pair
from probes.figures.selector import classes
from probes.figures.slots import known, near, pair_at, slot_of
from probes.figures.tokens import Token
from probes.figures.words import plain, squeeze

_NEWS = re.compile(r"news|tin-?tuc|article|post|blog|asset", re.IGNORECASE)
_EDGE = " ,:;.-–"
_OPENING = re.compile(r"(?:lũy kế|tính đến|đến|trong|kể từ|tính từ|từ)(?=[\s,:]|$)", re.IGNORECASE)


def opened(row: Sequence[Token], place: Place, labels: LabelBook, law_day: date) -> list[Token]:
    """The row with its first words cut down to a label: "Tính đến ngày …, Trung tâm đã tiếp nhận" is "đã tiếp nhận".

    Only where the sentence says its day or period, holds two numbers and is no news; any other row stays as it is.
    """
    first = row[0]
    numbers = sum(token.number is not None for token in row)
    if not first.words or numbers < 2 or place.linked or _is_news(place):
        return list(row)
    line = squeeze(first.text)
    if find_as_of(line) is None and find_period(line) is None:
        return list(row)
    rest = _opening_taken_off(line)
    label = labels.after("own", rest) or (rest if first.colon and known(rest, labels, law_day) else None)
    return [replace(first, text=label), *row[1:]] if label else list(row)


def _opening_taken_off(line: str) -> str:
    """The line without its day or period and the words that lead to it."""
    line = without_as_of(line)
    found = find_period(line)
    line = (found[1] if found else line).strip(_EDGE)
    return _OPENING.sub("", line, count=1).strip(_EDGE) if _OPENING.match(line) else line


def _is_news(place: Place) -> bool:
    return any(element.name == "article" or _NEWS.search(" ".join(classes(element))) for element in place.path)


def pairs_within(places: Sequence[Place], labels: LabelBook, law_day: date) -> list[Pair]:
    """The pairs inside single statements such as "ĐÃ TIẾP NHẬN:9696"."""
    pairs = []
    told_of_others: set[int] = set()
    for before, place in zip([None, *places], places, strict=False):
        if not place.row or (_unit_after_label(before, place, labels, law_day)):
            continue
        said, row = _of_period(opened(_joined(place.row), place, labels, law_day))
        row = [_behind_heading(token, labels, law_day) for token in row]
        slots = [slot_of(token, labels, law_day, head=place.head) for token in row]
        unknown = [token for slot, token in zip(slots, row, strict=True) if slot.sort == "words" and not slot.known]
        if any(_LED.match(token.text) for token in row if token.words) or _side_by_side_counts(row):
            continue  # "Tầng 2: …": the number belongs to the words before it; of two counts in a row one is not named
        if _of_another(row, unknown) or _is_prose(row, unknown) or any(_runs_on(token, labels) for token in unknown):
            told_of_others.add(_report(place, row))
            continue
        if (text := _report(place, row, least=1)) and text in told_of_others:
            continue  # "Tỷ lệ hài lòng: 99%." after a paragraph on somebody's dossiers
        found = pair(slots, _side_by_side)
        if any(
            _is_headline(row, slots, number, words) and not _provides(row[number - 1], place, labels)
            for number, words in found.items()
        ):
            continue
        for number, words in found.items():
            told = row[number].number
            if told is None:
                continue
            if not _of_something_else(slots, number, words) and not _is_menu(place, row, words):
                label = _PERIOD.sub("", squeeze(row[words].text), count=1)
                pairs.append(replace(pair_at(place, label, told), said=said))
    return pairs


def _of_period(row: list[Token]) -> tuple[str, list[Token]]:
    """The month, quarter or year that the statement opens with before a colon, and the statement without it."""
    found = _MONTH.match(squeeze(row[0].text)) if row[0].words else None
    if found is None or (find_period(found[1]) is None and bare_period(found[1], 2000) is None):
        return "", row
    return found[1], [replace(row[0], text=found[2]), *row[1:]]


_MONTH = re.compile(
    r"((?:(?:trong )?(?:tháng|quý|năm|thang|quy|nam)\s+)[\w/ -]{1,16}?)\s*(?::|\s[-–])\s*(\D.*)", re.IGNORECASE
)


# "Từ đầu năm đến ngày 30/09/2025:" before a label
_PERIOD = re.compile(r"(?:tính |lũy kế )?(?:từ|đến|trong|tháng|quý|năm|ngày)\b.{0,60}:\s", re.IGNORECASE)


def _side_by_side_counts(row: Sequence[Token]) -> bool:
    """Whether two counts stand in a row without words or an edge between them."""
    counts = [token.number is not None and not token.number.percent for token in row]
    return any(one and other for one, other in pairwise(counts))


def _report(place: Place, row: Sequence[Token], *, least: int = 3) -> int:
    """The element whose paragraphs make one text, where the place is one of them and holds so many numbers; else 0."""
    paragraph = place.element.name == "p" and sum(token.number is not None for token in row) >= least
    return id(place.element.parent) if paragraph else 0


_LED = re.compile(r"[\s\x1e\x1f]*:")
_SENTENCE = 6  # words: a longer stretch that is no label belongs to running text


def _behind_heading(token: Token, labels: LabelBook, law_day: date) -> Token:
    """The words without a heading before them: "Thống kê DVC: Toàn trình" is "Toàn trình"; a unit's name stays."""
    heading, colon, label = squeeze(token.text).rstrip(" :").rpartition(":")
    if not token.words or not colon or known(token.text, labels, law_day) or names_unit(heading, labels):
        return token
    says = labels.core(heading).kind is not None and labels.says("statistics", heading)
    return replace(token, text=label.strip()) if says and known(label, labels, law_day) else token


def _of_another(row: Sequence[Token], unknown: Sequence[Token]) -> bool:
    """Whether a sentence with several numbers tells of somebody: "Tỉnh Thử đã tiếp nhận …, giải quyết đúng hạn …"."""
    several = sum(token.number is not None for token in row) > 1
    return several and any(_DOING.search(squeeze(token.text)) for token in unknown)


_DOING = re.compile(r"[\w:]\s+(?:đã\s+)?(?:tiếp nhận|giải quyết|xử lý)$", re.IGNORECASE)


def _is_prose(row: Sequence[Token], unknown: Sequence[Token]) -> bool:
    """Whether a sentence with several numbers says more than we know: "Qua kiểm tra …, phát hiện 15 hồ sơ trễ hạn"."""
    several = sum(token.number is not None for token in row) > 1
    return several and any(
        token.text[:1].islower() and not token.colon and plain(token.text) not in _JOINING for token in unknown
    )


_JOINING = ("đạt", "chiếm", "trong đó", "gồm", "bao gồm", "với", "và", "đạt tỷ lệ", "chiếm tỷ lệ", "tương ứng")


def _runs_on(token: Token, labels: LabelBook) -> bool:
    """Whether the words belong to running text or speak of others than the portal's own agency."""
    words = squeeze(token.text)
    return (len(words.split()) > _SENTENCE and not _PERIOD.match(words)) or labels.says("elsewhere", words)


def _is_headline(row: Sequence[Token], slots: Sequence[Slot], number: int, words: int) -> bool:
    """Whether other words lead to a number with its label behind it: "Công bố 12 dịch vụ công toàn trình"."""
    if words < number or not number or slots[number - 1].sort != "words" or slots[number - 1].known:
        return False
    before = row[number - 1]
    return not before.colon and plain(before.text) not in _PROVIDING and find_period(before.text) is None


def _provides(before: Token, place: Place, labels: LabelBook) -> bool:
    """Whether the office says of itself that it provides: "Hệ thống đang cung cấp 12 dịch vụ công toàn trình"."""
    said = labels.after("own", _opening_taken_off(squeeze(before.text)))
    return said is not None and plain(said) in _PROVIDING and not _is_news(place)


def _joined(row: Sequence[Token]) -> list[Token]:
    """The row without the "và" that leads from one statement to the next."""
    told = [replace(token, text=_AND.sub("", token.text)) if token.words else token for token in row]
    return [token for token in told if not token.edge or token.text]


_AND = re.compile(r"(?<=\w)[\s\x1e\x1f]+(?:và|cùng với|cùng)$", re.IGNORECASE)
_PROVIDING = (
    *("có", "hiện có", "đang có", "hiện nay có", "cung cấp", "đang cung cấp", "đã cung cấp", "gồm", "bao gồm", "đạt"),
    *("trong đó", "trong đó có", "tổng số", "tổng cộng", "tổng", "với", "và", "đã có", "tích hợp", "đã tích hợp"),
)


def _of_something_else(slots: Sequence[Slot], number: int, words: int) -> bool:
    """Whether a number after its label is counted in something else: "Giải quyết trong hạn: 5 ngày"."""
    after = slots[number + 1] if number + 1 < len(slots) else None
    names_next = number + 2 < len(slots) and slots[number + 2].sort == "number"
    return words < number and after is not None and after.sort == "words" and not after.known and not names_next


def _is_menu(place: Place, row: Sequence[Token], words: int) -> bool:
    """Whether "Thủ tục hành chính (29)" is a link to a category of a menu."""
    return place.linked and words == 0 and plain(row[0].text) == "thủ tục hành chính"


def _unit_after_label(before: Place | None, place: Place, labels: LabelBook, law_day: date) -> bool:
    """Whether "983 Thủ tục hành chính" stands under words that name the number: then it is a unit after all."""
    if before is None or before.sort != "words" or plain(place.row[-1].text) != "thủ tục hành chính":
        return False
    shared = near(before, place)
    return shared is not None and shared >= len(place.path) - 2 and known(before.text, labels, law_day)


def _side_by_side(left: int, right: int) -> int:
    """Inside one statement all neighbours are equally close."""
    return right - left
