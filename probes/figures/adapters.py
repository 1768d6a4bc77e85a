"""How the JSON answers of the products are read: one file each, recognised by the members of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from probes.mistakes import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What one member of a row is: its key, whether it is written in percent, its definition where known."""

    key: str
    percent: bool = False
    definition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """How one product's answer is read: a row is an object with all of `requires` (or any of `any_of`).

    `documented`: its makers publish the interface. `enabled`: answers that a portal's pages link to are read by it;
    what is not documented is off until the operator's file says `enabled = true`.
    `unsaid`: members with counts whose meaning the product does not say; they are a doubt and no figure.
    `year`, `month`: members that name the period, of the row, of what it stands in, or of the question in the address.
    """

    name: str
    documented: bool = False
    enabled: bool = False
    requires: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    scope: tuple[str, ...] = ()
    child_scope: str | None = None
    children_require: tuple[str, ...] = ()
    year: str | None = None
    month: str | None = None
    month_offset: int = 0
    switch: str | None = None
    value: str | None = None
    cases: Mapping[str, str] = field(default_factory=dict)
    unsaid: tuple[str, ...] = ()

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether the object is a row of this answer."""
        if self.any_of:
            return sum(name in row for name in self.any_of) >= 1 and sum(name in row for name in self.fields) >= 2
        return all(name in row for name in self.requires)


_KNOWN = {"name", "documented", "enabled", "requires", "any_of", "child_scope", "children_require", "fields"}
_KNOWN |= {"unsaid", "scope", "year", "month", "month_offset", "switch", "value", "cases"}
_FIELD = {"key", "percent", "definition"}


def adapter_from(
    content: Mapping[str, Any], *, file: str, keys: frozenset[str]
) -> tuple[Adapter | None, list[Mistake]]:
    """The adapter that a file describes, or what is wrong with it."""
    wrong = [
        Mistake(file=file, where=name, wrong="is not known", expected=f"one of {', '.join(sorted(_KNOWN))}")
        for name in sorted(content.keys() - _KNOWN)
    ]
    wrong += [
        Mistake(file=file, where=f"fields.{name}", wrong=f"is {how!r}", expected='{ key = "…" } with a key of a figure')
        for name, how in content.get("fields", {}).items()
        if not isinstance(how, dict) or how.get("key") not in keys or how.keys() - _FIELD
    ]
    wrong += [
        Mistake(file=file, where=f"cases.{case}", wrong=f"is {key!r}", expected="a key of a figure")
        for case, key in content.get("cases", {}).items()
        if key not in keys
    ]
    wrong += [
        Mistake(file=file, where=name, wrong=f"is {content[name]!r}", expected="true or false")
        for name in ("documented", "enabled")
        if not isinstance(content.get(name, False), bool)
    ]
    if not content.get("requires") and not content.get("any_of"):
        wrong.append(
            Mistake(file=file, where="requires", wrong="nothing recognises the answer", expected="member names")
        )
    return (None if wrong else _build(content)), wrong


def _build(content: Mapping[str, Any]) -> Adapter:
    return Adapter(
        name=str(content.get("name", "")),
        documented=content.get("documented", False),
        enabled=content.get("enabled", content.get("documented", False)),
        requires=tuple(content.get("requires", ())),
        any_of=tuple(content.get("any_of", ())),
        fields={name: Field(**how) for name, how in content.get("fields", {}).items()},
        scope=tuple(content.get("scope", ())),
        child_scope=content.get("child_scope"),
        children_require=tuple(content.get("children_require", ())),
        year=content.get("year"),
        month=content.get("month"),
        month_offset=int(content.get("month_offset", 0)),
        switch=content.get("switch"),
        value=content.get("value"),
        cases=dict(content.get("cases", {})),
        unsaid=tuple(content.get("unsaid", ())),
    )
