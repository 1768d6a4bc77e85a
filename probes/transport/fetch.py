"""One URL fetched: redirects by hand, each hop looked up, checked and opened anew, all within one deadline."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from probes.exchange import Exchange, Hop
from probes.failures import Failure, FailureKind
from probes.transport.addresses import Resolver
from probes.transport.body import read_body
from probes.transport.certificates import load_trust
from probes.transport.deadline import Deadline, DeadlineSocket
from probes.transport.decoding import accepted_encodings
from probes.transport.dialling import Dialler
from probes.transport.halted import Halted, halted
from probes.transport.places import NoPlaceError, Place, UnvisitedError, joined, place_of
from probes.transport.question import Known, Question
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from probes.transport.trail import Trail
from probes.transport.translation import FOREIGN, translated

_LONGEST_SHOWN = 2_000  # characters of a redirect's target that is refused
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304


class Transport:
    """The one way to the network: shared by all threads, fetches any number of URLs at once.

    Raises `OSError` or `ValueError` with one sentence where a certificate file cannot be used.
    """

    def __init__(self, settings: TransportSettings, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Load certificates, hosts file and name servers, once."""
        self.settings = settings
        self._monotonic = monotonic
        self.bell = Bell()  # for whoever looks beside the transport and has to end with it
        self._dialler = Dialler(
            settings=settings,
            trust=load_trust(settings.ca_file, settings.intermediates, settings.learned),
            resolver=Resolver(settings),
            bell=self.bell,
        )
        self._headers = {
            "User-Agent": settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
            "Accept-Language": "vi",
            "Accept-Encoding": accepted_encodings(),
            "Connection": "close",
        }

    def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        json_body: Any = None,
        headers: Mapping[str, str] | None = None,
        avoid: str | None = None,
        known: Known | None = None,
    ) -> Exchange:
        """Ask for one URL and follow its redirects; never raises for what a portal does wrong.

        `headers` are added to the question. `avoid` is an address that is used only where the
        name has no other, for the look that confirms a failure. `known` is asked for conditionally: the answer may
        then be a 304 without a body.
        Cookies live from one redirect to the next and end with the fetch.
        """
        started = self._monotonic()
        deadline = Deadline(self.settings.deadline, started + self.settings.deadline, self._monotonic)
        trail = Trail(url=url, place_url=url, started=started, deadline=deadline)
        question = Question(method, {**self._headers, **(headers or {})}, json_body, known)
        return trail.exchange(self._failure(trail, question, avoid))

    def close(self) -> None:
        """End every look at once; they and all later ones say `monitor_fault`."""
        self.bell.ring()

    def _failure(self, trail: Trail, question: Question, avoid: str | None) -> Failure | None:
        try:
            with self.bell:
                self._follow(trail, question, avoid)
        except Halted as halt:
            return halt.failure
        except FOREIGN as error:
            failure = translated(error)
            if failure is None:
                raise
            return failure
        return None

    def _follow(self, trail: Trail, question: Question, avoid: str | None) -> None:
        url = trail.url
        while True:
            trail.arrive(url[:_LONGEST_SHOWN])
            place = _place(url, first=not trail.hops)
            trail.place_url = place.url
            location = self._hop(place, trail, question, avoid)
            if location is None:
                return
            trail.hops.append(Hop(url=place.url, status=trail.status or 0, address=trail.address or ""))
            if len(trail.hops) > self.settings.max_redirects:
                raise halted(FailureKind.TOO_MANY_REDIRECTS, f"more than {self.settings.max_redirects} redirects")
            url = _target(place.url, location)
            if question.repeats(url):
                detail = f"redirect loop: back to {url[:200]} after {len(trail.hops)}, with the same cookies"
                raise halted(FailureKind.TOO_MANY_REDIRECTS, detail)

    def _hop(self, place: Place, trail: Trail, question: Question, avoid: str | None) -> str | None:
        """Ask one place; returns where it redirects to, or reads the body."""
        line = self._dialler.dial(place, trail, avoid=avoid)
        try:
            reply = question.put(place, line)
            trail.status = reply.status
            trail.headers = tuple((name, _readable(value)) for name, value in reply.headers)
            location = next(reply.all("location"), "").strip()
            if trail.status in _REDIRECTS and location:
                question.redirected(place, reply)
                return location
            if trail.status != _NOT_MODIFIED:  # it has no body, whatever its headers say of one (RFC 9110, 15.4.5)
                trail.body = read_body(reply, line, self.settings.max_body)
            return None
        finally:
            trail.status = trail.status or line.status
            _time(line, trail)
            line.hang_up()


def _place(url: str, *, first: bool) -> Place:
    try:
        return place_of(url)
    except UnvisitedError as error:
        raise halted(FailureKind.ADDRESS_REFUSED, f"{error}: {url[:200]}") from error
    except NoPlaceError as error:
        # A first URL comes from our catalogue or from a link, so the portal is not to blame for it.
        kind = FailureKind.ADDRESS_REFUSED if first else FailureKind.MALFORMED_RESPONSE
        raise halted(kind, f"{error}: {url[:200]}") from error


def _target(base: str, location: str) -> str:
    try:
        return joined(base, location)
    except NoPlaceError as error:
        raise halted(FailureKind.MALFORMED_RESPONSE, str(error)) from error


def _time(line: DeadlineSocket, trail: Trail) -> None:
    if line.asked_at is None or line.first_byte_at is None:
        return
    trail.spend("first_byte", line.first_byte_at - line.asked_at)
    trail.spend("transfer", trail.deadline.monotonic() - line.first_byte_at)


def _readable(value: str) -> str:
    """A header value as its writer meant it: UTF-8 where it is that, and never with a null byte."""
    if value.isascii() and "\0" not in value:
        return value
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
