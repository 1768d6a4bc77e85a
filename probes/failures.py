"""Why we saw nothing: the closed list of failures, each with its state and the party it is first put down to."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Party(StrEnum):
    """Who has to act on a failure."""

    PORTAL = "portal"
    NETWORK = "network"
    MONITOR = "monitor"


class State(StrEnum):
    """What a look says of a portal until the next one."""

    UP = "up"
    DOWN = "down"
    BLOCKED = "blocked"
    MAINTENANCE = "maintenance"
    RETIRED = "retired"
    PARTLY = "partly"
    UNKNOWN = "unknown"


class FailureKind(StrEnum):
    """The closed list of `INTERFACE`: an observation's outcome is one of these, or `seen`."""

    DNS_FAILURE = "dns_failure"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_RESET = "connection_reset"
    CONNECT_TIMEOUT = "connect_timeout"
    READ_TIMEOUT = "read_timeout"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    TLS_EXPIRED = "tls_expired"
    TLS_NOT_YET_VALID = "tls_not_yet_valid"
    TLS_WRONG_HOST = "tls_wrong_host"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_PROTOCOL = "tls_protocol"
    TLS_INCOMPLETE_CHAIN = "tls_incomplete_chain"
    MALFORMED_RESPONSE = "malformed_response"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ADDRESS_REFUSED = "address_refused"
    BODY_TOO_LARGE = "body_too_large"
    HTTP_SERVER_ERROR = "http_server_error"
    HTTP_CLIENT_ERROR = "http_client_error"
    NOT_FOUND = "not_found"
    EMPTY = "empty"
    APPLICATION_ERROR = "application_error"
    WRONG_CONTENT = "wrong_content"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    MAINTENANCE = "maintenance"
    MONITOR_OFFLINE = "monitor_offline"
    MONITOR_FAULT = "monitor_fault"


SEEN = "seen"

_NOT_DOWN = MappingProxyType(
    {
        FailureKind.ADDRESS_REFUSED: State.UNKNOWN,
        FailureKind.BODY_TOO_LARGE: State.UP,
        FailureKind.BLOCKED: State.BLOCKED,
        FailureKind.RATE_LIMITED: State.BLOCKED,
        FailureKind.MAINTENANCE: State.MAINTENANCE,
        FailureKind.MONITOR_OFFLINE: State.UNKNOWN,
        FailureKind.MONITOR_FAULT: State.UNKNOWN,
    }
)

_NOT_THE_PORTAL = MappingProxyType(
    {
        FailureKind.CONNECT_TIMEOUT: Party.NETWORK,
        FailureKind.MONITOR_OFFLINE: Party.MONITOR,
        FailureKind.MONITOR_FAULT: Party.MONITOR,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One failure with its detail in words; `party` overrides the usual one where the detail knows better."""

    kind: FailureKind
    detail: str
    party: Party

    @property
    def state(self) -> State:
        """What the failure says of the portal."""
        return _NOT_DOWN.get(self.kind, State.DOWN)


def failed(kind: FailureKind, detail: str, *, party: Party | None = None) -> Failure:
    """A failure put down to its usual party, unless another is named."""
    return Failure(kind=kind, detail=detail, party=party or _NOT_THE_PORTAL.get(kind, Party.PORTAL))
