"""What the columns of a table mean: their headers read along the path from the group to the column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from probes.figures.dates import bare_period, find_period
from probes.figures.figure import Period
from probes.figures.grid import Cell, Row
from probes.figures.labels import NOTHING, LabelBook, Meaning
from probes.figures.numbers import missing
from probes.figures.running import YEAR_TO_DATE, runs_from_january
from probes.figures.tokens import is_whole, tokens_of
from probes.figures.words import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its header path (outermost first), its meaning, a period of its own where the header names one."""

    path: tuple[str, ...]
    meaning: Meaning = NOTHING
    score: str | None = None
    period: Period | None = None

    @property
    def label(self) -> str:
        """The header as people read it."""
        return " / ".join(self.path)

    @property
    def known(self) -> bool:
        """Whether figures can stand under it."""
        return self.meaning.known or self.score is not None


def is_numeric(text: str) -> bool:
    """Whether a cell holds a number and nothing else of weight."""
    if is_whole(text):
        return True
    rows = tokens_of(text)
    first = rows[0] if rows else ()
    return bool(first) and any(token.number for token in first) and not any(token.words for token in first[:1])


def is_value(text: str) -> bool:
    """Whether a cell is one for values: a number, or the sign of a missing one."""
    return is_numeric(text) or (bool(text) and missing(text))


def is_title(row: Row) -> bool:
    """Whether the row is one cell over most of the table's width."""
    cells = row.told
    return len(cells) == 1 and cells[0].wide >= max(2, len(row.cells) - 1)


def is_section(row: Row, above: Row) -> bool:
    """Whether the row names the rows below it ("I | CẤP TỈNH"): one cell lies over columns that were told apart above.

    A header divides the one above it, so that no cell of it lies over several of that one's.
    """
    wide = [cell for cell in row.told if cell.wide > 1]
    if len(wide) != 1 or len(row.told) > 2 or is_value(wide[0].text):
        return False
    over = [above.cells[index] for index, cell in enumerate(row.cells) if cell is wide[0]]
    return len({id(cell) for cell in over if cell is not None and cell.line}) > 1


def is_header(row: Row) -> bool:
    """Whether the row holds words only, at least two cells of them."""
    cells = row.told
    if len(cells) < 2:
        return False
    if all(cell.header for cell in cells):
        numeric = sum(is_numeric(cell.text) for cell in cells)
        return numeric == 0 or (numeric < len(cells) and _SUM.match(plain(cells[0].text)) is None)
    return not any(is_value(cell.text) for cell in cells)


_SUM = re.compile(r"(?:tổng|cộng|toàn|tong|cong)(?!\w)")
_LONGEST = 60  # characters of a column's number, white space around it included
_NUMBERED = re.compile(
    r"[(\[]?\s*(?:\d{1,2}|[a-z])\s*[)\]]?|[(\[]?\s*\d{1,2}\s*[)\]]?\s*=\s*[\d+()\[\]\-/*%x.: ]+[)\]]?", re.IGNORECASE
)


def is_numbering(row: Row) -> bool:
    """Whether the row numbers the columns: (1) (2) (3) or 1 2 3=4+5, as forms do."""
    if (first := next((cell for cell in row.cells if cell), None)) and len(first.text) > _LONGEST:
        return False
    texts = [cell.line for cell in row.told]
    if len(texts) < 3 or not all(_NUMBERED.fullmatch(text) for text in texts):
        return False
    plain_numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    rising = all(later == earlier + 1 for earlier, later in pairwise(plain_numbers))
    return (
        rising
        and bool(plain_numbers)
        and (plain_numbers[0] <= 1 or any("(" in text or "[" in text or "=" in text for text in texts))
    )


def columns_of(header: Sequence[Row], labels: LabelBook, law_day: date, *, year: int | None = None) -> list[Column]:
    """The columns under those header rows (titles left out), with what they mean together; `year`: of bare months."""
    width = len(header[0].cells) if header else 0
    columns = [_column([row.cells[index] for row in header], labels, law_day, year) for index in range(width)]
    return _without_clashes(_with_scores(columns, labels))


def _column(cells: Sequence[Cell | None], labels: LabelBook, law_day: date, year: int | None) -> Column:
    path: list[str] = []
    seen: set[int] = set()
    for cell in cells:
        if cell is not None and id(cell.element) not in seen and cell.line:
            seen.add(id(cell.element))
            path.append(cell.line)
    if not path:
        return Column(path=())
    groups, own, period = path[:-1], path[-1], None
    if labels.in_table("number_columns", own):
        return Column(path=tuple(path))
    if groups and _is_share(groups[-1], labels):
        groups, own = groups[:-1], f"{groups[-1]} {own}"
    meaning = labels.mean(own, law_day=law_day, groups=groups)
    if not meaning.known and groups and labels.in_table("count_columns", own):
        meaning = labels.mean(groups[-1], law_day=law_day, groups=groups[:-1])
    if not meaning.known and (found := find_period(" ".join(path))):
        period = found[0]
        told = [rest for text in path if plain(rest := without_period(text))]
        meaning = labels.mean(told[-1], law_day=law_day, groups=told[:-1]) if told else NOTHING
    if not meaning.known and period is None and year is not None:
        bare = {text: named for text in path if (named := bare_period(text, year)) is not None}
        told = [text for text in path if text not in bare]
        if len(bare) == 1 and told:
            period = next(iter(bare.values()))
            meaning = labels.mean(told[-1], law_day=law_day, groups=told[:-1])
    if period is None and any(runs_from_january(text) for text in path):
        period = YEAR_TO_DATE
    return Column(path=tuple(path), meaning=meaning, period=period)


def _is_share(text: str, labels: LabelBook) -> bool:
    """Whether a header says only that what stands under it are shares: "Tỷ lệ (%)"."""
    core = labels.core(text)
    return core.ratio and not core.text and not core.dossier and not core.service


def without_period(text: str) -> str:
    """The text without the period that it names."""
    found = find_period(text)
    return text if found is None else found[1]


def _with_scores(columns: list[Column], labels: LabelBook) -> list[Column]:
    """Points are read only where three groups of points stand side by side, or the header says "điểm"."""
    scores = [labels.score(column.path[-1]) if column.path else None for column in columns]
    groups = {key for key in scores if key and key != "score_total"}
    if len(groups) < 3:
        return columns
    return [
        Column(path=column.path, score=score, period=column.period) if score else column
        for column, score in zip(columns, scores, strict=True)
    ]


def _without_clashes(columns: list[Column]) -> list[Column]:
    """A sum beside its parts is no figure of its own; two columns of one key give it to the one that says "new"."""
    columns = _without_levels_of_dossiers(columns)
    counts = [column.meaning.count for column in columns]
    carried = "dossiers_carried" in counts
    told = []
    for column in columns:
        meaning = column.meaning
        if meaning.total and meaning.count is None and _is_received(column):
            alone = (not carried and counts.count("dossiers_received") == 0) or column.period == YEAR_TO_DATE
            meaning = Meaning(count="dossiers_received") if alone else NOTHING
        elif meaning.total and meaning.count is None and _among_levels(counts):
            meaning = Meaning(count="services_total")
        elif meaning.count == "dossiers_received" and not meaning.new:
            rivals = [
                other.meaning
                for other in columns
                if other is not column and other.meaning.count == meaning.count and other.period == column.period
            ]
            if any(other.new or (meaning.summed and not other.summed) for other in rivals) or (
                meaning.summed and carried
            ):
                meaning = NOTHING
        told.append(Column(path=column.path, meaning=meaning, score=column.score, period=column.period))
    return _doubled(told)


def _without_levels_of_dossiers(columns: list[Column]) -> list[Column]:
    """Without bare "Còn lại" or "Toàn trình" beside columns of dossiers, unless another column is clearly of services.

    What is left of dossiers, or came in for full services, is no number of services.
    """
    told = [(column.meaning.count or "", column.meaning.weak) for column in columns]
    if not any(key.startswith("dossiers_") for key, _ in told):
        return columns
    if any(key.startswith("services_") and not weak for key, weak in told):
        return columns
    return [
        replace(column, meaning=NOTHING) if (column.meaning.count or "").startswith("services_") else column
        for column in columns
    ]


def _among_levels(counts: Sequence[str | None]) -> bool:
    """Whether a bare "Tổng" stands beside levels of services alone: then it is their total."""
    told = [key for key in counts if key]
    levels = {"services_full", "services_partial", "services_information"} & set(told)
    return len(levels) > 1 and "services_total" not in told and all(key.startswith("services_") for key in told)


def _is_received(column: Column) -> bool:
    return len(column.path) > 1


def _without_counts_of_shares(columns: list[Column]) -> list[Column]:
    """Beside "Tỷ lệ số hóa" the column "Hồ sơ đã số hóa" holds counts that have no key."""
    said = {(column.meaning.share, column.period) for column in columns if column.meaning.said_share}
    return [
        Column(path=column.path, period=column.period)
        if not (column.meaning.count or column.meaning.said_share) and (column.meaning.share, column.period) in said
        else column
        for column in columns
    ]


def _doubled(columns: list[Column]) -> list[Column]:
    """Columns that would give one key twice (and no period tells them apart) are in doubt."""
    columns = _without_counts_of_shares(columns)
    keys = [(column.meaning.count or column.meaning.share, column.period) for column in columns]
    told = []
    for column, key in zip(columns, keys, strict=True):
        if key[0] and keys.count(key) > 1:
            if len({other.path for other, twin in zip(columns, keys, strict=True) if twin == key}) > 1:
                doubt = Meaning(ambiguous=f"{column.label}: more than one column for {key[0]}")
                column = Column(path=column.path, meaning=doubt, period=column.period)
            elif columns.index(column) != next(i for i, twin in enumerate(keys) if twin == key):
                column = Column(path=column.path)
        told.append(column)
    return told
