"""Tables that name a figure in each row: label and value side by side, groups in rows of their own or spanned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from probes.figures.cells import cell_number
from probes.figures.columns import is_header, is_numbering, is_title, without_period
from probes.figures.dates import find_period
from probes.figures.figure import Figure, Period
from probes.figures.foreign import of_another
from probes.figures.grid import Cell, Row, caption_of, rows_of
from probes.figures.label_values import chosen, header_over
from probes.figures.labels import LabelBook, kind_of, unit_of
from probes.figures.measures import PERCENT, Measured, measure_columns, measured
from probes.figures.numbering import clean, number_column, number_of, running
from probes.figures.numbers import Number, missing
from probes.figures.outline import Outline
from probes.figures.points import is_board, read_points
from probes.figures.rivals import without_parts
from probes.figures.selector import selector
from probes.figures.totals import level_total
from probes.figures.words import squeeze
from probes.markup import Element


def read_label_rows(
    table: Element, labels: LabelBook, law_day: date, *, over: Sequence[str] = (), year: int | None = None
) -> list[Figure]:
    """The figures of a table whose rows are labels with their values; none where two columns of values compete.

    `over`: the words over the table; `year`: that of months which are named without one.
    """
    rows = [row for row in rows_of(table) if row.told and not is_numbering(row)]
    titles = [row.told[0].line for row in rows[:4] if is_title(row)]
    caption = caption_of(table)
    titles += [squeeze(caption)] if caption is not None else []
    if any(of_another(text, labels) for text in titles):
        return []
    if (stacked := _stacked(rows, labels, law_day, said=[*over, *titles], place=selector(table))) is not None:
        return stacked
    headers = [row for row in rows if is_header(row) and not _labelled(row, labels, law_day)]
    if any(labels.says("paid", cell.line) for row in headers for cell in row.told):
        return []  # what a budget gives and spends
    if is_board((cell.line for row in rows for cell in row.told), labels):
        return read_points(rows, headers[-1] if headers else None, labels, place=selector(table))
    skipped, units = number_column(rows, headers, labels), measure_columns(headers[-1:], labels)
    found = next((found for text in titles if (found := find_period(text))), None)
    told: list[tuple[Figure, bool]] = []
    group, outline, place, parts = "", Outline(), selector(table), set[int]()
    for row in rows:
        cells = [cell for index, cell in enumerate(row.cells) if index not in skipped and cell is not None]
        cells = list({id(cell.element): cell for cell in cells if cell.line}.values())
        if row in headers or not (counted := measured(cells, row, units, labels)).known:
            continue
        cells = counted.cells
        label_cells = [cell for cell in cells if not _valued(cell)]
        if not cells:
            continue
        own = label_cells[-1].line if label_cells else ""
        parent = outline.parent(number_of(row, skipped) or running(own), own, label=clean(own))
        if label_cells and len(label_cells) == len(cells):
            group = label_cells[0].line if len(cells) == 1 else group
            continue
        groups = [group] if group and labels.group(group) else []
        groups += [parent] if parent and parent != clean(group) and labels.group(parent) else []
        made = _row(
            counted,
            groups,
            labels=labels,
            law_day=law_day,
            where=f"{place} > tr:nth-of-type({row.number})",
            header=headers[-1:],
            row=row,
            year=found[0].start.year if found and found[0].start else year,
        )
        told += made
        if any(text and labels.group(text) is None for text in (group, parent)):
            parts |= {id(figure) for figure, _ in made}
    said = [*over, *titles, *(cell.text for row in headers for cell in row.told)]
    figures = without_parts(_supported(told, rows, said, labels), parts)
    figures += level_total(figures, rows, labels, place=place)
    return [figure.of_time(figure.period or (found[0] if found else None), figure.as_of) for figure in figures]


def _stacked(
    rows: Sequence[Row], labels: LabelBook, law_day: date, *, said: Sequence[str], place: str
) -> list[Figure] | None:
    """The figures of a table with its values over their labels, two rows each; `None` for any other table."""
    if len(rows) % 2 or not rows:
        return None
    told: list[tuple[Figure, bool]] = []
    for values, names in zip(rows[::2], rows[1::2], strict=True):
        above, below = values.told, names.told
        if len(above) != len(below) or len(above) < 2 or not all(_valued(cell) for cell in above):
            return None
        if any(_valued(cell) for cell in below):
            return None
        for cell, name in zip(above, below, strict=True):
            number = cell_number(cell.text)
            made = number and _figure([clean(name.text)], number, [], labels=labels, law_day=law_day)
            if made:
                told.append((replace(made[0], where=f"{place} > tr:nth-of-type({values.number})"), made[1]))
    return _supported(told, rows, said, labels)


def _supported(
    told: Sequence[tuple[Figure, bool]], rows: Sequence[Row], said: Sequence[str], labels: LabelBook
) -> list[Figure]:
    """The figures; of common words only where another figure or the words over them say what is counted."""
    if not any(weak for _, weak in told):
        return [figure for figure, _ in told]
    visits = any(labels.says("visitors", cell.text) for row in rows[:40] for cell in row.told[:2])
    another = any(not weak for _, weak in told) or len({figure.key for figure, _ in told}) > 1
    spoken = any((core := labels.core(text)).dossier or core.service for text in said)
    kept = [(figure, weak) for figure, weak in told if not weak or ((another or spoken) and not visits)]
    services = {figure.key for figure, _ in kept if figure.unit == "service"}
    left_over = len(services) == 1 and any(figure.unit == "dossier" for figure, _ in kept)
    return [figure for figure, weak in kept if not (weak and left_over and figure.unit == "service")]


def _labelled(row: Row, labels: LabelBook, law_day: date) -> bool:
    return any(labels.mean(clean(cell.text), law_day=law_day).known for cell in row.told) and len(row.told) <= 2


def _row(
    counted: Measured,
    groups: list[str],
    *,
    labels: LabelBook,
    law_day: date,
    where: str,
    header: Sequence[Row],
    row: Row,
    year: int | None,
) -> list[tuple[Figure, bool]]:
    """The statements of one row: words, then the values up to the next words; each with whether its words are weak."""
    figures: list[tuple[Figure, bool]] = []
    words: list[str] = []
    values: list[Cell] = []
    for cell in (*counted.cells, None):
        if cell is not None and _valued(cell):
            values.append(cell)
            continue
        if values:
            for value in chosen(_counted(values, header, row, labels), header, row, labels=labels, year=year):
                number = replace(value.number, percent=value.number.percent or counted.measure == PERCENT)
                made = _figure(words, number, groups, labels=labels, law_day=law_day)
                if made and counted.fits(made[0].key) and not _counts_another(made[0].key, header, labels):
                    period = made[0].period or value.period
                    figure = replace(made[0], where=where, period=period, scope=value.scope)
                    figures.append((figure, made[1]))
            words, values = [], []
        if cell is not None:
            words.append(clean(cell.text))
    return figures


def _counted(values: Sequence[Cell], header: Sequence[Row], row: Row, labels: LabelBook) -> list[Cell]:
    """The values without those under a header of hours, days, money or aims: what a step takes is no count.

    Beside such a column another one holds counts only where its header says so.
    """
    over = {id(cell): found.line for cell in values if header and (found := header_over(cell, header[0], row))}
    if not any(labels.says("not_counted", text) for text in over.values()):
        return list(values)
    return [cell for cell in values if labels.in_table("value_columns", over.get(id(cell), ""))]


def _counts_another(key: str, header: Sequence[Row], labels: LabelBook) -> bool:
    """Whether the header says that all values are of dossiers where the label is of services, or the reverse."""
    kinds = {labels.core(cell.text).kind for row in header for cell in row.told[1:]} - {None}
    return len(kinds) == 1 and unit_of(key) in ("dossier", "service") and unit_of(key) not in kinds


def _figure(
    words: Sequence[str], number: Number, groups: list[str], *, labels: LabelBook, law_day: date
) -> tuple[Figure, bool] | None:
    if not words:
        return None
    told = [*groups, *(word for word in words[:-1] if labels.group(word))]
    own, period = words[-1], None
    meaning = labels.mean(own, law_day=law_day, groups=told)
    if not meaning.known and groups and labels.says("spoken", own):
        meaning, told = labels.mean(own, law_day=law_day), []
    if not meaning.known and (found := find_period(own)):
        own, period = without_period(own), found[0]
        meaning = labels.mean(own, law_day=law_day, groups=told)
    key = meaning.key(number)
    value = number.value(kind_of(key)) if key else None
    if key is None or value is None:
        return None
    return _made(key, value, number, label=" / ".join([*told, words[-1]]), period=period), meaning.weak


def _made(key: str, value: int | float, number: Number, *, label: str, period: Period | None) -> Figure:
    return Figure(
        key=key,
        value=value,
        unit=unit_of(key),
        raw=number.raw,
        label=label,
        where="",
        qualifier=number.qualifier,
        period=period,
    )


def _valued(cell: Cell) -> bool:
    text = cell.line
    return cell_number(text) is not None or missing(text)
