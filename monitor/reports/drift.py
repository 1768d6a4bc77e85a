"""How a portal's last look differs from the first one that is stored: target, address, title, issuer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from probes.facts import Reachability
from probes.observe import Observation

_FIELDS = ("final_url", "address", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something of a portal at its first and its last look; `None` where that look did not see it."""

    name: str
    first: str | None
    last: str | None

    @property
    def differs(self) -> bool:
        """Whether it is another one now; what was not seen is no difference."""
        return None not in (self.first, self.last) and self.first != self.last


def changes(first: Observation | None, last: Observation | None) -> tuple[Change, ...]:
    """`final_url`, `address`, `title` and `issuer`; nothing where either look is not there."""
    before, after = (item.facts if item else None for item in (first, last))
    if not isinstance(before, Reachability) or not isinstance(after, Reachability):
        return ()
    return tuple(_changes(before, after))


def _changes(before: Reachability, after: Reachability) -> Iterator[Change]:
    for name in _FIELDS:
        yield Change(name=name, first=getattr(before, name), last=getattr(after, name))
    issuers = [facts.tls.issuer if facts.tls else None for facts in (before, after)]
    yield Change(name="issuer", first=issuers[0], last=issuers[1])
