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
    `not_modified`: the portal said 304 when asked whether its page changed; status, bytes, kind and title are those of
    the page that it vouched for, which is what answers a visitor.
    `downgraded`: a redirect led from HTTPS to plain HTTP.
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
    not_modified: bool = False
    downgraded: bool = False


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
    `owner_seen`: a name of the portal's agency can be read on it, `None` where that cannot be told; `other_owner` is
    the agency in whose name it is titled instead, which `problems` says as well.
    `national_portal_link` is a link, or another way that an element of the page has; `national_portal_named`: the
    national portal's address stands somewhere in the source.
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
    national_portal_named: bool = False
    problems: tuple[str, ...] = ()
    text_length: int | None = None
    owner_seen: bool | None = None
    other_owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """The first page as a browser shows it, scripts run; `failed_loads` came to nothing.

    `loads` counts those that were measured: a load while our own machine was too busy shows label and tag only.
    The times are the 75th percentile over the loads (between two loads the faster), in seconds, `None` where the
    browser gave none: first content
    shown (FCP), largest content shown (LCP), Speed Index, and the time that tasks block the page (TBT).
    `label_seen`: the EMC label stands in the rendered page; `tag_seen`: the EMC tag was put in, by the source or by a
    script. Both are `False` only where the page settled and showed content, `None` where it does not decide.
    `insecure`: the tracker was called over plain HTTP. `text_length` counts the letters that a visitor reads, of the
    last load. `problems` says why loads failed or decide nothing.
    """

    loads: int
    first_content: float | None = None
    largest_content: float | None = None
    speed_index: float | None = None
    blocking: float | None = None
    label_seen: bool | None = None
    label: str | None = None
    tag_seen: bool | None = None
    site_id: int | None = None
    final_url: str | None = None
    sha256: str | None = None
    failed_loads: int = 0
    insecure: bool = False
    text_length: int | None = None
    problems: tuple[str, ...] = ()
