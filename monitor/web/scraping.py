"""`/metrics` as a scrape asks for it: all of it, the portals of some agencies, or a shard; in pieces, never as a whole.

Prometheus asks for gzip. The lines are so alike that the quickest level leaves a fifteenth of them, at 2 ms a megabyte.
"""

import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from monitor.metrics.selection import Selection, selection

PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "agency",
        "in": "query",
        "description": "series of this agency's portals alone; may be repeated",
        "schema": {"type": "array", "items": {"type": "string"}},
    },
    {
        "name": "shard",
        "in": "query",
        "description": "series of one part of all portals: K/N is the K-th of N parts",
        "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$"},
    },
    {
        "name": "portals",
        "in": "query",
        "description": "0: no series of portals",
        "schema": {"type": "string", "enum": ["0", "1"]},
    },
    {
        "name": "aggregates",
        "in": "query",
        "description": "0: no series of agencies, of the nation and of the daemon itself",
        "schema": {"type": "string", "enum": ["0", "1"]},
    },
]
_GZIP = 31  # with header and checksum, as `zlib` has it
_VARY = {"Vary": "Accept-Encoding"}
WRONG_QUESTION: dict[int | str, dict[str, Any]] = {400: {"description": "what was asked for is not there, in one line"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrapes:
    """How a scrape is answered: `write` in pieces, `agencies` are those that can be asked for."""

    write: Callable[[Selection], Iterator[bytes]]
    agencies: Callable[[], Collection[str]]

    def answer(self, request: Request) -> Response:
        """The series that were asked for; 400 with one line where there are none such."""
        asked = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            chosen = selection(asked, agencies=self.agencies() if "agency" in asked else ())
        except ValueError as error:
            return PlainTextResponse(f"{error}\n", status_code=400)
        pieces = self.write(chosen)
        first = next(pieces, b"")  # whatever goes wrong does so before the answer has begun
        whole: Iterator[bytes] = chain((first,), pieces)
        if not _takes_gzip(request.headers.get("accept-encoding", "")):
            return StreamingResponse(whole, media_type=CONTENT_TYPE_LATEST, headers=_VARY)
        headers = {**_VARY, "Content-Encoding": "gzip"}
        return StreamingResponse(_packed(whole), media_type=CONTENT_TYPE_LATEST, headers=headers)


def _takes_gzip(accepted: str) -> bool:
    """Whether gzip is named, and not with a weight of nothing."""
    for offer in accepted.lower().split(","):
        name, _, weight = offer.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(level=1, wbits=_GZIP)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()
