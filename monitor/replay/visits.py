"""Stored looks told apart: those of one visit, and the visits of several vantages in one round."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.storage.past import Past, PastLook

_LULL = timedelta(seconds=1)  # the probes of one look follow one another sooner
_TOGETHER = timedelta(seconds=150)  # others look within half an interval of the first
Visit = list[PastLook]


def visits_by_round(past: Past) -> Iterator[tuple[Visit, Mapping[str, Visit]]]:
    """Round by round, oldest first: the visit of whoever leads, and those of the other vantages by name.

    The looks of a portal that one place alone ever looked at are that place's, whatever its name was.
    """
    if not past.vantages:
        yield from ((visit, {}) for visit in _visits(past.looks))
        return
    by_vantage: dict[str, Visit] = {}
    for look in past.looks:
        by_vantage.setdefault(look.vantage, []).append(look)
    visits = sorted((visit for looks in by_vantage.values() for visit in _visits(looks)), key=_begin)
    present: dict[str, Visit] = {}
    for visit in visits:
        if present and (visit[0].vantage in present or visit[0].at - _first(present) > _TOGETHER):
            yield _led(present, past)
            present = {}
        present[visit[0].vantage] = visit
    if present:
        yield _led(present, past)


def _led(visits: Mapping[str, Visit], past: Past) -> tuple[Visit, Mapping[str, Visit]]:
    """Who leads, and the others; of several that might, and of none, the first by network and name."""
    lead = min(visits, key=lambda name: (name in past.vantages and not past.vantages[name][1], *_order(past, name)))
    return visits[lead], {name: visit for name, visit in visits.items() if name != lead}


def _order(past: Past, vantage: str) -> tuple[str, str]:
    return past.vantages[vantage][0] if vantage in past.vantages else "", vantage


def _begin(visit: Visit) -> tuple[datetime, str]:
    return visit[0].at, visit[0].vantage


def _first(visits: Mapping[str, Visit]) -> datetime:
    return min(visit[0].at for visit in visits.values())


def _visits(looks: Sequence[PastLook]) -> Iterator[list[PastLook]]:
    """Looks round by round: the first attempt begins one, the confirming look belongs to it."""
    group: list[PastLook] = []
    for look in looks:
        if group and _begins(look, group):
            yield group
            group = []
        group.append(look)
    if group:
        yield group


def _begins(look: PastLook, group: list[PastLook]) -> bool:
    last = group[-1]
    if look.attempt > 1:
        return False
    return (
        last.attempt > 1
        or look.at - last.at > timedelta(seconds=last.seconds) + _LULL
        or any(item.probe == look.probe for item in group)
    )
