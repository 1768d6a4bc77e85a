"""Which words name which number: neighbours in a row, decided only where there is one way to read them."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place in a row: words, a number (`share`: with a percent sign), or a wall that nothing is read across.

    `forward`: words that end in a colon name what follows; `owned`: the markup says that they do. `known`: words with
    a meaning; `title`: a heading.
    """

    sort: Literal["words", "number", "wall"]
    known: bool = False
    forward: bool = False
    owned: bool = False
    title: bool = False
    share: bool = False


Near = Callable[[int, int], int | None]  # closeness of two neighbours, `None` for too far apart


def pair(slots: Sequence[Slot], near: Near) -> dict[int, int]:
    """For each number that has exactly one sensible name, the index of its words."""
    options = {index: _options(slots, index, near) for index, slot in enumerate(slots) if slot.sort == "number"}
    paired: dict[int, int] = {}
    _settle(options, paired)
    for chain in _chains(options):
        _decide(slots, chain, options, paired)
    return paired


def _options(slots: Sequence[Slot], index: int, near: Near) -> set[int]:
    before = near(index - 1, index) if index else None
    after = near(index, index + 1) if index + 1 < len(slots) and not slots[index + 1].owned else None
    closest = max((value for value in (before, after) if value is not None), default=None)
    found: set[int] = set()
    if before is not None and before == closest and slots[index - 1].sort == "words":
        found.add(index - 1)
    if after is not None and after == closest and slots[index + 1].sort == "words" and not slots[index + 1].forward:
        found.add(index + 1)
    if slots[index].share and index and slots[index - 1].sort == "number" and not _names_only(slots, index):
        return set()
    return found


def _names_only(slots: Sequence[Slot], index: int) -> bool:
    """Whether the words after a share beside a count name that share and no number that follows them."""
    following = slots[index + 2] if index + 2 < len(slots) else None
    return following is None or following.sort != "number"


def _settle(options: dict[int, set[int]], paired: dict[int, int]) -> None:
    """Give words to the numbers that have no other choice; words wanted by two such numbers name neither.

    Words stand between two numbers at most, so what one number takes only its neighbour can lose.
    """
    waiting = deque(index for index, found in options.items() if len(found) == 1)
    while waiting:
        index = waiting.popleft()
        found = options.pop(index, None)
        if not found:
            continue
        words = next(iter(found))
        rival = 2 * words - index
        if options.get(rival) == {words}:
            del options[rival]
            continue
        paired[index] = words
        if words in options.get(rival, ()):
            options[rival].discard(words)
            waiting.append(rival)


def _chains(options: dict[int, set[int]]) -> list[list[int]]:
    chains: list[list[int]] = []
    for index in sorted(index for index, found in options.items() if found):
        if chains and options[chains[-1][-1]] & options[index]:
            chains[-1].append(index)
        else:
            chains.append([index])
    return chains


def _decide(slots: Sequence[Slot], chain: list[int], options: dict[int, set[int]], paired: dict[int, int]) -> None:
    before = {index: min(options[index]) for index in chain}
    after = {index: max(options[index]) for index in chain}
    first, last = slots[min(before.values())], slots[max(after.values())]
    chosen = _better(slots, before, after)
    if chosen is None and first.title is not last.title:
        chosen = after if first.title else before
    elif chosen is None and all(slots[words].title and slots[words].known for words in before.values()):
        chosen = before  # titles stand over what they name
    if chosen is not None:
        paired.update(chosen)


def _better(slots: Sequence[Slot], before: dict[int, int], after: dict[int, int]) -> dict[int, int] | None:
    named_before = sum(slots[words].known for words in before.values())
    named_after = sum(slots[words].known for words in after.values())
    if any(slots[words].forward or slots[words].owned for words in before.values()):
        return before
    if named_before == named_after:
        return None
    return before if named_before > named_after else after
