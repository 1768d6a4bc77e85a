"""What the API answers about incidents, out of the store; every write and every archive leaves a row in the audit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import HTTPException, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from monitor.configuration import Configuration
from monitor.incidents.records import Incident
from monitor.reports.evidence.archive import evidence_archive
from monitor.reports.evidence.rule_json import Known, probes_read
from monitor.reports.incident_json import incident_json, incident_names
from monitor.reports.json_values import moment
from monitor.storage.audit import Audit, add_audit
from monitor.storage.engine import reading
from monitor.storage.incident_pages import Mark, Wanted, read_page
from monitor.storage.incidents import acknowledge
from monitor.storage.store import Store
from monitor.tokens.records import Scope
from monitor.web.api.paging import cursor_of, read_cursor
from monitor.web.tokens import Caller

_PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the API works with: the store, the configuration in use, the clock."""

    store: Store
    configuration: Callable[[], Configuration]
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for; a cursor goes on where the page before it ended."""

    wanted: Wanted
    limit: int
    cursor: str | None


class IncidentAnswers:
    """Raises `HTTPException` for whatever cannot be answered."""

    def __init__(self, office: Office) -> None:
        """Nothing is read before somebody asks."""
        self._office = office
        self._packing = threading.Lock()  # one archive at a time: each may take tens of megabytes

    def page(self, asked: Asked, caller: Caller) -> Response:
        """Some incidents, and where the next ones begin."""
        after = _mark(asked.cursor)
        with _answering(), reading(self._office.store.engine) as connection:
            found = read_page(connection, asked.wanted, limit=asked.limit + 1, after=after)
        shown, configuration = found[: asked.limit], self._office.configuration()
        names = incident_names(configuration.catalogue, configuration.rulebook)
        private = caller.may(Scope.READ)
        told = {
            "simulated": configuration.settings.simulated,
            "incidents": [incident_json(item, names, private=private) for item in shown],
            "next": cursor_of((shown[-1].opened, shown[-1].id)) if len(found) > len(shown) else None,
        }
        return JSONResponse(told, headers=_PRIVATE)

    def show(self, name: str, caller: Caller) -> Response:
        """One incident; 404 where there is none."""
        return self._told(self._find(name), caller)

    def acknowledge(self, name: str, note: str, caller: Caller) -> Response:
        """The incident as somebody answers for it now; 409 where somebody did before, or where it is over."""
        at, store = self._office.now(), self._office.store
        with _answering(), store.transaction(fenced=False) as connection:
            done = acknowledge(connection, name, at=at, by=caller.who, note=note)
            if done:
                add_audit(connection, self._entry(caller, at, action="acknowledge", subject=name))
        found = self._find(name)
        if not done:
            raise HTTPException(409, _why_not(found))
        return self._told(found, caller)

    def evidence(self, name: str, caller: Caller, *, with_content: bool) -> Response:
        """The archive; nothing leaves the house without its row in the audit."""
        configuration, store = self._office.configuration(), self._office.store
        with self._packing, _answering():
            proof = store.proof(name, reads=probes_read(configuration.rulebook))
            if proof is None:
                raise HTTPException(404, "no incident of that id")
            known = Known(
                catalogue=configuration.catalogue,
                rulebook=configuration.rulebook,
                simulated=configuration.settings.simulated,
            )
            packed = evidence_archive(proof, known, with_content=with_content)
            with store.transaction(fenced=False) as connection:
                said = "with content" if with_content else ""
                add_audit(connection, self._entry(caller, self._office.now(), "evidence", name, said))
        headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="incident-{name}.zip"'}
        return Response(packed, media_type="application/zip", headers=headers)

    def _find(self, name: str) -> Incident:
        with _answering():
            found = self._office.store.incidents_named((name,))
        if not found:
            raise HTTPException(404, "no incident of that id")
        return found[0]

    def _told(self, incident: Incident, caller: Caller) -> Response:
        configuration = self._office.configuration()
        names = incident_names(configuration.catalogue, configuration.rulebook)
        told: dict[str, Any] = incident_json(incident, names, private=caller.may(Scope.READ))
        return JSONResponse(told, headers=_PRIVATE)

    def _entry(self, caller: Caller, at: datetime, action: str, subject: str, detail: str = "") -> Audit:
        return Audit(at=at, who=caller.who, action=action, subject=subject, detail=detail, address=caller.address)


@contextmanager
def _answering() -> Iterator[None]:
    """A store that does not answer is no fault of whoever asks."""
    try:
        yield
    except SQLAlchemyError as error:
        raise HTTPException(503, "the store does not answer") from error


def _mark(cursor: str | None) -> Mark | None:
    if cursor is None:
        return None
    try:
        return read_cursor(cursor)
    except ValueError as error:
        wrong = {"type": "value_error", "loc": ("query", "cursor"), "msg": "no cursor of ours", "input": cursor}
        raise RequestValidationError([wrong]) from error


def _why_not(incident: Incident) -> str:
    if incident.acknowledged is not None:
        return f"somebody answers for it since {moment(incident.acknowledged)}"
    return f"it is over since {moment(incident.resolved)}"
