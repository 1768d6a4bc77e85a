"""Rows made into frozen values again: the counterpart of `rows`."""

import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from monitor.rules.contract import Basis, Cause, Outcome, Severity, Span, Verdict
from monitor.storage.codec import Decoder
from monitor.storage.standing import KeptFigure, Stretch
from monitor.storage.texts import load_names, load_object, load_pairs
from probes.failures import Failure, FailureKind, Party, State
from probes.figures.figure import Figure, Period, Qualifier
from probes.observe import Evidence, Observation

Columns = RowMapping | Mapping[str, Any]


def to_span(row: Columns) -> Span:
    """A state span."""
    return Span(state=State(row["state"]), start=row["starts"], end=row["ends"])


def to_observation(row: Columns, *, decoder: Decoder, bodies: Mapping[str, str]) -> Observation:
    """An observation with its facts typed; `bodies` are the long fields by hash."""
    return Observation(
        id=row["id"],
        portal=row["portal"],
        probe=row["probe"],
        vantage=row["vantage"],
        at=row["at"],
        law_day=row["law_day"],
        attempt=row["attempt"],
        seconds=row["seconds"],
        facts=decoder.decode(row["probe"], row["facts"], parts=row["parts"], bodies=bodies),
        failure=_failure(row),
        evidence=load_names(row["evidence"]),
    )


def to_stretch(row: Columns) -> Stretch:
    """A verdict with the time it stood."""
    verdict = Verdict(
        rule=row["rule"],
        outcome=Outcome(row["outcome"]),
        severity=Severity(row["severity"]),
        basis=Basis(row["basis"]),
        weight=row["weight"],
        reason=row["reason"],
        reason_en=row["reason_en"],
        law=row["law"],
        evidence=load_object(row["evidence"]),
        cause=Cause(row["cause"]) if row["cause"] else None,
        gate=row["gate"],
    )
    return Stretch(
        portal=row["portal"],
        verdict=verdict,
        since=row["since"],
        last_at=row["last_at"],
        ended=row["ended"],
        rulebook=row["rulebook"],
        law_day=row["law_day"],
    )


def to_kept_figure(row: Columns) -> KeptFigure:
    """A figure with the time it stood."""
    figure = Figure(
        key=row["key"],
        value=int(row["value"]) if row["whole"] else row["value"],
        unit=row["unit"],
        raw=row["raw"],
        label=row["label"],
        where=row["place"],
        qualifier=Qualifier(row["qualifier"]),
        scope=row["scope"],
        period=Period(start=row["period_start"], end=row["period_end"]) if row["period"] else None,
        as_of=row["as_of"],
        definition=row["definition"],
        derived=row["derived"],
    )
    return KeptFigure(
        portal=row["portal"],
        figure=figure,
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        changed=row["changed"],
        observation=row["observation"],
    )


def to_evidence(row: Columns) -> Evidence:
    """The page's bytes as they came."""
    return Evidence(
        sha256=row["sha256"],
        url=row["url"],
        status=row["status"],
        headers=load_pairs(row["headers"]),
        body=zlib.decompress(row["body"]),
    )


def _failure(row: Columns) -> Failure | None:
    if row["failure_kind"] is None:
        return None
    return Failure(
        kind=FailureKind(row["failure_kind"]), detail=row["failure_detail"], party=Party(row["failure_party"])
    )
