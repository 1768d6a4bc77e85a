"""What a right monitor finds at every portal of the estate. For tests only: nothing of the monitor may import it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.catalogue.records import Portal
from monitor.demo.carried import LACKING
from monitor.demo.scenario import Scenario, load_scenario
from monitor.demo.site import carried_by, pages_of
from probes.answer import PageKind
from probes.contract import System
from probes.failures import SEEN, FailureKind, State, failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One portal: the outcome, the page kind (`None` where nothing answered), the state, the tag and the figures.

    `tag` is that of `EmcTag.seen`, and `None` too where no landing page is read. `figures` are those of the
    portal's whole, by key. `verdicts` are those of the rules about what a portal's pages carry, by rule.
    """

    portal: str
    trouble: str | None
    outcome: str
    kind: PageKind | None
    state: State
    tag: bool | None
    insecure: bool
    figures: Mapping[str, float]
    verdicts: Mapping[str, str] = field(default_factory=dict)


_BEFORE_A_PAGE = {
    "refused": FailureKind.CONNECTION_REFUSED,
    "silent": FailureKind.CONNECT_TIMEOUT,
    "reset": FailureKind.CONNECTION_RESET,
    "reset_late": FailureKind.CONNECTION_RESET,
    "mute": FailureKind.READ_TIMEOUT,
    "drip": FailureKind.DEADLINE_EXCEEDED,
    "malformed": FailureKind.MALFORMED_RESPONSE,
    "redirect_loop": FailureKind.TOO_MANY_REDIRECTS,
    "tls_protocol": FailureKind.TLS_PROTOCOL,
    "tls_expired": FailureKind.TLS_EXPIRED,
    "tls_wrong_host": FailureKind.TLS_WRONG_HOST,
    "tls_untrusted": FailureKind.TLS_UNTRUSTED,
    "tls_not_yet_valid": FailureKind.TLS_NOT_YET_VALID,
}
_FAILING_PAGE = {
    "blocked_200": (FailureKind.BLOCKED, PageKind.BLOCKED),
    "blocked_403": (FailureKind.BLOCKED, PageKind.BLOCKED),
    "blocked_cdn": (FailureKind.BLOCKED, PageKind.BLOCKED),
    "rate_limited": (FailureKind.RATE_LIMITED, PageKind.BLOCKED),
    "cookie_challenge": (FailureKind.BLOCKED, PageKind.CHALLENGE),
    "maintenance_200": (FailureKind.MAINTENANCE, PageKind.MAINTENANCE),
    "maintenance_503": (FailureKind.MAINTENANCE, PageKind.MAINTENANCE),
    "soft_404": (FailureKind.NOT_FOUND, PageKind.SOFT_404),
    "missing_page": (FailureKind.NOT_FOUND, PageKind.NOT_FOUND),
    "application_error": (FailureKind.HTTP_SERVER_ERROR, PageKind.APPLICATION_ERROR),
    "php_notice": (FailureKind.APPLICATION_ERROR, PageKind.APPLICATION_ERROR),
    "empty": (FailureKind.EMPTY, PageKind.EMPTY),
    "default_page": (FailureKind.WRONG_CONTENT, PageKind.DEFAULT_PAGE),
    "parked": (FailureKind.WRONG_CONTENT, PageKind.PARKED),
}
_UNUSUAL_PAGE = {
    "script_shell": PageKind.SCRIPT_SHELL,
    "login": PageKind.LOGIN,
    "redirect_shell": PageKind.REDIRECT_SHELL,
}
_UNTAGGED = frozenset({"tag_missing", "tag_partial"})


def truth(scenario: str) -> tuple[Truth, ...]:
    """One entry for each portal of a scenario, in the order of its catalogue."""
    nation = load_scenario(scenario)
    return tuple(_truth(nation, portal) for portal in nation.portals)


def _truth(nation: Scenario, portal: Portal) -> Truth:
    trouble = nation.troubled(portal)
    if portal.id in nation.moved | nation.moved_by_notice:
        return _seen(nation, portal, kind=PageKind.RETIRED, tag=None)
    if trouble in _BEFORE_A_PAGE:
        return _failed(portal, trouble, failure=_BEFORE_A_PAGE[trouble], kind=None)
    if trouble in _FAILING_PAGE:
        failure, kind = _FAILING_PAGE[trouble]
        return _failed(portal, trouble, failure=failure, kind=kind)
    if trouble in _UNUSUAL_PAGE:
        return _seen(nation, portal, kind=_UNUSUAL_PAGE[trouble], tag=None)
    return _seen(nation, portal, kind=PageKind.CONTENT, tag=trouble not in _UNTAGGED)


def _seen(nation: Scenario, portal: Portal, *, kind: PageKind, tag: bool | None) -> Truth:
    trouble = nation.troubled(portal)
    return Truth(
        portal=portal.id,
        trouble=trouble,
        outcome=SEEN,
        kind=kind,
        state=State.RETIRED if kind is PageKind.RETIRED else State.UP,
        tag=tag,
        insecure=trouble == "tag_insecure",
        figures=pages_of(nation, portal).figures,
        verdicts=_verdicts(nation, portal) if kind is PageKind.CONTENT else {},
    )


def _verdicts(nation: Scenario, portal: Portal) -> dict[str, str]:
    """All is well where nothing is lacking; the trust badge is there or not."""
    if portal.system is not System.PORTAL:
        return {}
    lacks = nation.lacking.get(portal.id, ())
    without = "unknown" if "menu" in lacks else "warn"
    verdicts = dict.fromkeys(_CONTENT_RULES, "pass") | _NOT_IN_FORCE[nation.name]
    verdicts["TRUST-01"] = "pass" if carried_by(nation, portal).badge else without
    for thing in lacks:
        verdicts |= {rule: outcome for rule, outcome in LACKING[thing].items() if verdicts[rule] != "not_applicable"}
    return verdicts


_CONTENT_RULES = (
    *("INFO-01", "INFO-03", "INFO-04", "INFO-05", "INFO-06", "INFO-07", "INFO-08"),
    *("FRESH-01", "A11Y-01", "ENC-01", "SEC-01", "TRUST-01"),
)
_NOT_IN_FORCE = {"2022-08": {"INFO-08": "not_applicable"}, "2026-11": {"INFO-06": "not_applicable"}}


def _failed(portal: Portal, trouble: str, *, failure: FailureKind, kind: PageKind | None) -> Truth:
    return Truth(
        portal=portal.id,
        trouble=trouble,
        outcome=failure.value,
        kind=kind,
        state=failed(failure, "").state,
        tag=None,
        insecure=False,
        figures={},
    )
