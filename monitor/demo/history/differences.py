"""What may have been otherwise on a simulated portal's pages before today: something that it lacks now, or lacked then.

Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from probes.content.facts import Footer, News, PageContent, Sign
from probes.facts import LandingPage, Reachability

Facts = Mapping[str, Any]

_FOOT = ("unit", "responsible", "address", "telephone", "email")
_FIELD = Sign(certainty="seen", where="form", text="Tìm kiếm")
_LANGUAGE = Sign(certainty="seen", where="a", text="English")
_SLOW = (4.6, 7.9)  # seconds to the first byte and of the whole look
_ENDING = timedelta(days=3)  # what was left of a certificate that was replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """The moment until which something was otherwise, and the legal day."""

    until: datetime
    law_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """`possible` of the facts of today; `made` of them the facts of then."""

    possible: Callable[[Facts], bool]
    made: Callable[[Facts, Then], Facts]


def possible(facts: Facts) -> tuple[str, ...]:
    """What may have been otherwise, by the facts of today."""
    return tuple(name for name, item in _ALL.items() if item.possible(facts))


def otherwise(facts: Facts, name: str, then: Then) -> Facts:
    """The facts as they were then."""
    return _ALL[name].made(facts, then)


def _content(facts: Facts) -> PageContent | None:
    found = facts.get("page_content")
    return found if isinstance(found, PageContent) else None


def _on_page(able: Callable[[PageContent], bool], change: Callable[[PageContent, Then], PageContent]) -> _Difference:
    def possible_now(facts: Facts) -> bool:
        page = _content(facts)
        return page is not None and able(page)

    def made(facts: Facts, then: Then) -> Facts:
        page = _content(facts)
        return facts if page is None else {**facts, "page_content": change(page, then)}

    return _Difference(possible=possible_now, made=made)


def _without_search() -> _Difference:
    return _on_page(lambda page: page.search.certainty == "seen", lambda page, _: replace(page, search=Sign()))


def _with_search() -> _Difference:
    return _on_page(lambda page: page.search.certainty == "none", lambda page, _: replace(page, search=_FIELD))


def _without_english() -> _Difference:
    return _on_page(lambda page: page.english.certainty == "seen", lambda page, _: replace(page, english=Sign()))


def _with_english() -> _Difference:
    return _on_page(lambda page: page.english.certainty == "none", lambda page, _: replace(page, english=_LANGUAGE))


def _bare_foot() -> _Difference:
    bare = Footer(items=("unit",), readable=True)
    return _on_page(lambda page: len(page.footer.items) > 2, lambda page, _: replace(page, footer=bare))


def _full_foot() -> _Difference:
    full = Footer(items=_FOOT, readable=True)
    return _on_page(lambda page: len(page.footer.items) < 2, lambda page, _: replace(page, footer=full))


def _news(days: int) -> Callable[[PageContent, Then], PageContent]:
    def change(page: PageContent, then: Then) -> PageContent:
        dated = max(page.news.dated, 12)
        news = News(newest=then.law_day - timedelta(days=days), dated=dated, headlines=dated, where="main")
        return replace(page, news=news)

    return change


def _without_metadata() -> _Difference:
    def able(facts: Facts) -> bool:
        page = facts.get("landing_page")
        return isinstance(page, LandingPage) and bool(page.meta)

    return _Difference(
        possible=able,
        made=lambda facts, _: {**facts, "landing_page": replace(facts["landing_page"], meta=())},
    )


def _reached(facts: Facts) -> Reachability | None:
    found = facts.get("reachability")
    return found if isinstance(found, Reachability) and found.status is not None else None


def _slow(facts: Facts, _then: Then) -> Facts:
    reached = _reached(facts)
    if reached is None:
        return facts
    first, total = _SLOW
    return {**facts, "reachability": replace(reached, phases=replace(reached.phases, first_byte=first), total=total)}


def _old_certificate(facts: Facts, then: Then) -> Facts:
    reached = _reached(facts)
    if reached is None or reached.tls is None:
        return facts
    ends = then.until + _ENDING
    return {**facts, "reachability": replace(reached, tls=replace(reached.tls, not_after=ends), certificate_until=ends)}


def _has_certificate(facts: Facts) -> bool:
    reached = _reached(facts)
    return reached is not None and reached.tls is not None and reached.tls.not_after is not None


_ALL: Mapping[str, _Difference] = MappingProxyType(
    {
        "without_search": _without_search(),
        "with_search": _with_search(),
        "without_english": _without_english(),
        "with_english": _with_english(),
        "bare_foot": _bare_foot(),
        "full_foot": _full_foot(),
        "old_news": _on_page(lambda page: page.news.newest is not None, _news(45)),
        "fresh_news": _on_page(lambda page: page.news.newest is not None, _news(1)),
        "without_metadata": _without_metadata(),
        "slow": _Difference(possible=lambda facts: _reached(facts) is not None, made=_slow),
        "old_certificate": _Difference(possible=_has_certificate, made=_old_certificate),
    }
)
