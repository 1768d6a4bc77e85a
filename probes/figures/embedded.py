"""JSON that a page carries in attributes of hidden fields or in script variables, for its own scripts to show."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from probes.figures.selector import selector
from probes.markup import Element

_MOST = 400_000  # characters of one JSON text that are parsed
_CARRIERS = frozenset(["input", "div", "section", "span", "table", "textarea", "canvas", "ul", "body", "article"])
_ATTRIBUTES = 300  # JSON values in attributes that are read of one page
_SCRIPTS = 60  # script elements that are looked at
_ASSIGNED = re.compile(r"(?:(?:var|let|const|window\.)\s*)?([A-Za-z_$][\w$.]{0,60})\s*[=:]\s*(?=[\[{])")


def embedded_json(page: Element) -> Iterator[tuple[str, Any]]:
    """Each JSON value found with the place where it stands; code that is no JSON is passed over."""
    yield from islice(_in_attributes(page), _ATTRIBUTES)
    for number, script in enumerate(islice(page.elements("script"), _SCRIPTS)):
        yield from _in_script(script, number)


def _in_attributes(page: Element) -> Iterator[tuple[str, Any]]:
    for element in page.elements():
        if element.name not in _CARRIERS:
            continue
        for name, value in element.attrs.items():
            if value[:1] in ("[", "{") and (name == "value" or name.startswith(("data-", ":"))):
                content = parse(value)
                if content is not None:
                    yield f"{selector(element)}[{name}]", content


def _in_script(script: Element, number: int) -> Iterator[tuple[str, Any]]:
    text = script.text()
    if not ("{" in text or "[" in text):
        return
    place = f"script:nth-of-type({number + 1})"
    if "json" in script.attrs.get("type", ""):
        content = parse(text)
        if content is not None:
            yield place, content
        return
    decoder = json.JSONDecoder()
    spent = 0
    for match in _ASSIGNED.finditer(text[:_MOST]):
        if spent > 200:
            return
        spent += 1
        try:
            content, _ = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        yield f"{place} {match[1]}", content


def parse(text: str | bytes) -> Any | None:
    """The JSON value of a text, or `None` where it is none or nested past reason."""
    if len(text) > _MOST * 6:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
