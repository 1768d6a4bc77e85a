"""Rule cases as data: one file for each rule, read by the real readers and judged by the shipped rule book."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.exemptions.records import Circumstances, PlannedStop, Review, Scope
from monitor.probing import find_probes
from monitor.rules.contract import History, Verdict
from monitor.rules.rulebook import RuleBook
from probes.contract import Looker, System, Target
from probes.exchange import Exchange, Hop
from probes.facts import LandingPage, RenderedPage
from probes.failures import FailureKind, State, failed
from probes.figures.figure import Figure
from probes.fingerprints import load_fingerprints
from probes.observe import Sight, Vantage, observe
from probes.page_kind import classifier
from probes.session import LookSession
from tests.support.judged import AT, CONFIG, GOOD_TLS, TODAY, Look, landing_page, links, reachability, spans

CASES = Path(__file__).parents[1] / "monitor" / "rules" / "cases"
PAGES = CASES / "pages"
PORTAL = "x-vinh-mau-portal"  # as `judged` calls it
_SAMPLES: Mapping[str, Callable[[], Any]] = {"reachability": reachability, "landing_page": landing_page}
_ANSWER = ("page", "html", "json", "status", "content_type", "headers", "leads_to", "failure")
_GIVEN = {
    *("system", "agency_kind", "agency", "agency_name", "url", "law_day", "seen_on", "at", "lifecycle"),
    *("launched", "founded", "state", "confirmed", "facts", "failures", "history", "earlier", "others", *_ANSWER),
    *("abilities", "stops", "reviews"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleCase:
    """One case: what is given, and the outcome with a fragment of the reason that the rule must come to."""

    rule: str
    name: str
    outcome: str
    reason: str
    given: Mapping[str, Any]

    def __str__(self) -> str:
        """As a test is called."""
        return f"{self.rule}: {self.name}"

    def verdict(self, book: RuleBook | None = None) -> Verdict:
        """What the shipped rule book, or another one, says of it."""
        return look_of(self).verdict(self.rule, book)


def rule_cases(folder: Path = CASES) -> list[RuleCase]:
    """The cases of every file; a key that nobody knows raises `ValueError`."""
    return [case for path in sorted(folder.glob("*.toml")) for case in _of_file(path)]


def _of_file(path: Path) -> Iterator[RuleCase]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for row in content["case"]:
        given = _merged(content.get("given", {}), row)
        said = {key: given.pop(key, "") for key in ("name", "outcome", "reason")}
        if not all(said.values()) or not set(given) <= _GIVEN:
            raise ValueError(f"{path.name}: {said['name']}: {sorted(set(given) - _GIVEN)}")
        yield RuleCase(rule=path.stem, given={**given, "rule": path.stem}, **said)


def look_of(case: RuleCase) -> Look:
    """The case as it stands before the rules: pages are read by the probes, facts in brief are laid over that."""
    given = case.given
    seen = _sight(given)
    facts = {item.probe: item.facts for item in seen.observations if item.facts is not None} if seen else {}
    failures = {item.probe: item.failure for item in seen.observations if item.failure is not None} if seen else {}
    for name, brief in given.get("facts", {}).items():
        facts[name] = _facts(name, brief, facts.get(name))
    for name, kind in given.get("failures", {}).items():
        failures[name] = failed(FailureKind(kind), "as told")
    read = facts["reachability"].state if seen else State.UP
    return Look(
        system=System(given.get("system", "portal")),
        lifecycle=Lifecycle(given.get("lifecycle", "front_end")),
        kind=AgencyKind(given.get("agency_kind", "province")),
        agency_id=given.get("agency", "x-vinh-mau"),
        agency_name=given.get("agency_name", "Tỉnh Vĩnh Mẫu"),
        url=given.get("url", "https://vinh-mau.test/"),
        launched=given.get("launched"),
        founded=given.get("founded"),
        facts=facts,
        failures=failures,
        state=State(given.get("state", read)),
        confirmed=given.get("confirmed", True),
        history=_history(given),
        circumstances=_circumstances(given),
        at=given.get("at", AT),
        law_day=given.get("law_day", TODAY),
        seen_on=given.get("seen_on"),
    )


def _sight(given: Mapping[str, Any]) -> Sight | None:
    """What the probes bring home from the case's pages; `None` where it has none."""
    if not any(key in given for key in ("page", "html", "json", "status", "leads_to", "failure")):
        return None
    url: str = given.get("url", "https://vinh-mau.test/")
    answers = {address: _exchange(address, row) for address, row in given.get("others", {}).items()}
    answers[url] = _exchange(url, given)
    day: date = given.get("seen_on", given.get("law_day", TODAY))
    at: datetime = given.get("at", AT)

    def fetch(asked: str) -> Exchange:
        missing = failed(FailureKind.MONITOR_FAULT, "the case has no such page")
        return answers.get(asked) or Exchange(url=asked, final_url=asked, failure=missing)

    level = AgencyKind(given.get("agency_kind", "province")).level
    target = Target(url=url, system=System(given.get("system", "portal")), law_day=day, level=level)
    vantage = Vantage(name="test", now=lambda: at, monotonic=lambda: 0.0, new_id=str)
    classify = classifier(load_fingerprints(CONFIG))
    return observe(_lookers(), target, LookSession(fetch, classify), {}, vantage=vantage)


@cache
def _lookers() -> Mapping[str, Looker]:
    return {probe.name: probe.prepare(CONFIG) for probe in find_probes()}


def _exchange(url: str, row: Mapping[str, Any]) -> Exchange:
    """What a URL answers: a page of the folder, HTML or JSON as it stands, or a failure to answer at all."""
    final = row.get("leads_to", url)
    if "failure" in row:
        problem = row["failure"] if row["failure"].startswith("tls_") else None
        return Exchange(
            url=url,
            final_url=final,
            tls=replace(GOOD_TLS, problem=problem) if problem else None,
            failure=failed(FailureKind(row["failure"]), "as told"),
        )
    kind = row.get("content_type", "application/json" if "json" in row else "text/html; charset=utf-8")
    text = row.get("html", row.get("json", ""))
    return Exchange(
        url=url,
        final_url=final,
        hops=(Hop(url=url, status=301, address="203.0.113.9"),) if "leads_to" in row else (),
        status=row.get("status", 200),
        address="203.0.113.9",
        headers=(("content-type", kind), *row.get("headers", {}).items()),
        body=(PAGES / row["page"]).read_bytes() if "page" in row else text.encode(),
        tls=GOOD_TLS if final.startswith("https:") else None,
    )


def _facts(name: str, brief: Mapping[str, Any], read: Any) -> Any:
    kind = {"rendered_page": RenderedPage, **{probe.name: probe.facts for probe in find_probes()}}[name]
    unknown = set(brief) - {item.name for item in fields(kind)}
    if unknown:
        raise ValueError(f"{name} has no {sorted(unknown)}")
    if read is None and name in _SAMPLES:
        read = _SAMPLES[name]()
    values = {} if read is None else asdict(read)
    return TypeAdapter(kind).validate_python(_nulled(_merged(values, _full(kind, brief))))


def _full(kind: type, brief: Mapping[str, Any]) -> dict[str, Any]:
    """Links by their texts alone, figures by key and value alone."""
    values = dict(brief)
    if kind is LandingPage and "links" in values and all(isinstance(item, str) for item in values["links"]):
        values["links"] = [asdict(link) for link in links(*values["links"])]
    if "figures" in values:
        values["figures"] = [_figure(row) for row in values["figures"]]
    return values


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    begins = row["key"].partition("_")[0]
    unit = {"services": "service", "dossiers": "dossier", "score": "point"}.get(begins, "ratio")
    return {"unit": unit, "raw": str(row["value"]), "label": row["key"], "where": "table", **row}


def _history(given: Mapping[str, Any]) -> History:
    """`history` rows are states with their hours, one after the other, the last one ending at the look."""
    pieces = [(State(row["state"]), row["hours"] * 3600) for row in given.get("history", ())]
    figures = [TypeAdapter(Figure).validate_python(_figure(row)) for row in given.get("earlier", ())]
    return History(spans=spans(*pieces, until=given.get("at", AT)), figures=tuple(figures))


def _circumstances(given: Mapping[str, Any]) -> Circumstances:
    """What the operator told: `abilities`, planned `stops`, and `reviews` by hash and answer."""
    scope, rows = Scope(portal=PORTAL), given.get("reviews", ())
    reviews = [{"portal": PORTAL, "by": "x", "on": TODAY, "rule": given["rule"], **row} for row in rows]
    return Circumstances(
        abilities=frozenset(given.get("abilities", ())),
        stops=tuple(PlannedStop(scope=scope, **row) for row in given.get("stops", ())),
        reviews=tuple(Review(**row) for row in reviews),
    )


def _nulled(value: Any) -> Any:
    """TOML has no null: the text "null" stands for it."""
    if isinstance(value, Mapping):
        return {key: _nulled(item) for key, item in value.items()}
    return None if value == "null" else value


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """One table over another, tables within tables likewise."""
    both = dict(under)
    for key, value in over.items():
        below = both.get(key)
        both[key] = _merged(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return both
