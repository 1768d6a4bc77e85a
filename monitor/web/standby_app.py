"""The HTTP face of a stand-by: alive, not ready, and nothing about portals."""

from collections.abc import Callable

from fastapi import FastAPI, Response
from fastapi.responses import PlainTextResponse
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from monitor import __version__


def create_standby_app(metrics: Callable[[], bytes], *, why: str) -> FastAPI:
    """The application; all but health and metrics answers 503 with `why`."""
    app = FastAPI(title="emc-monitor", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/metrics", response_class=PlainTextResponse)
    def exposed(aggregates: str = "1") -> Response:
        """What a scrape of portals alone hears is nothing, as there is nothing to say of them."""
        return Response(b"" if aggregates == "0" else metrics(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/healthz", response_class=PlainTextResponse)
    def healthz() -> str:
        return "ok\n"

    @app.get("/{path:path}", response_class=PlainTextResponse)
    def nothing(path: str) -> Response:
        del path
        return PlainTextResponse(f"{why}\n", status_code=503)

    return app
