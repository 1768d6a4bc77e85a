"""What a shape gets and gives: the counts to publish, in whose name, and the markup with the figures it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from monitor.demo.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Whose counts a page shows and when. `units` are the parts of the agency that have rows of their own."""

    agency: str
    host: str
    day: date
    units: tuple[str, ...]
    seed: str

    @property
    def old_words(self) -> bool:
        """Before 15/08/2022 (Decree 42/2022) services were counted by levels 1 to 4."""
        return self.day < date(2022, 8, 15)

    @property
    def full(self) -> str:
        """The words of the day for a service that runs online from end to end."""
        return "mức độ 4" if self.old_words else "toàn trình"

    @property
    def partial(self) -> str:
        """The words of the day for a service that runs online in part."""
        return "mức độ 3" if self.old_words else "một phần"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """Markup, the figures that a right reader finds in it (the portal's whole), and what else its page loads."""

    html: str
    figures: Mapping[str, float]
    files: Mapping[str, Reply] = field(default_factory=dict)


Counts = Mapping[str, int]
Shape = Callable[[Publisher, Counts], Fragment]


def grouped(count: int) -> str:
    """`12.345`: thousands by points, as Vietnamese pages write them."""
    return f"{count:,}".replace(",", ".")


def only(counts: Counts, *keys: str) -> dict[str, float]:
    """The counts that a shape shows."""
    return {key: counts[key] for key in keys}


_SUMS: Mapping[str, tuple[str, ...]] = {
    "services_total": ("services_full", "services_partial", "services_information"),
    "services_online": ("services_full", "services_partial"),
    "dossiers_resolved": ("dossiers_early", "dossiers_on_time", "dossiers_late"),
    "dossiers_open": ("dossiers_open_on_time", "dossiers_open_late"),
}


def shares(publisher: Publisher, counts: Counts) -> list[dict[str, int]]:
    """The counts split over the units: every key adds up to its whole, every unit's counts agree with one another."""
    draw = Random(publisher.seed)
    weights = [draw.uniform(0.5, 2.0) for _ in publisher.units]
    others = [_share(counts, weight / sum(weights)) for weight in weights[1:]]
    first = {key: whole - sum(row[key] for row in others) for key, whole in counts.items()}
    return [first, *others]


def _share(counts: Counts, part: float) -> dict[str, int]:
    row = {key: int(whole * part) for key, whole in counts.items()}
    for key, parts in _SUMS.items():
        if key in row and any(name in row for name in parts):
            row[key] = sum(row.get(name, 0) for name in parts)
    if "services_eligible" in row:
        row["services_eligible"] = row["services_full"] + int(
            (counts["services_eligible"] - counts["services_full"]) * part
        )
    if "dossiers_received" in row:
        row["dossiers_received"] = row["dossiers_resolved"] + row["dossiers_open"] - row["dossiers_carried"]
    return row


def rows_with_sum(publisher: Publisher, counts: Counts, columns: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Unit rows and the sum row last: the row's name and its cells."""
    rows = [
        (unit, [grouped(share[key]) for key in columns])
        for unit, share in zip(publisher.units, shares(publisher, counts), strict=True)
    ]
    return [*rows, ("Tổng cộng", [grouped(counts[key]) for key in columns])]
