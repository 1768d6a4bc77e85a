"""The reading part of the API: tables, details, what was seen, whole tables to take away."""

import time
from collections.abc import Callable

from fastapi import APIRouter

from monitor.web.api.details import detail_router
from monitor.web.api.exports import export_router
from monitor.web.api.files import Press
from monitor.web.api.looks import look_router
from monitor.web.api.showing import Showing
from monitor.web.api.tables import table_router
from monitor.web.tokens import Guard


def reading_routers(
    showing: Showing, guard: Guard, *, monotonic: Callable[[], float] = time.monotonic
) -> tuple[APIRouter, ...]:
    """The routes over what is shown; `guard` says who may see what could harm."""
    press = Press(monotonic=monotonic)
    return (
        table_router(showing, guard, press),
        detail_router(showing, guard),
        look_router(showing, guard),
        export_router(showing, guard, press),
    )
