"""JSON answers of portals, read by adapters that recognise them by their shape; null is no figure, 0 is zero."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from probes.figures.adapters import Adapter, Field
from probes.figures.answer_period import outer_period, question_of, row_period
from probes.figures.figure import Figure
from probes.figures.labels import kind_of, unit_of
from probes.figures.numbers import Kind, Number, read_number

_DEPTH, _ROWS = 9, 20_000  # how deep and how far a foreign answer is searched


def read_answer(content: Any, adapters: tuple[Adapter, ...], *, at: str = "$", url: str = "") -> tuple[Figure, ...]:
    """The figures of a parsed JSON answer by the first adapter that fits; none where nothing does.

    `url` is the address that was asked: what it asks for says the period where the answer does not.
    """
    objects = dict(_objects(content, at))
    for adapter in adapters:
        found = [(path, row) for path, row in objects.items() if adapter.fits(row)]
        if found:
            rows = [*found, *_children(adapter, found, objects)]
            figures = [(path, figure) for path, row in rows for figure in _row(adapter, path, row)]
            return tuple(_dated(figure, path, objects, question_of(url)) for path, figure in figures)
    return ()


def unsaid_members(content: Any, adapters: tuple[Adapter, ...]) -> list[str]:
    """The members of the answer that hold counts whose meaning its product does not say, each once."""
    objects = [value for _, value in _objects(content, "$")]
    adapter = next((one for one in adapters if any(one.fits(row) for row in objects)), None)
    if adapter is None:
        return []
    return [name for name in adapter.unsaid if any(_number(row.get(name)) for row in objects if adapter.fits(row))]


_Objects = Mapping[str, Mapping[str, Any]]


def _children(
    adapter: Adapter, found: list[tuple[str, Mapping[str, Any]]], objects: _Objects
) -> list[tuple[str, Mapping[str, Any]]]:
    if adapter.child_scope is None:
        return []
    parents = {path for path, _ in found}
    return [
        (path, row)
        for path, row in objects.items()
        if path not in parents and ".children[" in path and all(name in row for name in adapter.children_require)
    ]


def _dated(figure: Figure, path: str, objects: _Objects, question: Mapping[str, str]) -> Figure:
    if figure.period is not None:
        return figure
    period = outer_period(path, objects, question)
    return figure if period is None else replace(figure, period=period)


def _row(adapter: Adapter, path: str, row: Mapping[str, Any]) -> Iterator[Figure]:
    if adapter.switch is not None:
        yield from _switched(adapter, path, row)
        return
    scope, period = _scope(adapter, path, row), row_period(adapter, row)
    told: set[str] = set()
    for name, how in adapter.fields.items():
        figure = _figure(row.get(name), how, label=name, where=f"{path}.{name}")
        if figure is not None and how.key not in told:
            told.add(how.key)
            yield replace(figure, scope=scope, period=period)


def _switched(adapter: Adapter, path: str, row: Mapping[str, Any]) -> Iterator[Figure]:
    key = adapter.cases.get(str(row.get(adapter.switch or "")))
    if key is not None:
        label = str(row.get("levelName") or f"{adapter.switch} {row.get(adapter.switch or '')}")
        figure = _figure(row.get(adapter.value or ""), Field(key=key), label=label, where=f"{path}.{adapter.value}")
        if figure is not None:
            yield figure


def _figure(value: Any, how: Field, *, label: str, where: str) -> Figure | None:
    number = _number(value)
    if number is None:
        return None
    kind = kind_of(how.key)
    if kind is Kind.SHARE and not (how.percent or number.percent):
        return None
    amount = number.value(kind)
    if amount is None:
        return None
    return Figure(
        key=how.key,
        value=amount,
        unit=unit_of(how.key),
        raw=number.raw,
        label=label,
        where=where,
        definition=how.definition,
    )


def _number(value: Any) -> Number | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Number(raw=str(value), digits=str(value)) if 0 <= value < 10**15 else None
    if isinstance(value, float):
        text = repr(value)
        whole = text.removesuffix(".0")
        return (
            Number(raw=text, digits=whole)
            if value >= 0 and len(text) < 24 and "e" not in text and text[0].isdigit()
            else None
        )
    return read_number(value) if isinstance(value, str) else None


def _scope(adapter: Adapter, path: str, row: Mapping[str, Any]) -> str | None:
    names = (adapter.child_scope,) if ".children[" in path and adapter.child_scope else adapter.scope
    texts = [_member(row, name) for name in names]
    told = [
        text.strip() for text in texts if isinstance(text, str) and text.strip() and text.strip().casefold() != "total"
    ]
    return told[0] if told else None


def _member(row: Mapping[str, Any], name: str) -> Any:
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _objects(content: Any, at: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of the answer with its path, outermost first, within limits of depth and number."""
    waiting: list[tuple[str, Any, int]] = [(at, content, 0)]
    seen = 0
    while waiting and seen < _ROWS:
        path, value, depth = waiting.pop()
        seen += 1
        if isinstance(value, Mapping):
            yield path, value
            inner = [(f"{path}.{name}", part) for name, part in value.items()]
        elif isinstance(value, list):
            inner = [(f"{path}[{index}]", part) for index, part in enumerate(value)]
        else:
            continue
        if depth < _DEPTH:
            waiting.extend(
                (where, part, depth + 1) for where, part in reversed(inner) if isinstance(part, (Mapping, list))
            )
