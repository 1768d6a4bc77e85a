"""What people read for kinds of pages and for keys of published figures."""

from collections.abc import Mapping

from grafana.source.words import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, YELLOW, Word
from probes.answer import PageKind

_PAGES: Mapping[PageKind, tuple[str, str]] = {
    PageKind.CONTENT: ("Có nội dung", GREEN),
    PageKind.SCRIPT_SHELL: ("Nội dung do mã kịch bản tải", GREEN),
    PageKind.LOGIN: ("Trang đăng nhập", GREEN),
    PageKind.REDIRECT_SHELL: ("Trang chuyển hướng", GREEN),
    PageKind.NOT_HTML: ("Không phải HTML", GREEN),
    PageKind.RETIRED: ("Đã chuyển về Cổng DVC quốc gia", PURPLE),
    PageKind.MAINTENANCE: ("Thông báo bảo trì", BLUE),
    PageKind.BLOCKED: ("Từ chối hệ thống giám sát", YELLOW),
    PageKind.CHALLENGE: ("Đòi chứng minh không phải máy", YELLOW),
    PageKind.NOT_FOUND: ("Không tìm thấy", RED),
    PageKind.SOFT_404: ("Không tìm thấy, với mã 200", RED),
    PageKind.EMPTY: ("Trang trống", RED),
    PageKind.APPLICATION_ERROR: ("Trang báo lỗi", RED),
    PageKind.DEFAULT_PAGE: ("Trang mặc định của máy chủ", ORANGE),
    PageKind.PARKED: ("Tên miền bỏ trống", ORANGE),
}
PAGE = {
    kind.value: Word(text=text, colour=colour, code=code)
    for code, (kind, (text, colour)) in enumerate(_PAGES.items(), 1)
}

KEY = {
    key: Word(text=text, colour=GREY, code=0)
    for key, text in {
        "services_total": "Tổng số dịch vụ công",
        "services_eligible": "Đủ điều kiện toàn trình",
        "services_full": "Toàn trình",
        "services_partial": "Một phần",
        "services_information": "Cung cấp thông tin",
        "services_online": "Trực tuyến",
        "services_with_dossiers": "Có phát sinh hồ sơ",
        "dossiers_received": "Hồ sơ tiếp nhận",
        "dossiers_carried": "Hồ sơ kỳ trước chuyển sang",
        "dossiers_resolved": "Hồ sơ đã giải quyết",
        "dossiers_open": "Hồ sơ đang giải quyết",
        "dossiers_early": "Giải quyết trước hạn",
        "dossiers_on_time": "Giải quyết đúng hạn",
        "dossiers_late": "Giải quyết quá hạn",
        "dossiers_open_on_time": "Đang giải quyết, còn hạn",
        "dossiers_open_late": "Đang giải quyết, quá hạn",
        "dossiers_supplement": "Chờ bổ sung",
        "dossiers_withdrawn": "Rút hồ sơ",
        "dossiers_refused": "Từ chối",
        "dossiers_suspended": "Tạm dừng",
        "dossiers_waiting": "Chờ tiếp nhận",
        "dossiers_online": "Tiếp nhận trực tuyến",
        "dossiers_direct": "Tiếp nhận trực tiếp",
        "dossiers_postal": "Tiếp nhận qua bưu chính",
        "dossiers_handled_online": "Xử lý trực tuyến",
        "dossiers_handled_full": "Xử lý toàn trình",
        "dossiers_online_paid": "Thanh toán trực tuyến",
        "on_time_ratio": "Tỷ lệ đúng hạn",
        "received_online_ratio": "Tỷ lệ tiếp nhận trực tuyến",
        "handled_online_ratio": "Tỷ lệ xử lý trực tuyến",
        "online_ratio": "Tỷ lệ trực tuyến (trang không nói rõ)",
        "full_ratio": "Tỷ lệ toàn trình",
        "satisfaction_ratio": "Mức độ hài lòng",
        "digitised_ratio": "Tỷ lệ số hóa",
        "score_total": "Điểm tổng hợp",
        "score_transparency": "Điểm công khai, minh bạch",
        "score_progress": "Điểm tiến độ giải quyết",
        "score_online": "Điểm dịch vụ trực tuyến",
        "score_payment": "Điểm thanh toán trực tuyến",
        "score_satisfaction": "Điểm mức độ hài lòng",
        "score_digitisation": "Điểm số hóa hồ sơ",
    }.items()
}
PERIOD = {
    name: Word(text=text, colour=GREY, code=0)
    for name, text in {
        "year": "Cả năm",
        "quarter": "Quý",
        "month": "Tháng",
        "to_date": "Từ đầu năm đến nay",
        "unknown": "Trang không nói",
    }.items()
}
