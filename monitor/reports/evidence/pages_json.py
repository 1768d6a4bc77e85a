"""Kept pages as each look of this portal saw them: address, status and headers are those of the look's own facts.

Bytes are kept once for all portals that gave them, so that what is kept beside them may be of another one. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.incidents.seen_rounds import SeenLook
from monitor.reports.evidence.looks_json import Shown, header, times
from monitor.reports.evidence.withholding import WITHHELD
from probes.content.facts import PageContent
from probes.facts import LandingPage, Reachability
from probes.observe import Evidence, Observation

NOT_KEPT = "không lưu (not kept)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A page as one look saw it; `None` is what the look's facts do not say of these bytes, or what is not to be shown;
    `note` says which of both holds for the headers."""

    at: datetime
    attempt: int
    observations: tuple[str, ...]
    url: str | None
    status: int | None
    address: str | None
    headers: tuple[tuple[str, str], ...] | None
    note: str | None


def sightings(digest: str, shown: Shown) -> Iterator[Sighting]:
    """Every look that brought the page of this hash, as they stand in the proof."""
    proof = shown.proof
    looks = [look for one in (*proof.opening, *proof.last) for look in one.looks]
    for look in (*looks, *(SeenLook(observations=(item,)) for item in proof.beside)):
        bringing = [item for item in look.observations if digest in item.evidence]
        if bringing:
            yield _sighting(digest, look, bringing, withheld=shown.why_not(digest) is not None)


def page_json(page: Evidence, shown: Shown) -> dict[str, Any]:
    """Where and when a page was seen; its bytes stand in a file of their own."""
    return {
        "sha256": page.sha256,
        "bytes": len(page.body),
        "withheld": shown.why_not(page.sha256),
        "seen": [_seen(item) for item in sightings(page.sha256, shown)],
    }


def _seen(item: Sighting) -> dict[str, Any]:
    headers = item.headers
    return {
        "at": times(item.at),
        "attempt": item.attempt,
        "observations": list(item.observations),
        "url": item.url,
        "status": item.status,
        "address": item.address,
        "headers": None if headers is None else [[name, header(name, value)] for name, value in headers],
        "note": item.note,
    }


def _sighting(digest: str, look: SeenLook, bringing: Iterable[Observation], *, withheld: bool) -> Sighting:
    ours, headers = tuple(bringing), None if withheld else _headers(digest, look)
    reached = next((item.facts for item in ours if _is_answer(item, digest)), None)
    answer = reached if isinstance(reached, Reachability) else None
    return Sighting(
        at=ours[0].at,
        attempt=look.attempt,
        observations=tuple(item.id for item in ours),
        url=answer.final_url if answer is not None else None if withheld else _read_at(digest, look),
        status=answer.status if answer is not None else None,
        address=answer.address if answer is not None else None,
        headers=headers,
        note=WITHHELD if withheld else NOT_KEPT if headers is None else None,
    )


def _is_answer(item: Observation, digest: str) -> bool:
    """The answer stands before what plain HTTP said, of which the facts tell neither address nor status."""
    return isinstance(item.facts, Reachability) and item.facts.status is not None and item.evidence[0] == digest


def _read_at(digest: str, look: SeenLook) -> str | None:
    facts = (item.facts for item in look.observations)
    return next((one.url for one in facts if isinstance(one, PageContent) and one.sha256 == digest), None)


def _headers(digest: str, look: SeenLook) -> tuple[tuple[str, str], ...] | None:
    facts = (item.facts for item in look.observations)
    return next((one.headers for one in facts if isinstance(one, LandingPage) and one.sha256 == digest), None)
