"""What several loads of a page say together: label, tag and times; pure.

Nothing is held against a portal that our own browser may have caused: a load that showed something else than the
portal's page is left out, and what is missing counts as absent only where nothing was kept from putting it in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from probes.answer import Answer, PageKind
from probes.emc_tag import Signature, read_emc_tag
from probes.exchange import Exchange
from probes.facts import EmcTag, RenderedPage
from probes.rendering.loads import Load
from probes.rendering.measures import blocking, largest, speed_index, upper

_LEAST_TEXT = 200  # letters that a page must show before something can be missed on it
_HTML = (("content-type", "text/html; charset=utf-8"),)
_MOST_PROBLEMS = 5

Classify = Callable[[Exchange], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One load with the page that it showed; `tag` is `None` where its markup could not be read."""

    load: Load
    answer: Answer
    tag: EmcTag | None

    @property
    def complete(self) -> bool:
        """Whether what is not on the page is missing from it: it settled, has content, and all its scripts came."""
        text = len(self.answer.document.visible_text) if self.answer.document else 0
        whole = self.load.settled and not self.load.scripts_missing
        return whole and self.answer.kind is PageKind.CONTENT and text >= _LEAST_TEXT


def read(
    loads: Sequence[Load], *, home: str, signature: Signature, classify: Classify
) -> tuple[RenderedPage, Answer | None]:
    """The facts, and the page of the last load that counts.

    `home` is the address that the portal's first page has: a load that ended on another host is left out.
    """
    told = [_shown(load, signature, classify) for load in loads]
    doubts = [(shown, _doubt(shown, home)) for shown in told]
    good = [shown for shown, doubt in doubts if doubt is None]
    problems = tuple(dict.fromkeys(doubt for _, doubt in doubts if doubt is not None))
    if not good:
        return RenderedPage(loads=0, failed_loads=len(loads), problems=problems[:_MOST_PROBLEMS]), None
    label_seen, label = _label(good)
    tag_seen, site_id = _tag(good)
    times = [shown.load for shown in good if not shown.load.strained]
    last = good[-1]
    page = RenderedPage(
        loads=len(times),
        failed_loads=len(loads) - len(good),
        first_content=upper(load.first_content for load in times),
        largest_content=upper(map(largest, times)),
        speed_index=upper(map(speed_index, times)),
        blocking=upper(map(blocking, times)),
        label_seen=label_seen,
        label=label,
        tag_seen=tag_seen,
        site_id=site_id,
        final_url=last.load.final_url,
        sha256=last.answer.sha256,
        insecure=any(shown.load.insecure or (shown.tag is not None and shown.tag.insecure) for shown in good),
        text_length=len(last.answer.document.visible_text) if last.answer.document else None,
        problems=(*problems, *_strained(good))[:_MOST_PROBLEMS],
    )
    return page, last.answer


def _shown(load: Load, signature: Signature, classify: Classify) -> Shown:
    body = load.html.encode("utf-8", "replace")
    exchange = Exchange(
        url=load.final_url, final_url=load.final_url, status=load.status or None, headers=_HTML, body=body
    )
    answer = classify(exchange)
    tag = read_emc_tag(answer.document, signature) if answer.document else None
    return Shown(load=load, answer=answer, tag=tag)


def _doubt(shown: Shown, home: str) -> str | None:
    """Why a load does not count."""
    load = shown.load
    if load.problem is not None:
        return load.problem
    if _host(load.final_url) != _host(home):
        return f"the page led to another host: {_host(load.final_url)[:100]}"
    if not load.html:
        return "the rendered page is too large to be read"
    failure = shown.answer.failure
    return f"the browser was shown something else: {failure.kind.value}: {failure.detail[:100]}" if failure else None


def _strained(good: Iterable[Shown]) -> tuple[str, ...]:
    busy = sum(shown.load.strained for shown in good)
    return (f"our own machine was too busy to measure {busy} loads",) if busy else ()


def _label(good: Sequence[Shown]) -> tuple[bool | None, str | None]:
    """Seen in any load; missed only where the tracker was kept from nothing that could have brought it."""
    signs = [shown.load.label for shown in good if shown.load.label]
    if "visible" in signs:
        return True, "visible"
    free = all(shown.complete and not shown.load.held_back for shown in good)
    return (False if free and not signs else None), (signs[0] if signs else None)


def _tag(good: Sequence[Shown]) -> tuple[bool | None, int | None]:
    numbers = [shown.load.site_id or (shown.tag.site_id if shown.tag else None) for shown in good]
    site_id = next((number for number in numbers if number is not None), None)
    if any(_has_tag(shown) for shown in good):
        return True, site_id
    bare = all(shown.complete and shown.tag is not None and not shown.tag.parts for shown in good)
    return (False if bare else None), None


def _has_tag(shown: Shown) -> bool:
    tagged = shown.tag is not None and shown.tag.seen is True
    return tagged or bool(shown.load.held_back) or (shown.load.tracker_script and shown.load.site_id is not None)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
