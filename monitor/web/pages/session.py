"""The page on which a person shows a token, to see for half an hour what is not shown to everybody."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from monitor.web.pages.shell import Shell
from monitor.web.sessions import LASTS, Sessions, set_cookie, take_cookie

_FORM = "application/x-www-form-urlencoded"
_LONGEST = 300  # characters of a secret; ours are shorter


def session_router(shell: Shell) -> APIRouter:
    """`/token`, and what it posts to; nothing of it where no tokens are in use."""
    router = APIRouter(include_in_schema=False)
    sessions = shell.sources.sessions
    if sessions is None:
        return router

    @router.get("/token")
    def token(request: Request) -> Response:
        return shell.show(request, "token.html", {"minutes": LASTS // 60})

    @router.post("/token")
    async def begin(request: Request) -> Response:
        secret = _secret(request, await request.body())
        mark = await run_in_threadpool(_begun, sessions, request, secret)
        answer = _back(request)
        set_cookie(request, answer, mark)
        return answer

    @router.post("/token/end")
    async def end(request: Request) -> Response:
        await run_in_threadpool(sessions.end, request)
        answer = _back(request)
        take_cookie(request, answer)
        return answer

    return router


def _begun(sessions: Sessions, request: Request, secret: str) -> str:
    if not secret:
        raise HTTPException(401, "a valid token is needed")
    return sessions.begin(request, secret)


def _secret(request: Request, body: bytes) -> str:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return ""
    try:
        found = parse_qs(body.decode(), max_num_fields=5).get("token", [""])[0].strip()
    except ValueError:  # not UTF-8, or too many fields
        return ""
    return found if len(found) <= _LONGEST else ""


def _back(request: Request) -> Response:
    """To the page of the token, in the language that it was in; by GET."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    english = "?lang=en" if request.query_params.get("lang") == "en" else ""
    return RedirectResponse(f"{root}/token{english}", status_code=303, headers={"Cache-Control": "no-store"})
