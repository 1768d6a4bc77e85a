"""A portal as it stands, in the shape of `look --json`: the last look explained, out of the store."""

from typing import Any

from monitor.reports.evidence.withholding import WITHHELD, own_words
from monitor.reports.exports.cells import plain, shown
from monitor.reports.json_values import moment
from monitor.reports.look_json import LookReport, figure_json, look_json, verdicts_json
from monitor.rollup.picture import PortalPicture, verdicts_of
from monitor.storage.standing import Standing
from probes.answer import PageKind
from probes.content.facts import PageContent
from probes.facts import Reachability
from probes.figures.figure import PublishedCounts
from probes.names.facts import DnsFacts

_NOT_TO_SHOW = (PageKind.APPLICATION_ERROR, PageKind.PARKED)  # they show the inside, or somebody else's content


def standing_json(item: PortalPicture, *, simulated: bool, private: bool) -> dict[str, Any] | None:
    """The last look; `None` before the first.

    `private` shows what could harm, too: without it the words of a page that shows injected, leaked or foreign content
    are withheld, and of our own reason for its kind what quotes them.
    """
    if item.standing is None:
        return None
    told = _told(item, item.standing, simulated=simulated)
    if private:
        return dict(plain(told))
    page = told["page"]
    if page is not None and harms(item.standing):
        told = {
            **told,
            "page": {
                **page,
                "title": page["title"] and WITHHELD,
                "reason": page["reason"] and own_words(page["reason"]),
            },
        }
    return dict(shown(told))


def _told(item: PortalPicture, standing: Standing, *, simulated: bool) -> dict[str, Any]:
    reached = standing.observations.get("reachability")
    facts = reached.facts if reached is not None else None
    since = {rule: stretch.since for rule, stretch in standing.verdicts.items()}
    verdicts = verdicts_json(verdicts_of(item), since)
    figures = [figure_json(kept.figure) for kept in standing.figures]
    if reached is None or not isinstance(facts, Reachability):
        return {**_unread(item, standing, simulated=simulated), "figures": figures, "verdicts": verdicts}
    counts, names = standing.seen.get("published_counts"), standing.seen.get("dns")
    report = LookReport(
        portal=item.portal.id,
        url=item.portal.url,
        system=item.portal.system,
        at=reached.at,
        law_day=reached.law_day,
        vantage=reached.vantage,
        simulated=simulated,
        failure=reached.failure,
        reached=facts,
        counts=counts.facts if counts is not None and isinstance(counts.facts, PublishedCounts) else None,
        names=names.facts if names is not None and isinstance(names.facts, DnsFacts) else None,
        verdicts=(),
    )
    return {**look_json(report), "state": item.state.value, "figures": figures, "verdicts": verdicts}


def _unread(item: PortalPicture, standing: Standing, *, simulated: bool) -> dict[str, Any]:
    """What is left to tell where the look itself is stored no more."""
    return {
        "portal": item.portal.id,
        "url": item.portal.url,
        "system": item.portal.system.value,
        "at": moment(standing.looked_at),
        "law_day": standing.law_day.isoformat(),
        "vantage": standing.vantage,
        "simulated": simulated,
        "outcome": None,
        "state": item.state.value,
        **dict.fromkeys(("failure", "http", "tls", "page", "dns")),
        "problems": [],
    }


def harms(standing: Standing) -> bool:
    """Whether what the page says of itself is better not repeated to everyone."""
    for observation in (*standing.observations.values(), *standing.seen.values()):
        if isinstance(observation.facts, PageContent) and observation.facts.suspicions:
            return True
        if getattr(observation.facts, "kind", None) in _NOT_TO_SHOW:
            return True
    return False
