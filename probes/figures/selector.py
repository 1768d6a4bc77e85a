"""Where a figure stood: a short CSS selector that a person can follow."""

import re
from itertools import islice, takewhile

from probes.markup import Element

_SIBLINGS = 400  # as many are counted for a selector; beyond that it names a neighbour


def classes(tag: Element) -> list[str]:
    """The class names of an element."""
    return tag.attrs.get("class", "").split()


def selector(element: Element) -> str:
    """A short CSS selector for the place: from the nearest id down, at most four steps."""
    steps: list[str] = []
    tag: Element | None = element
    while tag is not None and tag.name not in ("html", "body") and len(steps) < 4:
        identity = tag.attrs.get("id")
        if identity and not re.search(r"[\s\"'<>]", identity):
            steps.append(f"#{identity}")
            break
        steps.append(_step(tag))
        tag = tag.parent
    return " > ".join(reversed(steps)) or element.name


def _step(tag: Element) -> str:
    names = [name for name in classes(tag) if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    name = f"{tag.name}.{names[0]}" if names else tag.name
    if tag.parent is None:
        return name
    before = takewhile(lambda other: other is not tag, islice(tag.parent.children, _SIBLINGS))
    earlier = sum(1 for other in before if other.name == tag.name)
    return f"{name}:nth-of-type({earlier + 1})" if earlier or tag.name in ("tr", "td", "li", "p") else name
