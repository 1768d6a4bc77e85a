"""How the API says no: always `{"detail": …}`, the same for every way in which a token can be wrong."""

from math import ceil
from typing import Any

from fastapi import HTTPException
from pydantic import BaseModel


class Problem(BaseModel):
    """Why the request was not carried out, in one sentence."""

    detail: str


_MEANINGS = {
    401: "No token where one is needed, or one that is not (or no longer) good",
    403: "The token does not allow this",
    404: "Nothing of that name",
    409: "Somebody was faster, or it is over",
    413: "The body is too large",
    429: "Asked too often; `Retry-After` says for how many seconds to wait",
    503: "The store does not answer",
}


def refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of a route: these refusals, and that of whoever asks too often."""
    told: dict[int | str, dict[str, Any]] = {
        code: {"model": Problem, "description": _MEANINGS[code]} for code in (*codes, 429)
    }
    told[429]["headers"] = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}}
    return told


def too_often(seconds: float) -> HTTPException:
    """Come back in so many seconds."""
    return HTTPException(429, "asked too often", headers={"Retry-After": str(max(1, ceil(seconds)))})


def not_let_in() -> HTTPException:
    """Whatever is wrong with a token, or that there is none: who guesses learns nothing."""
    return HTTPException(401, "a valid token is needed", headers={"WWW-Authenticate": "Bearer"})
