"""How judged portals spent the last 7 and 30 days."""

from collections.abc import Iterator

from monitor.availability import Account
from monitor.catalogue.records import Portal
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from probes.contract import System
from probes.failures import State

_WINDOWS = ("7d", "30d")


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    accounts = source.accounts()
    for item in sorted(source.picture.judged, key=lambda item: item.portal.id):
        if not asked.passed(item.portal.id):
            for window in sorted(accounts):
                account = accounts[window].get(item.portal.id)
                if account is not None:
                    yield _row(item.portal, window, account)


def _row(portal: Portal, window: str, account: Account) -> Row:
    return {
        "portal": portal.id,
        "agency": portal.agency_id,
        "system": portal.system.value,
        "window": window,
        "availability": account.availability,
        "observed": account.observed,
        "unobserved": account.unobserved.total_seconds(),
        **{state.value: spent.total_seconds() for state, spent in account.spent.items()},
        **{state.value: 0.0 for state in State if state not in account.spent},
    }


TABLE = Table(
    name="availability",
    vi="Mức sẵn sàng",
    en="How judged portals spent the windows that end now; time that nobody observed is apart",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="window", vi="Khoảng", en="Length of the window", always=True, choices=_WINDOWS),
        Column(name="availability", vi="Mức sẵn sàng", en="Up over decided time", kind=Kind.RATIO),
        Column(name="observed", vi="Mức quan sát", en="Decided over whole time", kind=Kind.RATIO, always=True),
        *(
            Column(
                name=state.value, vi=f"Giây {state.value}", en=f"Seconds {state.value}", kind=Kind.SECONDS, always=True
            )
            for state in State
        ),
        Column(name="unobserved", vi="Giây không quan sát", en="Seconds unobserved", kind=Kind.SECONDS, always=True),
    ),
    key=("portal", "window"),
    rows=_rows,
    filters=("portal", "agency", "system", "window"),
)
