"""A page's elements as plain values that readers of figures walk: lighter than the parser's own."""

from collections.abc import Iterator
from typing import Union, cast

from lxml import etree

_ROLES = {
    "table": "table",
    "grid": "table",
    "treegrid": "table",
    "row": "tr",
    "rowgroup": "tbody",
    "cell": "td",
    "gridcell": "td",
    "rowheader": "td",
    "columnheader": "th",
}


class Element:
    """One element: its name in lower case, attributes, what stands in it in order, and the element around it.

    `sort` is what it stands for: the name, or that of the part of a table that its ARIA role makes of it.
    Comments and processing instructions are no part of it; the text around them is text of the element.
    """

    __slots__ = ("__weakref__", "attrs", "contents", "name", "parent", "sort")

    def __init__(self, name: str, attrs: dict[str, str], parent: "Element | None") -> None:
        """An element that holds nothing yet."""
        self.name = name
        self.sort = _ROLES.get(attrs.get("role", ""), name) if "role" in attrs else name
        self.attrs = attrs
        self.parent = parent
        self.contents: list[Part] = []

    @property
    def children(self) -> Iterator["Element"]:
        """The elements right inside, in order."""
        return (part for part in self.contents if not isinstance(part, str))

    def text(self, between: str = "") -> str:
        """All text inside, as it stands, its pieces joined by `between`."""
        return between.join(part for part in self.parts() if isinstance(part, str))

    def parts(self) -> Iterator["Part"]:
        """Every element and text inside, at any depth, in reading order."""
        waiting = self.contents[::-1]
        while waiting:
            part = waiting.pop()
            yield part
            if not isinstance(part, str):
                waiting.extend(reversed(part.contents))

    def elements(self, name: str | None = None) -> Iterator["Element"]:
        """Every element inside, at any depth, in reading order; `name`: only those."""
        return (part for part in self.parts() if not isinstance(part, str) and name in (None, part.name))

    def let_go(self) -> None:
        """Part everything inside, so that no part holds another and the memory is free at once."""
        for element in [self, *self.elements()]:
            element.contents, element.parent = [], None


Part = Union[Element, str]  # noqa: UP007 - the name stands in the class above before it is bound


def elements_of(root: etree._Element) -> Element:
    """The page below the parser's root element, as plain elements."""
    top = Element(_name(root), _attributes(root), None)
    waiting = [(root, top)]
    while waiting:
        node, element = waiting.pop()
        contents = element.contents
        if node.text:
            contents.append(node.text)
        for child in node:
            if isinstance(child.tag, str):
                made = Element(child.tag, _attributes(child), element)
                contents.append(made)
                waiting.append((child, made))
            if child.tail:
                contents.append(child.tail)
    return top


def _attributes(node: etree._Element) -> dict[str, str]:
    return cast(dict[str, str], dict(node.items()))  # type: the parser of HTML gives text, never bytes


def _name(node: etree._Element) -> str:
    return node.tag if isinstance(node.tag, str) else ""
