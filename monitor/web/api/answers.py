"""Answers that a reader may keep: an entity tag on each, and 304 for whoever has it already."""

import json
import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from fastapi import Request, Response

from monitor.web.tokens import Caller

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_NOT_MODIFIED: dict[str, Any] = {"description": "What `If-None-Match` names is still so"}
KEPT: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "ETag": {"description": "Send it back as `If-None-Match`", "schema": {"type": "string"}},
            "Cache-Control": {"description": "Ask again before you show it", "schema": {"type": "string"}},
        }
    },
    304: _NOT_MODIFIED,
}


def json_answer(request: Request, caller: Caller, told: Mapping[str, Any]) -> Response:
    """A JSON object, or 304."""
    body = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return kept_answer(request, caller, body, media="application/json")


def kept_answer(
    request: Request, caller: Caller, body: bytes, *, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    """These bytes with their tag, or 304 where the reader has them."""
    known = known_already(request, caller, body, media=media)
    if known is not None:
        return known
    return Response(body, media_type=media, headers={**tagged(caller, body, media=media), **(headers or {})})


def known_already(request: Request, caller: Caller, body: bytes, *, media: str) -> Response | None:
    """304 where the reader has what would be made of `body`."""
    asked = request.headers.get("if-none-match", "")
    if asked.strip() != "*" and _tag(body, media) not in _TAG.findall(asked):
        return None
    return Response(status_code=304, headers=tagged(caller, body, media=media))


def tagged(caller: Caller, body: bytes, *, media: str) -> dict[str, str]:
    """The headers of an answer: others may keep only what anyone may see."""
    whose = "private" if caller.name else "public"
    return {"ETag": f'W/"{_tag(body, media)}"', "Cache-Control": f"{whose}, no-cache", "Vary": "Authorization"}


def _tag(body: bytes, media: str) -> str:
    return blake2b(body, digest_size=12, person=media.encode()[-16:]).hexdigest()
