"""What is another one at the last look than at the first one stored: redirect target, address, title, issuer."""

from collections.abc import Iterator

from monitor.reports.drift import changes
from monitor.reports.evidence.withholding import WITHHELD
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.reports.standing_json import harms
from monitor.rollup.picture import PortalPicture


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named = asked.equal.get("portal")
    for item in sorted(source.picture.portals, key=lambda item: item.portal.id):
        if item.standing is not None and named in (None, item.portal.id) and not asked.passed(item.portal.id):
            yield from _of(source, item)


def _of(source: Source, item: PortalPicture) -> Iterator[Row]:
    place = item.standing.comparable if item.standing else None
    first = source.store.first_look(item.portal.id, "reachability", place)
    last = item.standing.seen.get("reachability") if item.standing else None
    withhold = item.standing is not None and harms(item.standing)
    for change in sorted(changes(first, last), key=lambda change: change.name):
        shown = [WITHHELD if withhold and text else text for text in (change.first, change.last)]
        yield {
            "portal": item.portal.id,
            "agency": item.portal.agency_id,
            "what": change.name,
            "first_at": first.at if first else None,
            "first": shown[0],
            "last_at": last.at if last else None,
            "last": shown[1],
            "differs": change.differs,
        }


TABLE = Table(
    name="drift",
    vi="So với lần xem đầu",
    en="Redirect target, address, title and issuer at the first stored look and at the last one that saw the portal",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="what", vi="Mục", en="What", always=True, choices=("address", "final_url", "issuer", "title")),
        Column(name="first_at", vi="Lần đầu lúc", en="First stored look", kind=Kind.MOMENT),
        Column(name="first", vi="Lần đầu", en="As it was then; null where not seen", hostile=True),
        Column(name="last_at", vi="Gần nhất lúc", en="Last look that saw it", kind=Kind.MOMENT),
        Column(name="last", vi="Gần nhất", en="As it is; null where not seen", hostile=True),
        Column(name="differs", vi="Khác", en="Another one now", kind=Kind.FLAG, always=True),
    ),
    key=("portal", "what"),
    rows=_rows,
    filters=("portal", "agency", "what", "differs"),
    listed=False,
)
