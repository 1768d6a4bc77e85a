"""Rounds and looks as they stand in an archive: what was asked when, what came back, and the proof that we were online.

Each time is given in UTC and as people here read it; cookies that a portal gave us are cut out of its headers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.incidents.seen_rounds import SeenLook, SeenRound
from monitor.records import ReferenceCheck
from monitor.reports.evidence.withholding import own_words, scrubbed, whole_facts
from monitor.reports.json_values import day, moment
from monitor.rounds.cadence import LOCAL
from monitor.storage.incident_proof import Proof
from probes.observe import Observation

_COOKIE = re.compile(r"(?<==)[^;]*")
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What of a proof is shown: `harmful` pages and observations are withheld, each for a reason, unless
    `with_content`."""

    proof: Proof
    harmful: Mapping[str, str]
    with_content: bool

    def why_not(self, name: str) -> str | None:
        """Why the page of this hash, or the texts of this observation, stay out; `None` where they are shown."""
        return None if self.with_content else self.harmful.get(name)


def times(at: datetime | None) -> dict[str, str] | None:
    """A moment in UTC and at +07."""
    if at is None:
        return None
    return {"utc": moment(at) or "", "local": at.astimezone(LOCAL).isoformat(timespec="milliseconds")}


def round_json(one: SeenRound, shown: Shown) -> dict[str, Any]:
    """A round with its looks and what the references said."""
    check = shown.proof.checks.get(one.began)
    return {
        "began": times(one.began),
        "looks": [_look(look, shown) for look in one.looks],
        "references": check_json(check) if check is not None else None,
    }


def check_json(check: ReferenceCheck) -> dict[str, Any]:
    """What the reference targets said before the portal was blamed."""
    return {
        "asked": times(check.at),
        "online": check.online,
        "networks_needed": check.needed,
        "answers": [
            {
                "target": f"{item.host}:{item.port}",
                "network": item.network,
                "answered": item.answered,
                "seconds": item.seconds,
            }
            for item in check.answers
        ],
    }


def observation_json(item: Observation, shown: Shown) -> dict[str, Any]:
    """One probe's look: failure or facts, and the pages behind it."""
    withheld = any(shown.why_not(name) for name in (item.id, *item.evidence))
    facts: dict[str, Any] | None = None
    if item.facts is not None:
        facts = whole_facts(item.facts)
        if "headers" in facts:
            facts["headers"] = [[name, header(name, value)] for name, value in facts["headers"]]
        facts = scrubbed(facts, probe=item.probe) if withheld else facts
    failure = item.failure
    return {
        "id": item.id,
        "probe": item.probe,
        "vantage": item.vantage,
        "at": times(item.at),
        "seconds": item.seconds,
        "attempt": item.attempt,
        "law_day": day(item.law_day),
        "outcome": item.outcome,
        "failure": {
            "kind": failure.kind.value,
            "party": failure.party.value,
            "detail": own_words(failure.detail) if withheld else failure.detail,
        }
        if failure
        else None,
        "facts": facts,
        "pages": [_page(digest, shown) for digest in item.evidence],
    }


def header(name: str, value: str) -> str:
    """A header as it is shown: of a cookie its name and what holds for it, not what it says."""
    return _COOKIE.sub("…", value, count=1) if name.lower() in _SECRET_HEADERS else value


def _look(look: SeenLook, shown: Shown) -> dict[str, Any]:
    return {
        "at": times(look.at),
        "attempt": look.attempt,
        "vantage": look.vantage,
        "observations": [observation_json(item, shown) for item in look.observations],
    }


def _page(digest: str, shown: Shown) -> dict[str, Any]:
    """Whether its bytes were kept: of a page that was sound and unchanged only the hash is."""
    return {"sha256": digest, "kept": digest in shown.proof.pages, "withheld": shown.why_not(digest)}
