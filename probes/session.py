"""One look's way to the network: each URL is asked for at most once, and not without end."""

import time
from collections.abc import Callable
from dataclasses import replace

from probes.answer import Answer
from probes.exchange import Exchange, Phases
from probes.failures import Failure, FailureKind, failed
from probes.names.facts import DnsFacts, not_asked
from probes.rendering.loads import Rendering, Wanted, not_rendered

MOST_REQUESTS = 15


class LookSession:
    """Keeps every answer of one look by URL.

    `limit` counts requests, redirects included. `seconds` bounds the look: past it nothing new is asked, so that a
    portal that hangs at every URL does not hold its thread for `limit` deadlines.
    What was not asked for these reasons is `monitor_fault`, which blames nobody.
    """

    def __init__(
        self,
        fetch: Callable[[str], Exchange],
        classify: Callable[[Exchange], Answer],
        *,
        look_up: Callable[[str], DnsFacts | Failure] = not_asked,
        render: Callable[[str, Wanted], Rendering] = not_rendered,
        limit: int = MOST_REQUESTS,
        seconds: float | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`classify` gives an answered exchange its page kind; the clock starts here.

        Without `look_up` no name server is asked, without `render` no browser.
        """
        self._fetch = fetch
        self._look_up = look_up
        self._render = render
        self._classify = classify
        self._limit = limit
        self._monotonic = monotonic
        self._ends = None if seconds is None else monotonic() + seconds
        self._answers: dict[str, Answer] = {}
        self.requests = 0

    def ask(self, url: str) -> Answer:
        """GET, with redirects; the same answer again for a URL that was asked for or arrived at."""
        key = url.partition("#")[0]
        if key not in self._answers:
            self._keep(key, self._asked(key))
        return self._answers[key]

    def look_up(self, url: str) -> DnsFacts | Failure:
        """What the name system says of the URL's host."""
        return self._look_up(url)

    def render(self, url: str, wanted: Wanted) -> Rendering:
        """What a browser shows of the URL."""
        return self._render(url, wanted)

    def _asked(self, url: str) -> Answer:
        if self.requests >= self._limit:
            return _unasked(url, f"request limit: {self._limit} in one look")
        if self._ends is not None and self._monotonic() >= self._ends:
            return _unasked(url, "time limit of one look")
        exchange = self._fetch(url)
        self.requests += 1 + len(exchange.hops)
        return self._classify(exchange)

    def _keep(self, url: str, answer: Answer) -> None:
        self._answers[url] = answer
        exchange = answer.exchange
        if exchange.status is not None and exchange.failure is None and exchange.final_url not in self._answers:
            arrived = replace(exchange, url=exchange.final_url, hops=(), phases=Phases(), total=0.0)
            self._answers[exchange.final_url] = replace(answer, exchange=arrived)


def _unasked(url: str, detail: str) -> Answer:
    failure = failed(FailureKind.MONITOR_FAULT, detail)
    return Answer(exchange=Exchange(url=url, final_url=url, failure=failure), failure=failure)
