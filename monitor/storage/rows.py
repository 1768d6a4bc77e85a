"""The one place where frozen values become rows; tables do not validate, so what is wrong must fail here."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from monitor.records import Round
from monitor.rules.contract import Verdict
from monitor.storage.codec import encode
from monitor.storage.counted import counts_on
from monitor.storage.texts import clean, dump
from probes.facts import Reachability
from probes.figures.figure import Figure, PublishedCounts
from probes.observe import Evidence, Observation

Row = dict[str, Any]
PHASES = ("resolve", "connect", "tls", "first_byte", "transfer")
_LOOK = "reachability"  # the probe whose observations are counted as looks, here as in `emc_looks_total`
_EXACT = 2**53  # beyond it a whole number loses digits in the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A round made into rows outside the transaction; `figures` is `None` where none were read.

    `looks` are what is to be counted of those observations. `pages` are the hashes of all pages looked at, kept or not,
    with the time. `verdicts` have no row where the portal's round before brought the same verdict, whose row was made
    then, or one that differs in the numbers of its evidence only.
    """

    round: Round
    observations: tuple[Row, ...]
    looks: tuple[Row, ...]
    pages: Mapping[str, datetime]
    evidence: tuple[Row, ...]
    parts: tuple[Row, ...]
    verdicts: tuple[tuple[Verdict, Row | None], ...]
    memories: tuple[Row, ...]
    figures: tuple[Row, ...] | None


def prepare(round_: Round, *, before: Sequence[Verdict] = ()) -> Prepared:
    """Encode and compress everything; raises `ValueError` or `TypeError` for what cannot be kept.

    `before` are the verdicts of a round of this portal that was prepared before.
    """
    for at in (round_.since, round_.ended, round_.holds_until, *(item.at for item in round_.observations)):
        if at.utcoffset() is None:
            raise ValueError(f"a time of {round_.portal} without its zone: {at}")
    bodies: dict[str, bytes] = {}
    observations = tuple(_observation(item, portal=round_.portal, bodies=bodies) for item in round_.observations)
    return Prepared(
        round=round_,
        observations=observations,
        looks=tuple(_look(item, portal=round_.portal) for item in round_.observations if item.probe == _LOOK),
        pages={digest: item.at for item in round_.observations for digest in item.evidence},
        evidence=tuple(_evidence(item, round_) for item in round_.evidence),
        parts=tuple({"sha256": digest, "body": body, "last_used": round_.since} for digest, body in bodies.items()),
        verdicts=tuple(
            (
                item,
                None if item is known or (known is not None and counts_on(known, item)) else verdict_row(item, round_),
            )
            for item, known in zip_longest(round_.verdicts, before[: len(round_.verdicts)])
        ),
        memories=tuple(
            {"portal": round_.portal, "probe": probe, "remembered": dump(dict(memory))}
            for probe, memory in round_.remember.items()
        ),
        figures=_figures(round_),
    )


def last_round(prepared: Prepared, *, state_since: Any, figures_at: Any) -> Row:
    """The row that says what stands for a portal since its last round."""
    round_ = prepared.round
    return {
        "portal": round_.portal,
        "agency": round_.agency,
        "vantage": round_.vantage,
        "since": round_.since,
        "ended": round_.ended,
        "holds_until": max(round_.holds_until, round_.since),
        "law_day": round_.law_day,
        "state": round_.state.value,
        "state_since": state_since,
        "confirmed": round_.confirmed,
        "judged": round_.judged,
        "rulebook": round_.rulebook,
        "figures_at": figures_at,
    }


def _observation(item: Observation, *, portal: str, bodies: dict[str, bytes]) -> Row:
    failure = item.failure
    written = encode(item.facts) if item.facts is not None else None
    if written is not None:
        bodies.update(written.packed)
    return {
        "id": item.id,
        "portal": portal,
        "probe": item.probe,
        "vantage": item.vantage,
        "at": item.at,
        "law_day": item.law_day,
        "attempt": item.attempt,
        "seconds": item.seconds,
        "outcome": item.outcome,
        "failure_kind": failure.kind.value if failure else None,
        "failure_party": failure.party.value if failure else None,
        "failure_detail": clean(failure.detail) if failure else None,
        "facts": written.facts if written else None,
        "parts": _named(tuple(written.parts.items()) if written else ()),
        "evidence": _listed(item.evidence),
        "held": False,
    }


@lru_cache(4096)  # the same of an unchanged page with every look
def _named(parts: tuple[tuple[str, str], ...]) -> str:
    return dump(dict(parts))


@lru_cache(4096)
def _listed(hashes: tuple[str, ...]) -> str:
    return dump(list(hashes))


def _look(item: Observation, *, portal: str) -> Row:
    """One look as it is counted; a monitor that broke brought no times home."""
    facts = item.facts if isinstance(item.facts, Reachability) else None
    total = facts.total if facts else None
    phases = {phase: getattr(facts.phases, phase) if facts else None for phase in PHASES}
    return {
        "id": item.id,
        "at": item.at,
        "portal": portal,
        "vantage": item.vantage,
        "outcome": item.outcome,
        "looks": 1,
        "timed": int(total is not None),
        "seconds": total,
        "fastest": total,
        "slowest": total,
        **phases,
        **{f"{phase}_looks": int(seconds is not None) for phase, seconds in phases.items()},
    }


def _evidence(item: Evidence, round_: Round) -> Row:
    return {
        "sha256": item.sha256,
        "url": clean(item.url),
        "status": item.status,
        "headers": dump([list(pair) for pair in item.headers]),
        "body": zlib.compress(item.body),
        "size": len(item.body),
        "first_seen": round_.since,
        "last_used": round_.since,
    }


def verdict_row(item: Verdict, round_: Round) -> Row:
    """A verdict as it begins to stand."""
    return {
        "portal": round_.portal,
        "rule": item.rule,
        "since": round_.since,
        "last_at": round_.since,
        "ended": None,
        "outcome": item.outcome.value,
        "severity": int(item.severity),
        "basis": item.basis.value,
        "weight": item.weight,
        "reason": clean(item.reason),
        "reason_en": clean(item.reason_en),
        "law": clean(item.law) if item.law is not None else None,
        "evidence": dump(dict(item.evidence)),
        "rulebook": round_.rulebook,
        "law_day": round_.law_day,
        "cause": item.cause.value if item.cause else None,
        "gate": item.gate,
    }


def _figures(round_: Round) -> tuple[Row, ...] | None:
    """The figures of the round's last reading that has any: an empty reading saw nothing, and ends nothing."""
    read = [item for item in round_.observations if isinstance(item.facts, PublishedCounts) and item.facts.figures]
    if not read:
        return None
    last, count = read[-1], dict[tuple[Any, ...], int]()
    rows = []
    for figure in last.facts.figures if last.facts else ():
        if not abs(figure.value) <= _EXACT:  # neither infinite nor no number at all
            continue  # it stays in the facts; a wrong number is worse than a missing one
        row = _figure(figure, portal=round_.portal, observation=last)
        row["nth"] = count[identity(row)] = count.get(identity(row), -1) + 1
        rows.append(row)
    return tuple(rows)


def _figure(figure: Figure, *, portal: str, observation: Observation) -> Row:
    optional: Mapping[str, str | None] = {"scope": figure.scope, "definition": figure.definition}
    return {
        "portal": portal,
        "key": figure.key,
        **{name: clean(text) if text is not None else None for name, text in optional.items()},
        "period": figure.period is not None,
        "period_start": figure.period.start if figure.period else None,
        "period_end": figure.period.end if figure.period else None,
        "nth": 0,
        "value": float(figure.value),
        "whole": isinstance(figure.value, int),
        "unit": figure.unit,
        "qualifier": figure.qualifier.value,
        "raw": clean(figure.raw),
        "label": clean(figure.label),
        "place": clean(figure.where),
        "as_of": figure.as_of,
        "derived": figure.derived,
        "observation": observation.id,
        "first_seen": observation.at,
        "last_seen": observation.at,
        "changed": observation.at,
    }


def identity(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two readings of a portal the same figure, beside their number in reading order (`nth`)."""
    return tuple(row[name] for name in ("portal", "key", "scope", "period", "period_start", "period_end", "definition"))
