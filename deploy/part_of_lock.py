"""The part of the lock that given packages need, hashes and all: for an image that carries no development tool.

    python deploy/part_of_lock.py hatchling > build.lock
    python deploy/part_of_lock.py 'emc-monitor[postgres]' > runtime.lock

Needs nothing but Python: who needs whom stands in the own `# via` comments of the lock, what the program asks for in
`pyproject.toml`.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==", re.MULTILINE)


def part(lock: str, names: Iterable[str]) -> str:
    """The entries of these packages and of all that they need, in the lock's order; `KeyError` for one not in it."""
    entries = dict(_entries(lock))
    needed: set[str] = set()
    waiting = [plain(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            _ = entries[name]
            waiting += [other for other, entry in entries.items() if name in _needed_by(entry)]
    return "".join(entry for name, entry in entries.items() if name in needed)


def asked_for(project: dict[str, object], extras: Iterable[str]) -> Iterator[str]:
    """What the program and these extras of it name in `pyproject.toml`."""
    table = project["project"]
    assert isinstance(table, dict)
    lists = [table["dependencies"], *(table["optional-dependencies"][extra] for extra in extras)]
    for requirement in (item for each in lists for item in each):
        yield re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


def plain(name: str) -> str:
    """A package's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries(lock: str) -> Iterator[tuple[str, str]]:
    starts = list(_ENTRY.finditer(lock))
    for found, after in zip(starts, [*starts[1:], None], strict=True):
        yield plain(found["name"]), lock[found.start() : after.start() if after else len(lock)]


def _needed_by(entry: str) -> set[str]:
    comments = re.findall(r"^ +#(?: via)? *(\S.*)$", entry, re.MULTILINE)
    return {plain(comment.split()[0]) for comment in comments}


def main(*asked: str) -> None:
    """Write the part to stdout."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names: list[str] = []
    for item in asked:
        name, _, extras = item.rstrip("]").partition("[")
        own = name == "emc-monitor"
        names += asked_for(project, filter(None, extras.split(","))) if own else [name]
    sys.stdout.write(part((ROOT / "requirements.lock").read_text("utf-8"), names))


if __name__ == "__main__":
    main(*sys.argv[1:])
