"""How long each part of the looks of the last six hours took, for one portal at a time."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.storage.past import PastLook
from probes.facts import Reachability

OVER = timedelta(hours=6)
PHASES = ("resolve", "connect", "tls", "first_byte", "transfer")


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    """Nothing where no portal is named: all of them would be read one after the other."""
    named, at = asked.equal.get("portal"), source.picture.at
    if named is None or named not in {item.portal.id for item in source.picture.portals}:
        return
    looks = source.store.past(str(named), start=at - OVER, end=at, days=0).looks
    found = [row for row in (_row(str(named), look) for look in looks) if row is not None]
    yield from sorted(found, key=lambda row: row["at"])


def _row(portal: str, look: PastLook) -> Row | None:
    if look.probe != "reachability" or not isinstance(look.facts, Reachability):
        return None
    spent = asdict(look.facts.phases)
    return {"portal": portal, "at": look.at, **{name: spent[name] for name in PHASES}, "total": look.facts.total}


TABLE = Table(
    name="timings",
    vi="Thời gian trả lời",
    en="Seconds of each phase of the looks of the last six hours; of the portal that is named, and none without one",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="at", vi="Xem lúc", en="When", kind=Kind.MOMENT, always=True),
        *(
            Column(name=name, vi=f"Giây {name}", en=f"Seconds of {name}; null where not reached", kind=Kind.SECONDS)
            for name in PHASES
        ),
        Column(name="total", vi="Tổng số giây", en="Seconds in all", kind=Kind.SECONDS, always=True),
    ),
    key=("portal", "at"),
    rows=_rows,
    filters=("portal",),
    listed=False,
)
