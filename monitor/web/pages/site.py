"""All pages together, with the files that they need: one router, and the answer for what is not there."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.exception_handlers import http_exception_handler
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException

from monitor.web.pages.about import about_router
from monitor.web.pages.agency import agency_router
from monitor.web.pages.incidents import incidents_router
from monitor.web.pages.national import national_router
from monitor.web.pages.portal import portal_router
from monitor.web.pages.rules import rules_router
from monitor.web.pages.shell import Shell

_FOLDER = Path(__file__).parent.parent
_FILES = {"style.css": "text/css", "tables.js": "text/javascript", "icon.svg": "image/svg+xml"}
_FOR_SCRIPTS = ("/api/", "/metrics")


def site_router(shell: Shell) -> APIRouter:
    """Every page and file."""
    router = APIRouter(include_in_schema=False)
    for make in (national_router, agency_router, portal_router, incidents_router, rules_router, about_router):
        router.include_router(make(shell))
    for name, kind in _FILES.items():
        router.add_api_route(f"/{name}", _file(name, kind), methods=["GET"])
    return router


async def not_found(shell: Shell, request: Request, error: Exception) -> Response:
    """A page for people; what scripts ask for keeps its short answer."""
    script = request.url.path.startswith(_FOR_SCRIPTS)
    if script and isinstance(error, StarletteHTTPException):
        return await http_exception_handler(request, error)
    return await run_in_threadpool(shell.missing, request)


def _file(name: str, kind: str) -> Callable[[], Response]:
    content = (_FOLDER / name).read_bytes()

    def answer() -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "max-age=300"})

    return answer
