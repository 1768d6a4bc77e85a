"""What an import or a confirmation changes in the portals, row by row; nothing is read or written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.catalogue.records import Catalogue, Portal, PortalStatus

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One portal's cells before and after; `before` is `None` for a new one."""

    before: Cells | None
    after: Cells

    @property
    def id(self) -> str:
        """The portal's id."""
        return self.after["id"]

    @property
    def kind(self) -> str:
        """`added`, `ended` (a last day or the status `ended`, not there before) or `changed`."""
        if self.before is None:
            return "added"
        ends = self.after["status"] == PortalStatus.ENDED and self.before["status"] != PortalStatus.ENDED
        return "ended" if ends or (self.after["valid_to"] and not self.before["valid_to"]) else "changed"

    @property
    def cells(self) -> tuple[tuple[str, str, str], ...]:
        """Column, value before and value after, where they differ."""
        before = self.before or dict.fromkeys(self.after, "")
        return tuple((key, before[key], value) for key, value in self.after.items() if before[key] != value)


def differences(present: Sequence[Cells], incoming: Sequence[Cells]) -> tuple[Change, ...]:
    """What importing does: a row with a known id replaces that row, the others are added; rows not named stay."""
    known = {row["id"]: row for row in present}
    changes = (Change(before=known.get(row["id"]), after=row) for row in incoming)
    return tuple(change for change in changes if change.before != change.after)


def vouched(cells: Cells, *, document: str, day: date) -> Cells:
    """A portal's row with its address confirmed, and on what paper since which day."""
    entry = f"Xác nhận {day}: {document}"
    note = f"{cells['note']}; {entry}" if cells["note"] else entry
    return {**cells, "status": PortalStatus.CONFIRMED.value, "note": note}


def goes_on(portal: Portal, day: date) -> bool:
    """Whether a portal has not ended before that day."""
    return portal.status is not PortalStatus.ENDED and (portal.valid_to or day) >= day


def empty(catalogue: Catalogue, day: date) -> bool:
    """Whether from that day on nobody would be watched."""
    return not any(goes_on(portal, day) for portal in catalogue.portals)
