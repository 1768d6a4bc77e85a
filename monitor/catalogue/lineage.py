"""Which bodies an agency came from: those in force on an earlier day whose whole went into it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.catalogue.records import Agency
from monitor.catalogue.selection import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What stood on a day in an agency's place: itself, or its predecessors by id.

    `whole`: everything of each went into this agency, so that their counts may be added up; a body that was shared out
    among several has none that could be added. No bodies at all: it has no past on that day.
    """

    bodies: tuple[str, ...]
    whole: bool

    def is_itself(self, agency: str) -> bool:
        """Whether the agency stood there already."""
        return self.bodies == (agency,)


def lineage(agencies: Iterable[Agency], agency: str, *, on: date) -> Lineage:
    """Where an agency's past stands on a day, over however many changes; `agencies` are those of all days."""
    known = {item.id: item for item in agencies}
    if agency not in known or in_force(known[agency], on):
        return Lineage(bodies=(agency,), whole=True)
    bodies, whole, seen, asked = set[str](), True, {agency}, [agency]
    while asked:
        heir = asked.pop()
        for body in (item for item in known.values() if heir in item.successor_ids):
            whole = whole and len(body.successor_ids) == 1
            if in_force(body, on):
                bodies.add(body.id)
            elif body.id not in seen:
                seen.add(body.id)
                asked.append(body.id)
    return Lineage(bodies=tuple(sorted(bodies)), whole=whole)
