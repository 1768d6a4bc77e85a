"""Verdicts, figures and incidents as rows of tables, with everything that they rest on said in words. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.incidents.records import Incident
from monitor.reports import words
from monitor.reports.evidence.withholding import hidden
from monitor.rollup.picture import PortalPicture, verdicts_of
from monitor.rules.contract import Outcome, Verdict
from monitor.rules.rule_file import RuleText
from monitor.rules.rulebook import RuleBook
from monitor.storage.standing import KeptFigure
from monitor.web.pages.shell import Speech
from monitor.web.pages.wording import QUALIFIERS
from probes.figures.figure import Figure

_LONGEST = 400  # characters of one piece of evidence
_ORDER = (Outcome.FAIL, Outcome.WARN, Outcome.UNKNOWN, Outcome.PASS, Outcome.EXEMPT, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of what a verdict rests on; `ours`: a threshold that is the monitor's own number."""

    name: str
    text: str
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """A verdict with its duty in words; `since` is when its outcome began, `None` where it went stale."""

    verdict: Verdict
    text: RuleText | None
    said: tuple[str, str]
    since: datetime | None
    proofs: tuple[Proof, ...]


def verdict_rows(item: PortalPicture, book: RuleBook, *, withhold: bool) -> tuple[VerdictRow, ...]:
    """A portal's present verdicts, what asks for attention first; `withhold`: without texts that its page said."""
    texts = {booked.rule.id: booked.text for booked in book.rules}
    began = {rule: stretch.since for rule, stretch in item.standing.verdicts.items()} if item.standing else {}
    rows = [
        VerdictRow(
            verdict=verdict,
            text=texts.get(verdict.rule),
            said=words.verdict_words(verdict.outcome.value, verdict.basis.value),
            since=began.get(verdict.rule) if item.fresh else None,
            proofs=proofs(_shown(verdict.evidence) if withhold else verdict.evidence),
        )
        for verdict in verdicts_of(item)
    ]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.verdict.outcome), row.verdict.rule)))


def proofs(evidence: Mapping[str, Any]) -> tuple[Proof, ...]:
    """The evidence of a verdict, thresholds apart from what was seen; nothing that is empty."""
    own = evidence.get("product_thresholds") or ()
    thresholds = evidence.get("thresholds") or {}
    seen = [
        Proof(name=name, text=_text(value))
        for name, value in evidence.items()
        if name not in ("thresholds", "product_thresholds") and value not in (None, "", [], {})
    ]
    held = [Proof(name=name, text=_text(value), ours=name in own) for name, value in thresholds.items()]
    return (*seen, *held)


def _shown(evidence: Mapping[str, Any]) -> Mapping[str, Any]:
    ours = {name: evidence[name] for name in ("thresholds", "product_thresholds") if name in evidence}
    return {**{name: hidden({name: value})[name] for name, value in evidence.items()}, **ours}


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def figure_value(figure: Figure, t: Speech) -> str:
    """The value as people here write it, with what the page says of its exactness."""
    value = words.percent(figure.value, digits=2) if figure.unit == "ratio" else words.number(figure.value)
    return QUALIFIERS[figure.qualifier.value] + t.digits(value)


def whole_first(figures: Iterable[KeptFigure], *, most: int) -> tuple[KeptFigure, ...]:
    """The figures of the portal's whole before those of its units, at most so many."""
    return tuple(sorted(figures, key=lambda kept: (kept.figure.scope is not None, kept.figure.key))[:most])


def of_portals(incidents: Iterable[Incident], portals: Collection[str]) -> tuple[Incident, ...]:
    """The incidents of these portals, open ones first, then the newest."""
    mine = (item for item in incidents if item.portal in portals)
    return tuple(sorted(mine, key=lambda item: (not item.open, -item.opened.timestamp())))
