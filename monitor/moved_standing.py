"""What stands for a portal after one more round, told from the round itself: the same as the store would tell.

Reading a portal's standing anew costs a third of a look, and holds everything in memory a second time.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from monitor.records import Round
from monitor.rules.contract import Span, Verdict
from monitor.storage.spans import continue_span
from monitor.storage.standing import Standing, Stretch
from monitor.storage.texts import clean, dump, load_object
from probes.figures.figure import PublishedCounts
from probes.observe import Observation

_UNFIT = re.compile("[\ud800-\udfff\x00]")  # what a store keeps in another way


def moved(before: Standing, taken: Round) -> Standing | None:
    """The standing once `taken` is kept; `before` itself where the round is not newer, or came too late.

    `None` where only the store knows: figures were read, whose history lies there, several vantages looked, or a text
    holds what no database keeps as it is.
    """
    if taken.late or taken.since <= before.looked_at:
        return before
    if taken.quorum is not None or before.vantages:
        return None
    if any(_read_figures(item) or not _fit(item, before) for item in taken.observations):
        return None
    last = Span(state=before.state, start=before.since, end=before.holds_until)
    span = continue_span(last, state=taken.state, since=taken.since, holds_until=taken.holds_until).present
    brought = {item.probe: item for item in taken.observations}
    seen = {item.probe: item for item in taken.observations if item.facts is not None}
    return replace(
        before,
        agency=taken.agency,
        vantage=taken.vantage,
        state=taken.state,
        since=span.start,
        looked_at=taken.since,
        holds_until=span.end,
        law_day=taken.law_day,
        confirmed=taken.confirmed,
        judged=taken.judged,
        rulebook=taken.rulebook,
        observations={**before.observations, **brought},
        seen={**before.seen, **seen},
        verdicts=_stretches(before.verdicts, taken),
    )


def _stretches(before: Mapping[str, Stretch], taken: Round) -> Mapping[str, Stretch]:
    """By rule, in its order; rules that the round does not name no longer apply."""
    given = sorted(taken.verdicts, key=lambda verdict: verdict.rule)
    return {verdict.rule: _stretch(before.get(verdict.rule), verdict, taken) for verdict in given}


def _stretch(last: Stretch | None, verdict: Verdict, taken: Round) -> Stretch:
    goes_on = last is not None and last.verdict.outcome is verdict.outcome
    return Stretch(
        portal=taken.portal,
        verdict=_as_kept(verdict, last.verdict if last else None),
        since=last.since if last is not None and goes_on else taken.since,
        last_at=taken.since,
        ended=None,
        rulebook=taken.rulebook,
        law_day=taken.law_day,
    )


def _as_kept(verdict: Verdict, last: Verdict | None) -> Verdict:
    """The verdict as it reads when it comes out of the store; the last one itself where it says the same, or this one,
    which others hold too."""
    if last is not None and (last is verdict or last == verdict):
        return last
    evidence = load_object(dump(dict(verdict.evidence)))
    kept = replace(
        verdict,
        reason=clean(verdict.reason),
        reason_en=clean(verdict.reason_en),
        law=None if verdict.law is None else clean(verdict.law),
        evidence=evidence,
    )
    if last is not None and last == kept:
        return last
    return verdict if kept == verdict else kept


def _read_figures(item: Observation) -> bool:
    return isinstance(item.facts, PublishedCounts) and bool(item.facts.figures)


def _fit(item: Observation, before: Standing) -> bool:
    """Whether the store gives the observation back as it is; what was looked through before is not again."""
    known = before.seen.get(item.probe)
    if item.facts is not None and known is not None and known.facts is item.facts:
        return True
    return all(not _UNFIT.search(text) for text in _texts((item.facts, item.failure)))


def _texts(value: Any) -> Iterable[str]:
    """Every text within facts, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.items()))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
