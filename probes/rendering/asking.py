"""What is asked of a loaded page: its timeline, its markup and the label; in a world that its scripts cannot touch."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession

from probes.rendering.loads import Task, Wanted

MOST_MARKUP = 2_000_000  # characters
_MOST_ENTRIES = 500

_TIMELINE = """
async ([selector, texts, most, entries]) => {
  const noted = type => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries())).observe({type, buffered: true});
    setTimeout(() => done([]), 150);
  });
  const [paints, largest, tasks] = await Promise.all(['paint', 'largest-contentful-paint', 'longtask'].map(noted));
  const first = paints.find(entry => entry.name === 'first-contentful-paint');
  const shown = document.body ? document.body.innerText.normalize('NFC').toLowerCase() : '';
  const signs = selector ? [...document.querySelectorAll(selector)] : [];
  const seen = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && [element, ...element.querySelectorAll('*')].some(part => part.getBoundingClientRect().width > 1
      && part.getBoundingClientRect().height > 1);
  const label = texts.some(text => shown.includes(text)) || signs.some(seen) ? 'visible'
    : signs.length ? 'hidden' : null;
  const markup = document.documentElement ? document.documentElement.outerHTML : '';
  const loaded = performance.getEntriesByType('navigation')[0];
  return {
    origin: performance.timeOrigin, now: performance.now(), loaded: loaded ? loaded.loadEventEnd : 0,
    first: first ? first.startTime : null, largest: largest.slice(-entries).map(entry => entry.startTime),
    tasks: tasks.slice(0, entries).map(entry => [entry.startTime, entry.duration]), label,
    markup: markup.length > most ? '' : markup,
  };
}
"""

# In the page's own world, whose scripts may say anything: only a number is taken.
_QUEUE = """
((name, call) => {
  const queue = window[name];
  const entry = Array.isArray(queue) ? queue.find(item => Array.isArray(item) && item[0] === call) : null;
  return entry ? String(entry[1]).slice(0, 20) : null;
})(%s, %s)
"""
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page answered. Times are in seconds since the navigation began, which was at `origin` (Unix time)."""

    origin: float
    now: float
    loaded: float
    first: float | None
    largest: tuple[float, ...]
    tasks: tuple[Task, ...]
    label: str | None
    markup: str
    site_id: int | None


async def ask(line: CDPSession, wanted: Wanted) -> Page:
    """Ask the page behind this line; raises Playwright's error where it does not answer."""
    frame = (await line.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = await line.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "emc-monitor"})
    texts = [text.lower() for text in wanted.label_texts]
    given = [wanted.label_selector, texts, MOST_MARKUP, _MOST_ENTRIES]
    said = await _value(line, f"({_TIMELINE})({json.dumps(given)})", contextId=world["executionContextId"])
    queue = await _value(line, _QUEUE % (json.dumps(wanted.queue), json.dumps(wanted.site_call)))
    return Page(
        origin=_number(said["origin"]) / 1000,
        now=_number(said["now"]) / 1000,
        loaded=_number(said["loaded"]) / 1000,
        first=None if said["first"] is None else _number(said["first"]) / 1000,
        largest=tuple(_number(at) / 1000 for at in said["largest"]),
        tasks=tuple(Task(start=_number(at) / 1000, seconds=_number(lasts) / 1000) for at, lasts in said["tasks"]),
        label=said["label"],
        markup=said["markup"],
        site_id=int(queue) if isinstance(queue, str) and _NUMBER.fullmatch(queue) else None,
    )


async def _value(line: CDPSession, expression: str, **more: Any) -> Any:
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True, **more}
    answer = await line.send("Runtime.evaluate", asked)
    return answer["result"].get("value")


def _number(value: Any) -> float:
    number = float(value)
    return number if math.isfinite(number) else 0.0
