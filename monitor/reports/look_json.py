"""One look as JSON: what `look --json` and `read --json` print."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from monitor.reports.json_values import day, moment
from monitor.rules.contract import Outcome, Verdict
from probes.contract import System
from probes.facts import Reachability
from probes.failures import SEEN, Failure
from probes.figures.figure import Figure, Problem, PublishedCounts
from probes.names.facts import DnsFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LookReport:
    """Everything that one look brought home, with its verdicts."""

    portal: str | None
    url: str
    system: System
    at: datetime
    law_day: date
    vantage: str
    simulated: bool
    failure: Failure | None
    reached: Reachability
    counts: PublishedCounts | None
    names: DnsFacts | None
    verdicts: tuple[Verdict, ...]


def look_json(report: LookReport) -> dict[str, Any]:
    """The object of `INTERFACE`; `http`, `tls` and `page` are null when not reached."""
    reached, counts, failure = report.reached, report.counts, report.failure
    return {
        "portal": report.portal,
        "url": report.url,
        "system": report.system.value,
        "at": moment(report.at),
        "law_day": day(report.law_day),
        "vantage": report.vantage,
        "simulated": report.simulated,
        "outcome": failure.kind.value if failure else SEEN,
        "state": reached.state.value,
        "failure": _failure(failure),
        "http": _http(reached),
        "tls": _tls(reached),
        "page": _page(reached),
        "dns": _dns(report.names),
        "figures": [figure_json(figure) for figure in (counts.figures if counts else ())],
        "problems": [_problem(problem) for problem in (counts.problems if counts else ())],
        "verdicts": verdicts_json(report.verdicts),
    }


def figure_json(figure: Figure) -> dict[str, Any]:
    """One figure of `INTERFACE`."""
    period = figure.period
    return {
        "key": figure.key,
        "value": figure.value,
        "unit": figure.unit,
        "qualifier": figure.qualifier.value,
        "raw": figure.raw,
        "label": figure.label,
        "scope": figure.scope,
        "period": {"start": day(period.start), "end": day(period.end)} if period else None,
        "as_of": day(figure.as_of),
        "definition": figure.definition,
        "derived": figure.derived,
        "where": figure.where,
    }


def verdicts_json(verdicts: Iterable[Verdict], since: Mapping[str, datetime] | None = None) -> list[dict[str, Any]]:
    """Verdicts of `INTERFACE`, each with the reason in both languages; `since` is by rule, where it is known.

    `cause` says why an `unknown` is unknown; `gate` names the cap that a failure puts on the score.
    """
    began = since or {}
    return [
        {
            "rule": item.rule,
            "outcome": item.outcome.value,
            "severity": item.severity.name.lower(),
            "basis": item.basis.value,
            "reason": item.reason,
            "reason_en": item.reason_en,
            "law": item.law,
            "evidence": dict(item.evidence),
            "cause": item.cause.value if item.cause else None,
            "gate": item.gate if item.outcome is Outcome.FAIL else None,
            "since": moment(began.get(item.rule)),
        }
        for item in verdicts
    ]


def _failure(failure: Failure | None) -> dict[str, Any] | None:
    if failure is None:
        return None
    return {"kind": failure.kind.value, "party": failure.party.value, "detail": failure.detail}


def _http(reached: Reachability) -> dict[str, Any] | None:
    if reached.status is None and not reached.hops:
        return None
    return {
        "status": reached.status,
        "hops": [asdict(hop) for hop in reached.hops],
        "final_url": reached.final_url,
        "downgraded": downgraded(reached),
        "address": reached.address,
        "bytes": reached.bytes,
        "phases": asdict(reached.phases),
        "total": reached.total,
    }


def downgraded(reached: Reachability) -> bool:
    """Whether a redirect led from HTTPS to plain HTTP."""
    way = [hop.url for hop in reached.hops] + [reached.final_url]
    secure = [url.lower().startswith("https:") for url in way]
    return any(one and not following for one, following in pairwise(secure))


def _tls(reached: Reachability) -> dict[str, Any] | None:
    tls = reached.tls
    if tls is None:
        return None
    return {
        "version": tls.version,
        "cipher": tls.cipher,
        "issuer": tls.issuer,
        "subject": tls.subject,
        "names": list(tls.names),
        "not_before": moment(tls.not_before),
        "not_after": moment(tls.not_after),
        "problem": tls.problem,
    }


def _page(reached: Reachability) -> dict[str, Any] | None:
    if reached.kind is None:
        return None
    return {
        "kind": reached.kind.value,
        "reason": reached.reason,
        "title": reached.title,
        "language": reached.language,
    }


def _dns(names: DnsFacts | None) -> dict[str, Any] | None:
    """What the name system says of the host; null where it was not asked."""
    if names is None or not names.asked:
        return None
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(names).items()}


def _problem(problem: Problem) -> dict[str, Any]:
    return {"kind": problem.kind, "detail": problem.detail}
