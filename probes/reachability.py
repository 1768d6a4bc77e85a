"""How far a look at a portal's first page came, over which hops, with which certificate and in what time."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from probes.answer import Answer
from probes.contract import Look, Looker, Memory, Probe, Session, Target
from probes.exchange import Exchange
from probes.facts import Reachability
from probes.failures import FailureKind

_LONGEST_WAIT = 7 * 86_400.0  # seconds; what asks for more is read as a mistake


def look(target: Target, session: Session, memory: Memory) -> Look[Reachability]:
    """Ask for the portal's address, and once a day whether plain HTTP leads to HTTPS."""
    answer = session.ask(target.url)
    remember, twin = _plain_http(target, session, memory, answer)
    until = _certificate_until(answer, memory)
    if until is not None:
        remember = {**remember, "certificate_until": until.isoformat()}
    return Look(
        facts=read(target.url, answer, http_to_https=remember.get("http_to_https"), certificate_until=until),
        failure=answer.failure,
        remember=remember,
        pages=(answer,) if twin is None else (answer, twin),
    )


def _certificate_until(answer: Answer, memory: Memory) -> datetime | None:
    """Of this look's certificate, else of the last one that came so far: who refuses connections keeps his dates."""
    tls = answer.exchange.tls
    if tls is not None and tls.not_after is not None:
        return tls.not_after
    known = memory.get("certificate_until")
    return datetime.fromisoformat(known) if isinstance(known, str) else None


def read(
    url: str,
    answer: Answer,
    *,
    http_to_https: bool | None = None,
    certificate_until: datetime | None = None,
) -> Reachability:
    """What an answer says of the way to it; pure."""
    exchange, document = answer.exchange, answer.document
    return Reachability(
        url=url,
        final_url=exchange.final_url,
        state=answer.state,
        status=exchange.status,
        hops=exchange.hops,
        address=exchange.address,
        bytes=len(exchange.body),
        phases=exchange.phases,
        total=exchange.total,
        tls=exchange.tls,
        kind=answer.kind,
        reason=answer.reason,
        title=document.title if document else None,
        language=document.language if document else None,
        retry_after=retry_after(exchange),
        http_to_https=http_to_https,
        certificate_until=certificate_until,
        not_modified=exchange.not_modified,
        downgraded=is_downgraded(exchange),
    )


def retry_after(exchange: Exchange) -> float | None:
    """Seconds that the answer asks us to wait; a date is counted from the answer's own `Date`."""
    asked = (exchange.header("retry-after") or "").strip()
    if not asked:
        return None
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:12]), _LONGEST_WAIT)
    until, sent = _date(asked), _date(exchange.header("date") or "")
    if until is None or sent is None:
        return None
    return min(max(0.0, (until - sent).total_seconds()), _LONGEST_WAIT)


def is_downgraded(exchange: Exchange) -> bool:
    """Whether a redirect led from HTTPS to plain HTTP, also where it led back later."""
    way = [*(hop.url for hop in exchange.hops), exchange.final_url]
    return any(one.startswith("https:") and other.startswith("http:") for one, other in pairwise(way))


def leads_to_https(answer: Answer) -> bool | None:
    """Whether a question over plain HTTP ended on HTTPS; `None` where plain HTTP gave nothing to judge."""
    exchange = answer.exchange
    if urlsplit(exchange.final_url).scheme == "https":
        return True if exchange.hops else None
    return False if exchange.status is not None and answer.failure is None else None


def _plain_http(
    target: Target, session: Session, memory: Memory, answer: Answer
) -> tuple[Mapping[str, Any], Answer | None]:
    day = target.law_day.isoformat()
    known = {key: memory[key] for key in ("http_day", "http_to_https") if key in memory}
    address = _twin(target.url)
    if address is None or known.get("http_day") == day or not _answered(answer):
        return known, None
    twin = session.ask(address)
    if twin.failure is not None and twin.failure.kind is FailureKind.MONITOR_FAULT:
        return known, None
    return {"http_day": day, "http_to_https": leads_to_https(twin)}, twin


def _answered(answer: Answer) -> bool:
    """Answered and not refusing us: who blocks us is not asked twice."""
    return answer.exchange.status is not None and answer.failure is None


@lru_cache(4096)  # asked with every look at the same addresses
def _twin(url: str) -> str | None:
    """The same address over plain HTTP, for HTTPS on its default port."""
    try:
        parts = urlsplit(url)
        default = parts.scheme == "https" and parts.port in {None, 443}
    except ValueError:
        return None
    if not default or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit(("http", host, parts.path, parts.query, ""))


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo is not None else None


def _prepare(_folder: Path) -> Looker:
    return look


PROBE = Probe(name="reachability", facts=Reachability, prepare=_prepare, cadence="round")
