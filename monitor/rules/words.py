"""The words for what was not seen and for what is not in force, Vietnamese first; they blame nobody."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from unicodedata import normalize

from probes.failures import Failure, FailureKind, State

K = FailureKind

REFUSED = ("từ chối hệ thống giám sát", "turns the monitoring system away")
_NO_ANSWER = ("không truy cập được từ nơi giám sát", "cannot be reached from where we look")
_CERTIFICATE = ("không xem được nội dung vì chứng thư số", "content not visible because of the certificate")
_NO_CONTENT = ("trả lời nhưng không có nội dung để đọc", "answers without content to read")
_OURS = ("hệ thống giám sát gặp trục trặc", "the monitoring system itself had trouble")

UNSEEN: Mapping[FailureKind, tuple[str, str]] = MappingProxyType(
    {
        K.DNS_FAILURE: ("không phân giải được tên miền", "the name does not resolve"),
        K.CONNECTION_REFUSED: _NO_ANSWER,
        K.CONNECTION_RESET: _NO_ANSWER,
        K.CONNECT_TIMEOUT: _NO_ANSWER,
        K.READ_TIMEOUT: ("không trả lời kịp thời hạn", "did not answer in time"),
        K.DEADLINE_EXCEEDED: ("không trả lời xong trong thời hạn", "did not finish answering in time"),
        K.TLS_EXPIRED: _CERTIFICATE,
        K.TLS_NOT_YET_VALID: _CERTIFICATE,
        K.TLS_WRONG_HOST: _CERTIFICATE,
        K.TLS_UNTRUSTED: _CERTIFICATE,
        K.TLS_PROTOCOL: ("không thiết lập được kết nối mã hóa", "no encrypted connection could be made"),
        K.TLS_INCOMPLETE_CHAIN: _CERTIFICATE,
        K.MALFORMED_RESPONSE: ("trả lời không đúng giao thức", "answers outside the protocol"),
        K.TOO_MANY_REDIRECTS: ("chuyển hướng quá nhiều lần", "redirects too often"),
        K.ADDRESS_REFUSED: ("dẫn đến địa chỉ mà hệ thống giám sát không truy cập", "leads where we do not go"),
        K.BODY_TOO_LARGE: ("trang quá lớn nên nội dung không được đọc", "page too large to be read"),
        K.HTTP_SERVER_ERROR: ("trả lời bằng thông báo lỗi máy chủ", "answers with a server error"),
        K.HTTP_CLIENT_ERROR: ("trả lời bằng thông báo lỗi", "answers with an error"),
        K.NOT_FOUND: ("không tìm thấy trang", "page not found"),
        K.EMPTY: _NO_CONTENT,
        K.APPLICATION_ERROR: ("trả lời bằng trang báo lỗi ứng dụng", "answers with an application's error page"),
        K.WRONG_CONTENT: ("trả lời bằng trang không phải của hệ thống", "answers with a page that is not its own"),
        K.BLOCKED: REFUSED,
        K.RATE_LIMITED: REFUSED,
        K.MAINTENANCE: ("đang thông báo bảo trì", "shows a maintenance notice"),
        K.MONITOR_OFFLINE: ("hệ thống giám sát mất kết nối mạng", "the monitoring system was offline"),
        K.MONITOR_FAULT: _OURS,
    }
)

STATES: Mapping[State, tuple[str, str]] = MappingProxyType(
    {
        State.UP: ("truy cập được", "reachable"),
        State.DOWN: _NO_ANSWER,
        State.BLOCKED: REFUSED,
        State.MAINTENANCE: ("đang thông báo bảo trì", "shows a maintenance notice"),
        State.RETIRED: ("đã chuyển sang Cổng Dịch vụ công quốc gia", "moved to the national portal"),
        State.PARTLY: ("chỉ truy cập được từ một số nơi", "reachable from some places only"),
        State.UNKNOWN: ("chưa quan sát được", "not observed"),
    }
)


def not_seen(failure: Failure | None) -> tuple[str, str]:
    """Why nothing can be said: Vietnamese, English."""
    return UNSEEN[failure.kind] if failure else ("chưa có quan sát", "nothing was looked at yet")


_BEYOND: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "browser": ("nơi giám sát không có trình duyệt để dựng trang", "there is no browser here to render the page"),
        "ipv6": ("nơi giám sát không có IPv6", "there is no IPv6 where we look from"),
        "dossier_push": (
            "việc gửi hồ sơ giữa các máy chủ không quan sát được từ bên ngoài",
            "what servers send one another cannot be seen from outside",
        ),
    }
)


def beyond_us(ability: str) -> tuple[str, str]:
    """Why this installation can never decide it: Vietnamese, English."""
    return _BEYOND.get(ability, (f"nơi giám sát không có khả năng này ({ability})", f"not possible here ({ability})"))


def day(value: date) -> str:
    """A day as officers write it."""
    return value.strftime("%d/%m/%Y")


def stamp(at: datetime) -> str:
    """A moment as evidence has it: ISO 8601 UTC."""
    return at.isoformat().replace("+00:00", "Z")


def not_in_force(*, begins: date | None, ended: date | None) -> tuple[str, str]:
    """Why no terms hold on the legal day: they begin later, they have ended, or they never hold for this portal."""
    if begins is not None:
        return f"có hiệu lực từ {day(begins)}", f"in force from {begins.isoformat()}"
    if ended is not None:
        return f"hết hiệu lực sau {day(ended)}", f"in force until {ended.isoformat()}"
    return "không dành cho loại hệ thống hoặc cơ quan này", "not for this kind of system or agency"


def names_any(text: str, words: Iterable[str]) -> bool:
    """Whether a page's text holds one of these words (lower case, composed letters), however it is written."""
    plain = normalize("NFC", text).casefold()
    return any(word in plain for word in words)
