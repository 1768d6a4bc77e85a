"""What people read when a page cannot be shown: nothing of that name, a wrong question, a store that is silent."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from monitor.storage.errors import StoreError
from monitor.web.pages import wording
from monitor.web.pages.shell import Shell

_FOR_SCRIPTS = ("/api/", "/metrics", "/healthz", "/readyz", "/openapi.json")
Handler = Callable[[Request, Exception], Awaitable[Response]]


class QuestionError(Exception):
    """The question itself is wrong; `why` says in both languages what was expected."""

    def __init__(self, vi: str, en: str) -> None:
        """In one sentence each."""
        super().__init__(en)
        self.why = (vi, en)


def tell_troubles(app: FastAPI, shell: Shell) -> None:
    """Every trouble of a page is told by a page; what scripts ask for keeps its short answers."""
    app.add_exception_handler(HTTPException, _refused(shell))
    app.add_exception_handler(QuestionError, _wrong_question(shell))
    for kind in (SQLAlchemyError, StoreError):
        app.add_exception_handler(kind, _silent(shell))


def for_scripts(request: Request) -> bool:
    """Whether a program asks."""
    return request.url.path.startswith(_FOR_SCRIPTS)


def _refused(shell: Shell) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if for_scripts(request):
            return await http_exception_handler(request, error)
        told, why = wording.TROUBLES.get(error.status_code, wording.TROUBLE)
        if error.status_code == 404:
            told, why = wording.MISSING, wording.MISSING_WHY
        page = await run_in_threadpool(shell.trouble, request, status=error.status_code, told=told, why=why)
        page.headers.update(error.headers or {})
        return page

    return handle


def _wrong_question(shell: Shell) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        why = error.why if isinstance(error, QuestionError) else wording.TROUBLE[1]
        told = wording.TROUBLES[400][0]
        return await run_in_threadpool(shell.trouble, request, status=400, told=told, why=why)

    return handle


def _silent(shell: Shell) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        del error  # the writer tells the operator; a visitor is told no more than that
        if for_scripts(request):
            return JSONResponse({"detail": "the store does not answer"}, status_code=503)
        told, why = wording.TROUBLES[503]
        page = await run_in_threadpool(shell.trouble, request, status=503, told=told, why=why)
        page.headers["Retry-After"] = "30"
        return page

    return handle
