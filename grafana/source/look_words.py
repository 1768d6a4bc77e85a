"""What people read for how a look ended, which phase it was in, and over which window a rate is."""

from collections.abc import Mapping

from grafana.source.page_words import KEY, PERIOD
from grafana.source.words import SYSTEM, Word
from probes.failures import SEEN, FailureKind

LOOK: Mapping[str, str] = {
    SEEN: "xem được",
    FailureKind.DNS_FAILURE.value: "không phân giải được tên miền",
    FailureKind.CONNECTION_REFUSED.value: "từ chối kết nối",
    FailureKind.CONNECTION_RESET.value: "ngắt kết nối giữa chừng",
    FailureKind.CONNECT_TIMEOUT.value: "không kết nối được kịp thời hạn",
    FailureKind.READ_TIMEOUT.value: "không trả lời kịp thời hạn",
    FailureKind.DEADLINE_EXCEEDED.value: "không trả lời xong trong thời hạn",
    FailureKind.TLS_EXPIRED.value: "chứng thư số hết hạn",
    FailureKind.TLS_NOT_YET_VALID.value: "chứng thư số chưa có hiệu lực",
    FailureKind.TLS_WRONG_HOST.value: "chứng thư số của tên miền khác",
    FailureKind.TLS_UNTRUSTED.value: "chứng thư số không được tin cậy",
    FailureKind.TLS_PROTOCOL.value: "không thiết lập được kết nối mã hóa",
    FailureKind.TLS_INCOMPLETE_CHAIN.value: "thiếu chuỗi chứng thư số",
    FailureKind.MALFORMED_RESPONSE.value: "trả lời không đúng giao thức",
    FailureKind.TOO_MANY_REDIRECTS.value: "chuyển hướng quá nhiều lần",
    FailureKind.ADDRESS_REFUSED.value: "dẫn đến địa chỉ không được truy cập",
    FailureKind.BODY_TOO_LARGE.value: "trang quá lớn",
    FailureKind.HTTP_SERVER_ERROR.value: "báo lỗi máy chủ",
    FailureKind.HTTP_CLIENT_ERROR.value: "báo lỗi yêu cầu",
    FailureKind.NOT_FOUND.value: "không tìm thấy trang",
    FailureKind.EMPTY.value: "trang trống",
    FailureKind.APPLICATION_ERROR.value: "báo lỗi ứng dụng",
    FailureKind.WRONG_CONTENT.value: "nội dung không phải của hệ thống",
    FailureKind.BLOCKED.value: "từ chối hệ thống giám sát",
    FailureKind.RATE_LIMITED.value: "giới hạn số lượt",
    FailureKind.MAINTENANCE.value: "bảo trì",
    FailureKind.MONITOR_OFFLINE.value: "hệ thống giám sát mất mạng",
    FailureKind.MONITOR_FAULT.value: "hệ thống giám sát gặp lỗi",
}
PHASE: Mapping[str, str] = {
    "resolve": "phân giải tên miền",
    "connect": "kết nối",
    "tls": "bắt tay mã hóa",
    "first_byte": "chờ byte đầu",
    "transfer": "tải trang",
}
WINDOW: Mapping[str, str] = {"7d": "7 ngày", "30d": "30 ngày"}


def texts(words: Mapping[str, Word]) -> dict[str, str]:
    """The words without their colours."""
    return {value: word.text for value, word in words.items()}


def figure_names(*prefixes: str) -> dict[str, str]:
    """Names of figures whose keys begin so, with their periods and the systems that publish them."""
    keys = {key: text for key, text in texts(KEY).items() if key.startswith(prefixes)}
    periods = {period: text[0].lower() + text[1:] for period, text in texts(PERIOD).items()}
    return {**keys, **periods, "unknown": "không nêu kỳ", **texts(SYSTEM)}
