"""The rule behind an incident as it held on that legal day: words, law, thresholds, and the version of the book."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from monitor.catalogue.records import Agency, Catalogue, Portal
from monitor.incidents.records import Incident
from monitor.reports.evidence.looks_json import Shown, times
from monitor.reports.evidence.withholding import hidden
from monitor.reports.json_values import day
from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Law, Terms
from monitor.rules.rulebook import BookedRule, RuleBook
from monitor.storage.incident_proof import Proof
from monitor.storage.standing import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the configuration knows beside the store."""

    catalogue: Catalogue
    rulebook: RuleBook
    simulated: bool

    def agency(self, incident: Incident) -> Agency | None:
        """Whose portal it is."""
        return next((item for item in self.catalogue.agencies if item.id == incident.agency), None)

    def portal(self, incident: Incident) -> Portal | None:
        """The portal."""
        return next((item for item in self.catalogue.portals if item.id == incident.portal), None)

    def terms(self, incident: Incident, on: date) -> Terms | None:
        """What the rule asks of this portal on a legal day, by the book in use."""
        agency, portal = self.agency(incident), self.portal(incident)
        return self.rulebook.terms(incident.rule, portal, agency, on) if agency and portal else None


def probes_read(rulebook: RuleBook) -> Mapping[str, tuple[str, ...]]:
    """By rule the probes that it reads: a round without any of them says nothing of it."""
    return {booked.rule.id: booked.rule.reads for booked in rulebook.rules}


def law_day_of(proof: Proof) -> date:
    """The legal day on which the incident was opened."""
    if proof.opening:
        return proof.opening[-1].observations[-1].law_day
    stood = stretch_of(proof)
    return stood.law_day if stood is not None else proof.incident.opened.astimezone(LOCAL).date()


def stretch_of(proof: Proof) -> Stretch | None:
    """The verdict that stood when the incident was opened."""
    opened = proof.incident.opened
    return next(
        (item for item in proof.stretches if item.since <= opened and (item.ended is None or item.ended > opened)), None
    )


def rule_json(proof: Proof, known: Known) -> dict[str, Any]:
    """The rule of the book in use; `same_book` says whether the verdict was given under that very book."""
    incident, stood, on = proof.incident, stretch_of(proof), law_day_of(proof)
    booked, terms = known.rulebook.booked(incident.rule), known.terms(incident, on)
    version = stood.rulebook if stood is not None else None
    return {
        "rule": incident.rule,
        "law_day": day(on),
        "rulebook_of_the_verdict": version,
        "rulebook_in_use": known.rulebook.version,
        "same_book": version == known.rulebook.version if version is not None else None,
        "text": _text(booked) if booked else None,
        "terms": _terms(terms) if terms else None,
    }


def verdicts_json(shown: Shown) -> list[dict[str, Any]]:
    """How the rule was judged over the time of the incident, stretch by stretch, with what each verdict rests on."""
    withheld = bool(shown.harmful) and not shown.with_content
    resolved = shown.proof.incident.resolved
    return [_stretch(item, withheld=withheld, resolved=resolved) for item in shown.proof.stretches]


def _text(booked: BookedRule) -> dict[str, Any]:
    return asdict(booked.text)


def _terms(terms: Terms) -> dict[str, Any]:
    return {
        "effective_from": day(terms.effective_from),
        "effective_to": day(terms.effective_to),
        "severity": terms.severity.name.lower(),
        "basis": terms.basis.value,
        "law": _law(terms.law) if terms.law else None,
        "thresholds": {name: _plain(value) for name, value in terms.thresholds.items()},
        "product_thresholds": sorted(terms.product_thresholds),
    }


def _law(law: Law) -> dict[str, Any]:
    return asdict(law)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def _stretch(item: Stretch, *, withheld: bool, resolved: datetime | None) -> dict[str, Any]:
    verdict = item.verdict
    told = {"since": times(item.since), "outcome": verdict.outcome.value}
    if resolved is not None and (item.ended is None or item.ended > resolved):
        return {**told, "went_on": True}  # its words are those of a later round than the incident's last
    return {
        **told,
        "went_on": False,
        "last_at": times(item.last_at),
        "ended": times(item.ended),
        "severity": verdict.severity.name.lower(),
        "basis": verdict.basis.value,
        "reason": verdict.reason,
        "reason_en": verdict.reason_en,
        "law": verdict.law,
        "evidence": _shown(verdict.evidence) if withheld else verdict.evidence,
        "rulebook": item.rulebook,
        "law_day": day(item.law_day),
    }


def _shown(evidence: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without what came from pages: numbers of the book, exemptions and reasons of rules are our own."""
    ours = {name: evidence[name] for name in ("thresholds", "product_thresholds", "exemption") if name in evidence}
    below = evidence.get("underneath")
    if isinstance(below, Mapping):
        said = {name: below[name] for name in ("reason", "reason_en") if name in below}
        ours["underneath"] = {**hidden(below), **said, "evidence": _shown(below.get("evidence", {}))}
    return {**hidden(evidence), **ours}
