"""The daemon's HTTP face: metrics for Prometheus, health for whoever starts it, the summary for people and scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from monitor import __version__
from monitor.web.body_cap import BodyCap
from monitor.web.pages.shell import Shell
from monitor.web.pages.site import site_router
from monitor.web.pages.trouble import tell_troubles
from monitor.web.scraping import PARAMETERS, WRONG_QUESTION, Scrapes

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the answers come from. `ready` gives the reasons why the daemon is not ready, none when it is.

    `routers` are the parts of the API that have files of their own, `pages` those that people read. `scrapes` answers
    for `metrics` where a scrape can ask for a part of them.
    """

    metrics: Callable[[], bytes]
    summary: Callable[[], dict[str, Any]]
    ready: Callable[[], tuple[str, ...]]
    differences: Callable[[], dict[str, Any]] | None = None
    routers: tuple[APIRouter, ...] = ()
    pages: Shell | None = None
    scrapes: Scrapes | None = None


def create_app(sources: Sources) -> FastAPI:
    """The application; it reads only, and everything it shows that came from a portal is escaped."""
    app = FastAPI(title="emc-monitor", version=__version__, docs_url=None, redoc_url=None)
    app.add_middleware(BodyCap)
    for router in sources.routers:
        app.include_router(router)
    if sources.pages is not None:
        app.include_router(site_router(sources.pages))
        tell_troubles(app, sources.pages)

    @app.middleware("http")
    async def _secure(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers.update(_HEADERS)
        if request.url.scheme == "https":
            response.headers.update(_OVER_HTTPS)
        return response

    @app.get(
        "/metrics",
        response_class=PlainTextResponse,
        openapi_extra={"parameters": PARAMETERS},
        responses=WRONG_QUESTION,
    )
    def metrics(request: Request) -> Response:
        if sources.scrapes is not None:
            return sources.scrapes.answer(request)
        return Response(sources.metrics(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/healthz", response_class=PlainTextResponse)
    def healthz() -> str:
        return "ok\n"

    @app.get("/readyz", response_class=PlainTextResponse)
    def readyz() -> Response:
        reasons = sources.ready()
        text = "".join(f"{reason}\n" for reason in reasons) or "ok\n"
        return PlainTextResponse(text, status_code=503 if reasons else 200)

    @app.get("/api/v1/summary")
    def summary() -> JSONResponse:
        return JSONResponse(sources.summary())

    @app.get("/api/v1/differences")
    def differences() -> JSONResponse:
        return JSONResponse(sources.differences() if sources.differences is not None else {"differences": []})

    return app
