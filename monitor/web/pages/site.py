"""All pages together, with the files that they need: one router."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Response

from monitor.web.pages.about import about_router
from monitor.web.pages.agency import agency_router
from monitor.web.pages.compare import compare_router
from monitor.web.pages.incidents import incidents_router
from monitor.web.pages.national import national_router
from monitor.web.pages.portal import portal_router
from monitor.web.pages.rules import rules_router
from monitor.web.pages.session import session_router
from monitor.web.pages.shell import Shell

_FOLDER = Path(__file__).parent.parent
_FILES = {
    "style.css": "text/css",
    "tables.js": "text/javascript",
    "charts.js": "text/javascript",
    "icon.svg": "image/svg+xml",
    "uplot.js": "text/javascript",
    "uplot.css": "text/css",
    "uplot.LICENSE": "text/plain; charset=utf-8",
}
_ROUTERS = (
    national_router,
    agency_router,
    portal_router,
    compare_router,
    incidents_router,
    rules_router,
    about_router,
    session_router,
)


def site_router(shell: Shell) -> APIRouter:
    """Every page and file."""
    router = APIRouter(include_in_schema=False)
    for make in _ROUTERS:
        router.include_router(make(shell))
    for name, kind in _FILES.items():
        router.add_api_route(f"/{name}", _file(name, kind), methods=["GET"])
    return router


def _file(name: str, kind: str) -> Callable[[], Response]:
    content = (_FOLDER / name).read_bytes()

    def answer() -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "max-age=300"})

    return answer
