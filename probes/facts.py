"""Facts of the two probes that look at the first page: how it was reached, and what stands on it."""

from dataclasses import dataclass
from datetime import datetime

from probes.answer import PageKind
from probes.exchange import Hop, Phases, TlsFacts
from probes.failures import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachability:
    """How far the look came. `status` is `None` where no answer was read; `http_to_https` is `None` where plain
    HTTP was not asked.

    `bytes` counts the decompressed body; `total` is in seconds.
    `certificate_until` is when the certificate ends that was
    seen last, in this look or in one before that came so far.
    """

    url: str
    final_url: str
    state: State
    status: int | None
    hops: tuple[Hop, ...]
    address: str | None
    bytes: int
    phases: Phases
    total: float
    tls: TlsFacts | None
    kind: PageKind | None
    reason: str
    title: str | None
    language: str | None
    retry_after: float | None = None
    http_to_https: bool | None = None
    certificate_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the page: its text and absolute address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmcTag:
    """The EMC tracking tag in the page's source.

    `seen`: `True` complete (tracker address, script or queue, page view call), `False` nothing of it in a page
    that shows its content without
    scripts, `None` not decidable (script shell, tag manager, bundle).
    `site_id` is `None` when not a literal number. `parts` names what was found;
    `insecure`: the tracker is called over plain http.
    """

    seen: bool | None
    site_id: int | None
    insecure: bool
    parts: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPage:
    """What stands on the first page.

    `meta` maps lower-case names to contents; `headers` the answer's header names to values. `text_length` counts the
    letters that a visitor without scripts reads.
    """

    kind: PageKind
    title: str | None
    language: str | None
    charset: str | None
    links: tuple[Link, ...]
    meta: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    emc: EmcTag
    national_portal_link: str | None
    sha256: str
    problems: tuple[str, ...] = ()
    text_length: int | None = None
