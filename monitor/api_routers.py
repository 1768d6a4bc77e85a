"""The parts of the API over a lookout's store, under its present configuration, with one guard for all of them."""

import logging
import time

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError

from monitor.lookout import Lookout
from monitor.storage.audit import Audit, add_audit
from monitor.storage.store import Store
from monitor.view import View
from monitor.web.api.incident_answers import Office
from monitor.web.api.incidents import incident_router
from monitor.web.api.reading import reading_routers
from monitor.web.api.showing import Showing
from monitor.web.tokens import Guard

log = logging.getLogger(__name__)


def api_routers(lookout: Lookout, view: View) -> tuple[APIRouter, ...]:
    """Everything below `/api/v1` that has a file of its own."""
    store, now = lookout.gear.store, lookout.gear.watch.vantage.now
    guard = Guard(
        lambda: lookout.gear.configuration.tokens,
        now=now,
        monotonic=time.monotonic,
        audit=lambda entry: keep_audit(store, entry),
    )
    office = Office(store=store, configuration=lambda: lookout.gear.configuration, now=now)
    showing = Showing(
        picture=view.picture,
        store=store,
        configuration=lambda: lookout.gear.configuration,
        now=now,
        accounts=view.accounts,
    )
    return (incident_router(office, guard), *reading_routers(showing, guard))


def keep_audit(store: Store, entry: Audit) -> None:
    """Add a row; a store that does not take it is told in the log, and nobody is let in for that."""
    try:
        with store.transaction(fenced=False) as connection:  # whoever leads by now
            add_audit(connection, entry)
    except SQLAlchemyError:
        log.error("audit not kept: %s, %s, %s, %s", entry.who, entry.action, entry.subject, entry.address)
