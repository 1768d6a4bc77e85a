"""No request body is read beyond a few kilobytes, whoever sends it and whatever it says of its length."""

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 16 * 1024  # bytes
_DIGITS = 12  # of a length that is worth reading
_TOO_LARGE = f"the body is larger than {MOST} bytes"


class BodyCap:
    """ASGI middleware; a body that is too large gets 413."""

    def __init__(self, app: ASGIApp, most: int = MOST) -> None:
        """Wrap an application."""
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or len(told) > _DIGITS or int(told) > self._most:
            await JSONResponse({"detail": _TOO_LARGE}, status_code=413)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(413, _TOO_LARGE)
            return message

        await self._app(scope, counted, send)
