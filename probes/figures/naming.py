"""What words beside a number mean where they stand: their headings, their neighbours, the list they are in."""

import re
from collections.abc import Sequence
from datetime import date

from probes.figures.around import Around, Pair, common
from probes.figures.columns import without_period
from probes.figures.dates import find_period
from probes.figures.figure import Period
from probes.figures.flow import Place
from probes.figures.foreign import of_another
from probes.figures.labels import NOTHING, LabelBook, Meaning
from probes.figures.running import YEAR_TO_DATE, runs_from_january
from probes.figures.words import plain, squeeze

_FAMILIES = ("open", "resolved", "received", "online")
_NAME = 60  # characters: the longest name of a unit that is no heading
_TITLE = 90  # characters: what is longer and no heading is running text


def meaning_of(item: Pair, around: Around, labels: LabelBook, law_day: date) -> tuple[Meaning, Period | None]:
    """What the words of a pair mean under its headings, and the period that they name themselves."""
    above = around.headings(item)
    if any(_foreign(place, labels) for place in _nearest(above, labels)):
        return NOTHING, None
    groups = _groups(item, around.near(item), above, labels)
    meaning = labels.mean(item.label, law_day=law_day, groups=groups)
    if groups and labels.says("visitors", item.place.text) and not labels.core(item.label).text:
        return NOTHING, None  # "Đang truy cập: 41 / Tổng: 3.912.044"
    if groups and not meaning.known:
        meaning = _by_itself(item, labels, law_day)
    period = None
    if not meaning.known and (found := find_period(item.label)):
        meaning, period = labels.mean(found[1], law_day=law_day, groups=groups), found[0]
    if meaning.total and meaning.count is None:
        meaning = _total(item, groups, above, labels)
    if period is None and runs_from_january(item.label):
        period = YEAR_TO_DATE
    return meaning, period


def _by_itself(item: Pair, labels: LabelBook, law_day: date) -> Meaning:
    """What words mean that do not fit the group over them: "hồ sơ đã tiếp nhận" is clear wherever it stands."""
    alone = labels.mean(item.label, law_day=law_day)
    clear = alone.count is not None and not alone.weak and labels.says("spoken", item.label)
    return alone if clear else NOTHING


def _nearest(above: Sequence[Place], labels: LabelBook) -> Sequence[Place]:
    """The two nearest words over a pair; a heading of the same rank as the nearest one is of the section before."""
    if len(above) > 1 and above[0].heading and above[0].element.name == above[1].element.name:
        return above[:1]
    if above and labels.says("procedural", above[0].text):
        return above[:1]
    return above[:2]


def _foreign(place: Place, labels: LabelBook) -> bool:
    """Whether the words over a pair say that something else is counted; of running text only what is handled so."""
    if place.heading:
        return of_another(place.text, labels)
    return len(place.text) <= _TITLE and of_another(plain(place.text).replace("tin tức", ""), labels)


def _total(item: Pair, groups: Sequence[str], above: Sequence[Place], labels: LabelBook) -> Meaning:
    """A bare "Tổng số" is a total of services only under a heading of statistics that speaks of services alone.

    Under a list it is the number of rows that somebody searched for.
    """
    if groups or not above or "hồ sơ" in plain(item.label):
        return NOTHING
    if labels.core(above[0].text).kind != "service" or not labels.says("totals", above[0].text):
        return NOTHING
    return Meaning(count="services_total")


def _groups(item: Pair, pairs: Sequence[Pair], above: Sequence[Place], labels: LabelBook) -> tuple[str, ...]:
    if labels.group(item.place.head) in _FAMILIES:
        return (item.place.head,)
    nested = [other for other in pairs if other.order < item.order and _holds(other, item)]
    if nested and labels.group(nested[-1].label):
        return (nested[-1].label,)
    bare = not labels.core(item.label).text
    for place in above[:3]:
        if bare and not _alone_over(place, item):
            break
        family = labels.group(without_period(place.text))
        if family in _FAMILIES:
            return (without_period(place.text),)
        if place.heading:
            break
    return ()


def _alone_over(place: Place, item: Pair) -> bool:
    """Whether words stand over a bare "Tổng" by themselves: words of another box are the label of what is blank there.

    Behind a blank card the next "Tổng" is often that of the visitors.
    """
    shared = common(place.path, item.path)
    return shared >= len(place.path) or squeeze(place.path[shared].text(" ")) == squeeze(place.text)


_UNIT = re.compile(
    r"(?:sở|ban|ubnd|ủy ban|uỷ ban|phòng|chi cục|cục|vụ|trung tâm|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tp|bộ|"
    r"công an|văn phòng|cấp (?:tỉnh|huyện|xã|sở)|chi nhánh|thanh tra|bảo hiểm xã hội)(?!\w)"
)


def unit_over(above: Sequence[Place], labels: LabelBook) -> str | None:
    """The unit whose name stands right over a pair, or `None`."""
    if not above or len(above[0].text) > (_TITLE if above[0].heading else _NAME):
        return None
    return above[0].text if names_unit(above[0].text, labels) else None


def names_unit(text: str, labels: LabelBook) -> bool:
    """Whether the text is the name of an office or place ("Sở Y tế") and says nothing of dossiers or services."""
    if _UNIT.match(plain(text)) is None:
        return False
    core = labels.core(text)
    return not core.dossier and not core.service


def _holds(outer: Pair, inner: Pair) -> bool:
    """Whether the inner pair stands in a list inside the outer one's element."""
    depth = len(outer.path)
    if len(inner.path) <= depth or inner.path[depth - 1] is not outer.path[-1]:
        return False
    return any(element.name in ("ul", "ol", "dl") for element in inner.path[depth:])


def unclashed(meaning: Meaning, item: Pair, near: Sequence[tuple[Meaning, Pair]]) -> Meaning:
    """Among cards of one group a sum of received and carried is not received, and bare "quá hạn" may be in doubt."""
    counts = {other.count for other, _ in near}
    if meaning.count == "dossiers_received" and meaning.summed and "dossiers_carried" in counts:
        return NOTHING
    finished = {"dossiers_on_time", "dossiers_early"} & counts
    bare = meaning.count == "dossiers_late" and plain(item.label) in _LATE and not finished
    if bare and any(plain(other.label).endswith(_OPEN_ENDS) for _, other in near):
        return Meaning(ambiguous=f"“{item.label}”: finished or still open dossiers")
    return meaning


_LATE = ("quá hạn", "trễ hạn", "chậm hạn", "hồ sơ quá hạn", "hồ sơ trễ hạn", "số hồ sơ quá hạn")
_OPEN_ENDS = ("trong hạn", "còn hạn", "chưa đến hạn", "sắp đến hạn")


def supported(item: Pair, near: Sequence[tuple[Meaning, Pair]], above: Sequence[Place], labels: LabelBook) -> bool:
    """Whether common words are a figure's label here: another figure, a unit or a heading says so, and no visitors.

    The nearest neighbours decide: a counter of visitors at the end of the page says nothing about a card at its top.
    """
    closest = max((common(other.path, item.path) for _, other in near), default=0)
    beside = [other.label for _, other in near if common(other.path, item.path) == closest]
    near = [(meaning, other) for meaning, other in near if common(other.path, item.path) >= closest - 1]
    texts = [*(place.text for place in above[:2]), item.label, *beside]
    if any(labels.says("visitors", text) for text in texts):
        return False
    return (
        item.unit is not None
        or any(meaning.count for meaning, _ in near)
        or any(_of_kind(place.text, labels) for place in above[:2])
    )


def is_left_over(
    meaning: Meaning, item: Pair, near: Sequence[tuple[Meaning, Pair]], above: Sequence[Place], *, labels: LabelBook
) -> bool:
    """Whether bare "Còn lại" stands among figures of dossiers: what is left of these is no number of services."""
    keys = {other.count or "" for other, _ in near}
    if not (meaning.count or "").startswith("services_") or item.unit == "service":
        return False
    if any(key.startswith("services_") and key != meaning.count for key in keys):
        return False
    of_services = any(labels.core(place.text).service for place in above)
    return any(key.startswith("dossiers_") for key in keys) and not of_services


def _of_kind(text: str, labels: LabelBook) -> bool:
    core = labels.core(text)
    return core.dossier or core.service
