"""The words that people read for states, verdicts and levels: Vietnamese first, English beside it."""

from datetime import datetime

from monitor.rounds.cadence import LOCAL

STATES = {
    "up": ("Truy cập được", "up"),
    "down": ("Không truy cập được", "down"),
    "blocked": ("Từ chối hệ thống giám sát", "blocked"),
    "maintenance": ("Bảo trì", "maintenance"),
    "retired": ("Đã chuyển về Cổng DVC quốc gia", "retired"),
    "partly": ("Truy cập được từ một số điểm đo", "partly"),
    "unknown": ("Chưa xác định", "unknown"),
}

CONNECTIONS = {
    "full": ("Đủ thẻ", "full"),
    "partial": ("Một phần", "partial"),
    "none": ("Không thấy thẻ", "none"),
    "unknown": ("Chưa xác định", "unknown"),
}

LEVELS = {
    "ministries": ("Bộ, ngành", "ministries"),
    "provinces": ("Tỉnh, thành phố", "provinces"),
}

OUTCOMES = {
    "pass": ("Đạt", "pass"),
    "warn": ("Cần lưu ý", "warn"),
    "fail": ("Chưa đạt", "fail"),
    "unknown": ("Chưa xác định", "unknown"),
    "not_applicable": ("Không áp dụng", "not applicable"),
    "exempt": ("Được miễn", "exempt"),
}

TARGETS = {
    "not_due": ("Chưa đến hạn", "not due"),
    "met": ("Đạt", "met"),
    "missed": ("Chưa đạt", "missed"),
    "unknown": ("Chưa xác định", "unknown"),
}


BASES = {
    "law": ("luật", "law"),
    "criterion": ("tiêu chí đánh giá", "criterion"),
    "product": ("ngưỡng theo dõi", "own threshold"),
}

NO_BAND = ("Chưa đủ căn cứ", "not enough to tell")

CAUSES = {
    "not_seen": ("không xem được", "not seen"),
    "not_confirmed": ("chờ xác nhận", "to be confirmed"),
    "not_observed_enough": ("chưa quan sát đủ", "not observed enough"),
    "unreadable": ("không đọc được", "not readable"),
    "ambiguous": ("chưa rõ", "not settled"),
    "stale": ("quan sát đã cũ", "too long ago"),
    "not_told": ("chưa có thông tin", "not told"),
    "awaits_review": ("chờ người xem xét", "awaits a review"),
    "undecidable_here": ("không thể xác định từ đây", "undecidable here"),
}

OUR_NUMBER = ("ngưỡng của hệ thống giám sát", "product default")

BELOW_OUR_THRESHOLD = ("Dưới ngưỡng theo dõi", "below the monitoring threshold")


def verdict_words(outcome: str, basis: str) -> tuple[str, str]:
    """The words for a verdict; a failure of what is no law is never called noncompliance."""
    return BELOW_OUR_THRESHOLD if outcome == "fail" and basis != "law" else OUTCOMES[outcome]


def percent(ratio: float | None, *, digits: int = 1) -> str:
    """A ratio as Vietnamese people write a percentage; missing is a dash, never 0."""
    return "–" if ratio is None else f"{100 * ratio:.{digits}f}\N{NO-BREAK SPACE}%".replace(".", ",")


def points(value: float | None) -> str:
    """Points with one decimal and a decimal comma; missing is a dash."""
    return "–" if value is None else f"{value:.1f}".replace(".", ",")


def number(value: float | int) -> str:
    """A count as Vietnamese people group it."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def local_time(at: datetime) -> str:
    """A moment as people here read it: Asia/Ho_Chi_Minh, day first."""
    return at.astimezone(LOCAL).strftime("%H:%M %d/%m/%Y")


def harmless(text: str) -> str:
    """Text from elsewhere for a terminal: control characters, which could move the cursor or worse, become a mark."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def both(pair: tuple[str, str]) -> str:
    """Vietnamese, with the English word behind it."""
    return f"{pair[0]} ({pair[1]})"
