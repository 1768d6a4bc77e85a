"""One look outside the schedule, explained: of an address, of a portal in the catalogue, or of a saved page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.catalogue.records import Agency, AgencyKind, Lifecycle, Portal, PortalStatus
from monitor.reports.look_json import LookReport
from monitor.rounds.round import needs_confirming, state_of
from monitor.rounds.waiting import asked_to_wait
from monitor.rounds.watch import Fetch, Watch
from monitor.rules.contract import Cause, History, Outcome, Verdict
from monitor.rules.judging import judge
from probes.contract import System, Target
from probes.exchange import Exchange
from probes.facts import Reachability
from probes.failures import State
from probes.names.facts import not_asked
from probes.observe import Observation, Sight, observe
from probes.rendering.loads import not_rendered
from probes.session import LookSession

LONGEST_PAUSE = 300.0  # seconds that somebody at a terminal is made to wait for a confirming look


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to look at. `agency` is `None` where the address belongs to nobody in the catalogue: then its kind is
    not known."""

    portal: Portal
    agency: Agency | None
    in_catalogue: bool
    simulated: bool


def address(url: str, system: System, *, agency: Agency | None = None, simulated: bool = False) -> Asked:
    """An address as it stands; `agency` is the one that runs this host, where the catalogue knows it."""
    portal = Portal(
        id="",
        agency_id="",
        system=system,
        url=url,
        status=PortalStatus.CONFIRMED,
        lifecycle=Lifecycle.FRONT_END,
    )
    return Asked(portal=portal, agency=agency, in_catalogue=False, simulated=simulated)


def look_at(watch: Watch, asked: Asked, *, pause: Callable[[float], None] | None) -> LookReport:
    """Look once; a failed look is confirmed by a second one after `pause` where one is given, and not otherwise.

    A portal that asks to be left alone (429 or 503 with Retry-After) is: the pause lasts as long, and where that is
    longer than `LONGEST_PAUSE` there is no second look, and the failure stays unconfirmed.
    Nothing is stored and no reference target is asked.
    """
    sight = _look(watch, asked, fetch=watch.fetch, attempt=1)
    confirmed = not needs_confirming(watch, sight)
    seconds = _pause_before_confirming(watch, sight)
    if not confirmed and pause is not None and seconds <= LONGEST_PAUSE:
        pause(seconds)
        sight = _look(watch, asked, fetch=watch.fetch, attempt=2)
        confirmed = True
    return _report(watch, asked, sight, confirmed=confirmed, reached=True)


def _pause_before_confirming(watch: Watch, sight: Sight) -> float:
    """Seconds: our own pause, or as long as the portal wants to be left alone."""
    until = asked_to_wait(sight)
    wanted = 0.0 if until is None else (until - watch.vantage.now()).total_seconds()
    return max(watch.confirm_after, wanted)


def read_saved(watch: Watch, asked: Asked, saved: Exchange) -> LookReport:
    """The same reading of a saved answer; every other address of the page counts as not asked, and so does the
    network."""

    def fetch(url: str, *, avoid: str | None = None) -> Exchange:
        del avoid
        return saved if url == saved.url else Exchange(url=url, final_url=url)

    sight = _look(replace(watch, look_up=not_asked, render=not_rendered), asked, fetch=fetch, attempt=1)
    return _report(watch, asked, sight, confirmed=False, reached=False)


def _look(watch: Watch, asked: Asked, *, fetch: Fetch, attempt: int) -> Sight:
    target = Target(
        url=asked.portal.url,
        system=asked.portal.system,
        law_day=watch.law_day(),
        portal=asked.portal.id or None,
        level=asked.agency.kind.level if asked.agency else None,
    )
    session = LookSession(fetch, watch.classify, look_up=watch.look_up, render=watch.render, seconds=watch.patience)
    return observe(watch.lookers, target, session, {}, vantage=watch.vantage, attempt=attempt)


def _report(watch: Watch, asked: Asked, sight: Sight, *, confirmed: bool, reached: bool) -> LookReport:
    by_probe = {item.probe: item for item in sight.observations}
    reachability = by_probe["reachability"]
    if not isinstance(reachability.facts, Reachability):
        raise TypeError("the reachability probe gives facts with every look")
    judged = {name: item for name, item in by_probe.items() if reached or name != "reachability"}
    state = state_of(sight) if reached else State.UNKNOWN
    return LookReport(
        portal=asked.portal.id if asked.in_catalogue else None,
        url=asked.portal.url,
        system=asked.portal.system,
        at=reachability.at,
        law_day=reachability.law_day,
        vantage=watch.vantage.name,
        simulated=asked.simulated,
        failure=reachability.failure,
        reached=reachability.facts,
        counts=by_probe["published_counts"].facts,
        names=by_probe["dns"].facts if "dns" in by_probe else None,
        verdicts=_verdicts(watch, asked, judged, state=state, confirmed=confirmed, at=reachability.at),
    )


def _verdicts(
    watch: Watch,
    asked: Asked,
    observations: Mapping[str, Observation],
    *,
    state: State,
    confirmed: bool,
    at: datetime,
) -> tuple[Verdict, ...]:
    """Verdicts of this look alone; where the agency's kind is not known, only what holds for every kind is
    decided."""

    def under(agency: Agency) -> tuple[Verdict, ...]:
        facts: dict[str, Any] = {name: item.facts for name, item in observations.items() if item.facts is not None}
        return judge(
            watch.rulebook,
            portal=asked.portal,
            agency=agency,
            facts=facts,
            failures={name: item.failure for name, item in observations.items() if item.failure is not None},
            state=state,
            confirmed=confirmed,
            history=History(),
            at=at,
            law_day=watch.law_day(),
            circumstances=watch.circumstances,
        )

    if asked.agency is not None:
        return under(asked.agency)
    by_kind = [under(Agency(id="", kind=kind, name_vi="", name_en="")) for kind in AgencyKind]
    return tuple(_agreed(verdicts) for verdicts in zip(*by_kind, strict=True))


def _agreed(verdicts: tuple[Verdict, ...]) -> Verdict:
    first = verdicts[0]
    if all((item.outcome, item.severity, item.law) == (first.outcome, first.severity, first.law) for item in verdicts):
        return first
    return Verdict(
        rule=first.rule,
        outcome=Outcome.UNKNOWN,
        severity=first.severity,
        basis=first.basis,
        weight=first.weight,
        reason="Chưa xác định: nghĩa vụ tùy loại cơ quan, mà địa chỉ này không có trong danh mục",
        reason_en="Undetermined: the duty depends on the kind of agency, and this address is not in the catalogue",
        law=first.law,
        evidence={},
        cause=Cause.NOT_TOLD,
    )
