"""The page of one portal: its last look explained, where it stood over 30 days, its figures, verdicts and evidence."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.reports.drift import changes
from monitor.reports.evidence.withholding import harmful
from monitor.rollup.picture import PortalPicture
from monitor.rounds.cadence import LOCAL
from monitor.storage.past import PastLook
from monitor.tokens.records import Scope
from monitor.web.pages.courses import courses_of
from monitor.web.pages.doubts import gather
from monitor.web.pages.drawing import calendar, timeline
from monitor.web.pages.look_rows import PHASES, look_rows, phases_of
from monitor.web.pages.page_text import page_text
from monitor.web.pages.rows import figure_value, of_portals, verdict_rows, whole_first
from monitor.web.pages.shell import PageSources, Shell, Speech, speech_of
from monitor.web.pages.vantage_rows import vantage_rows
from probes.observe import Evidence, Observation

_DAYS = 30
_PHASES_OVER = timedelta(hours=6)
_INCIDENTS_OF = timedelta(days=90)
_MOST_FIGURES, _MOST_COURSES = 200, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One kept page: its text, or why it is not shown."""

    page: Evidence
    text: str | None
    withheld: str | None


def portal_router(shell: Shell) -> APIRouter:
    """`/portals/{id}`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/portals/{name}")
    def portal(request: Request, name: str) -> Response:
        item = next((item for item in shell.sources.picture().portals if item.portal.id == name), None)
        if item is None:
            return shell.missing(request)
        private = shell.may(request, Scope.SENSITIVE)
        return shell.show(request, "portal.html", _portal(shell.sources, item, speech_of(request), private=private))

    return router


def _portal(sources: PageSources, item: PortalPicture, t: Speech, *, private: bool) -> dict[str, Any]:
    store, at, name = sources.store, sources.picture().at, item.portal.id
    standing = item.standing
    spans = store.history(name, until=at, days=_DAYS).spans
    figures = standing.figures if standing else ()
    gathered = gather(item, store)
    doubts = {} if private else harmful(gathered)
    last = dict(standing.observations) if standing else {}
    looks = _by_the_lead(store.past(name, start=at - _PHASES_OVER, end=at, days=0).looks, item)
    first = store.first_look(name, "reachability", standing.comparable if standing else None)
    drift = () if doubts else changes(first, _seen(item))
    return {
        "item": item,
        "vantages": vantage_rows(item, t, at=at),
        "look": look_rows(last, t, withhold=bool(doubts)),
        "bars": timeline(spans, start=at - timedelta(days=_DAYS), end=at),
        "cells": calendar(spans, end=at, days=_DAYS),
        "phases": _phases(looks),
        "phase_names": PHASES,
        "figures": whole_first(figures, most=_MOST_FIGURES),
        "figures_in_all": len(figures),
        "courses": courses_of(store, (item,), at=at, most=_MOST_COURSES).get(name, ()),
        "figure_value": partial(figure_value, t=t),
        "verdicts": verdict_rows(item, sources.rulebook(), withhold=bool(doubts)),
        "said": [_said(page, doubts.get(digest)) for digest, page in gathered.pages.items()],
        "drift": drift,
        "incidents_from": (at - _INCIDENTS_OF).astimezone(LOCAL).date().isoformat(),
        "incidents": of_portals(store.incidents([name], since=at - _INCIDENTS_OF), [name]),
        "exemptions": [one for one in sources.picture().exemptions if one.scope.holds(item.portal)],
    }


def _seen(item: PortalPicture) -> Observation | None:
    return item.standing.seen.get("reachability") if item.standing else None


def _said(page: Evidence, doubt: str | None) -> Said:
    return Said(page=page, text=None if doubt else page_text(page.body), withheld=doubt)


def _by_the_lead(looks: tuple[PastLook, ...], item: PortalPicture) -> tuple[PastLook, ...]:
    """Times of answers from other places are another story."""
    others = {look.vantage for look in (item.standing.vantages if item.standing else ()) if not look.lead}
    return tuple(look for look in looks if look.vantage not in others) if others else looks


def _phases(looks: tuple[PastLook, ...]) -> list[tuple[PastLook, tuple[tuple[str, float], ...]]]:
    return [(look, phases_of(look.facts)) for look in looks if look.probe == "reachability"][-72:]
