"""An answered page with what sort of page it is: content, block, maintenance, soft 404 … out of a closed list."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from probes.document import Document
from probes.exchange import Exchange
from probes.failures import Failure, State


class PageKind(StrEnum):
    """The closed list of `INTERFACE`."""

    CONTENT = "content"
    SCRIPT_SHELL = "script_shell"
    LOGIN = "login"
    REDIRECT_SHELL = "redirect_shell"
    NOT_HTML = "not_html"
    RETIRED = "retired"
    BLOCKED = "blocked"
    CHALLENGE = "challenge"
    MAINTENANCE = "maintenance"
    NOT_FOUND = "not_found"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    APPLICATION_ERROR = "application_error"
    DEFAULT_PAGE = "default_page"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One exchange, its parsed page where there is one, its kind with the reason, and the failure that follows.

    `kind` is `None` when no answer was read at all. `document` is `None` when nothing could be parsed (no HTML, no
    answer, or
    a page refused by bytes or tags; `unread` then says why).
    `failure` is the transport's or the one of the page kind and status.
    `digest` is the SHA-256 of the body in hex, taken once for all readers.
    """

    exchange: Exchange
    kind: PageKind | None = None
    reason: str = ""
    document: Document | None = None
    unread: str | None = None
    failure: Failure | None = None
    digest: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the body in hex."""
        return self.digest or sha256(self.exchange.body).hexdigest()

    @property
    def state(self) -> State:
        """What this answer says of the portal that was asked."""
        if self.failure is not None:
            return self.failure.state
        return State.RETIRED if self.kind is PageKind.RETIRED else State.UP
