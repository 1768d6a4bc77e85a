"""Whether a portal owns up to a page that cannot exist, or answers with content all the same (a soft 404)."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from probes.answer import Answer, PageKind
from probes.contract import Look, Looker, Memory, Probe, Session, Target

_HONEST = (PageKind.NOT_FOUND, PageKind.SOFT_404)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPage:
    """The answer to an address that cannot exist.

    `owned_up`: the status or the page says that there is no such page; `None` where the answer settles nothing (it
    failed
    otherwise, or led away). `same_as_home`: the first page's bytes came again, as script applications and lapsed
    names do.
    """

    url: str
    status: int | None = None
    kind: PageKind | None = None
    owned_up: bool | None = None
    same_as_home: bool = False


def missing_address(url: str) -> str:
    """An address below the same host that nobody has: the same for every look, and plain to whoever reads the
    log."""
    mark = sha256(url.encode()).hexdigest()[:12]
    return urljoin(url, f"/emc-monitor-trang-khong-ton-tai-{mark}")


def look(target: Target, session: Session, memory: Memory) -> Look[MissingPage]:
    """Ask once a day, and only a portal whose first page was seen where it was asked for."""
    home = session.ask(target.url)
    if home.failure is not None:
        return Look(failure=home.failure, remember=memory)
    if home.kind is PageKind.RETIRED:  # who answers there is another portal
        return Look(facts=MissingPage(url=target.url), remember=memory)
    answer = session.ask(missing_address(target.url))
    return Look(facts=read(answer, home), remember=memory, pages=(answer,))


def read(answer: Answer, home: Answer) -> MissingPage:
    """What the answer says; pure."""
    exchange = answer.exchange
    settled = answer.kind is not None and (answer.failure is None or answer.kind in _HONEST)
    led_away = bool(exchange.hops) and exchange.final_url != home.exchange.final_url
    return MissingPage(
        url=exchange.url,
        status=exchange.status,
        kind=answer.kind,
        owned_up=answer.kind in _HONEST if settled and not led_away else None,
        same_as_home=bool(exchange.body) and exchange.body == home.exchange.body,
    )


def _prepare(folder: Path) -> Looker:
    del folder  # it needs no data of its own
    return look


PROBE = Probe(name="missing_page", facts=MissingPage, prepare=_prepare, cadence="daily")
