"""Portals that fail, counted by what they share, so that asking costs nothing."""

from collections import Counter
from collections.abc import Iterable

from monitor.incidents.causes import Cause, Feature, Features, causes_in
from probes.remembering import ByIdentity

Key = tuple[str, str]  # portal and rule
_GROUPS: ByIdentity[frozenset[str]] = ByIdentity(16_384)  # features come again with every round, and never change


class Failing:
    """Counts by grouping and rule; what a failed commit moved is moved back by `undo`."""

    def __init__(self) -> None:
        """Nobody fails."""
        self._groups: dict[Key, frozenset[str]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._before: dict[Key, frozenset[str] | None] = {}

    def move(self, key: Key, groups: Iterable[str] | None) -> None:
        """A portal fails under a rule and belongs to these groupings; `None`: it does not fail (any more)."""
        self._before.setdefault(key, self._groups.get(key))
        self._set(key, frozenset(groups) if groups is not None else None)

    def settle(self) -> None:
        """What was moved stays."""
        self._before.clear()

    def undo(self) -> None:
        """What was moved since the last `settle` is as it was."""
        before, self._before = self._before, {}
        for key, groups in before.items():
            self._set(key, groups)

    def any(self, group: str, rule: str) -> bool:
        """Whether portals of the grouping fail under the rule."""
        return self._counts[group, rule] > 0

    def count(self, group: str, rule: str) -> int:
        """How many do."""
        return self._counts[group, rule]

    def _set(self, key: Key, groups: frozenset[str] | None) -> None:
        if self._groups.get(key) == groups:
            return
        for group in self._groups.pop(key, frozenset()):
            self._counts[group, key[1]] -= 1
            if not self._counts[group, key[1]]:
                del self._counts[group, key[1]]
        if groups is not None:
            self._groups[key] = groups
            self._counts.update((group, key[1]) for group in groups)


def group_of(cause: Cause) -> str:
    """As letters are gathered."""
    return str(cause) if cause.feature is Feature.AGENCY else f"cause {cause}"


def groups_of(features: Features) -> frozenset[str]:
    """Every grouping that a portal of these features belongs to."""
    known = _GROUPS.find(features)
    return known or _GROUPS.put(features, frozenset(group_of(cause) for cause in causes_in(features)))
