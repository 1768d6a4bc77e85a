"""Where a figure stood: a short CSS selector that a person can follow."""

import re
from itertools import islice

from bs4 import Tag

_SIBLINGS = 400  # as many are counted for a selector; beyond that it names a neighbour


def classes(tag: Tag) -> list[str]:
    """The class names of an element."""
    value = tag.get("class")
    return value if isinstance(value, list) else []


def selector(element: Tag) -> str:
    """A short CSS selector for the place: from the nearest id down, at most four steps."""
    steps: list[str] = []
    tag: Tag | None = element
    while tag is not None and tag.name not in ("[document]", "html", "body") and len(steps) < 4:
        identity = tag.get("id")
        if isinstance(identity, str) and identity and not re.search(r"[\s\"'<>]", identity):
            steps.append(f"#{identity}")
            break
        steps.append(_step(tag))
        tag = tag.parent
    return " > ".join(reversed(steps)) or element.name


def _step(tag: Tag) -> str:
    names = [name for name in classes(tag) if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    name = f"{tag.name}.{names[0]}" if names else tag.name
    if tag.parent is None:
        return name
    before = islice(tag.previous_siblings, _SIBLINGS)
    earlier = sum(1 for other in before if isinstance(other, Tag) and other.name == tag.name)
    return f"{name}:nth-of-type({earlier + 1})" if earlier or tag.name in ("tr", "td", "li", "p") else name
