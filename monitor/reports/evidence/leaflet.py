"""A page of headings and tables as HTML and as Markdown; whatever stands in it is shown as text. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from monitor.reports.words import harmless

_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{background:#eee}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MARKED = re.compile(r"([\\`*_{}\[\]()#!|~@]|:(?=//)|(?<=www)\.)")  # nor becomes a bare address a link
_LONGEST = 1000  # characters of one cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A file of the same archive."""

    text: str
    file: str


Cell = str | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with a table below it; without `head` the first cell of each row is its heading."""

    heading: str
    rows: Sequence[Sequence[Cell]]
    head: Sequence[str] = ()
    remark: str = ""


def as_html(title: str, sections: Iterable[Section]) -> str:
    """The whole page; it needs nothing beside it and may load nothing."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="vi">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_html(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{_html(title)}</h1>",
            *(line for section in sections for line in _section_html(section)),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def as_markdown(title: str, sections: Iterable[Section]) -> str:
    """The same for whoever reads in a terminal or an editor."""
    lines = [f"# {_markdown(title)}"]
    for section in sections:
        lines += ["", f"## {_markdown(section.heading)}", ""]
        lines += [_markdown(section.remark), ""] if section.remark else []
        head = section.head or ("", "")
        if section.rows:
            shown = [[_markdown(cell) for cell in row] for row in (head, *section.rows)]
            lines += ["| " + " | ".join(row) + " |" for row in (shown[0], ["---"] * len(head), *shown[1:])]
    return "\n".join(lines) + "\n"


def _section_html(section: Section) -> Iterable[str]:
    yield f"<h2>{_html(section.heading)}</h2>"
    if section.remark:
        yield f"<p>{_html(section.remark)}</p>"
    if not section.rows:
        return
    yield "<table>"
    if section.head:
        yield "<tr>" + "".join(f'<th scope="col">{_html(cell)}</th>' for cell in section.head) + "</tr>"
    for row in section.rows:
        first = f'<th scope="row">{_html(row[0])}</th>' if not section.head else f"<td>{_html(row[0])}</td>"
        yield f"<tr>{first}" + "".join(f"<td>{_html(cell)}</td>" for cell in row[1:]) + "</tr>"
    yield "</table>"


def _html(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f'<a href="{escape(cell.file)}">{_html(cell.text)}</a>'
    return escape(_line(cell))


def _markdown(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f"[{_markdown(cell.text)}]({cell.file})"
    return _MARKED.sub(r"\\\1", escape(_line(cell), quote=False))


def _line(text: str) -> str:
    """On one line, without control characters and characters that turn the order of letters round."""
    return harmless(" ".join(text.split()))[:_LONGEST]
