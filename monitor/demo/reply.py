"""What the estate's server sends for one path: status, headers, body, and how it misbehaves while sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


class Manner(StrEnum):
    """How a reply is given."""

    PLAIN = "plain"
    SLOW = "slow"  # late, yet within any sensible deadline
    MUTE = "mute"  # takes the question and never answers
    DRIP = "drip"  # a byte now and then, without end
    RESET = "reset"  # breaks off before a status line
    MALFORMED = "malformed"  # answers with what is no HTTP


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `headers` beside type, length and connection."""

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = Manner.PLAIN


Site = Mapping[str, Reply]  # path -> reply; "*" answers every other path


def page(html: str, *, status: int = 200, manner: Manner = Manner.PLAIN) -> Reply:
    """An HTML reply."""
    return Reply(status=status, body=html.encode("utf-8"), manner=manner)


def redirect(address: str, *, status: int = 302) -> Reply:
    """A redirecting reply without a body of its own."""
    return Reply(status=status, headers={"Location": address})
