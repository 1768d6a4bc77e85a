"""The words of pages for systems, severities, kinds and happenings; Vietnamese first, English beside it. Pure."""

SYSTEMS = {
    "portal": ("Cổng thông tin điện tử", "Portal"),
    "public_service": ("Cổng dịch vụ công", "Public-service portal"),
    "one_stop": ("Hệ thống một cửa điện tử", "One-stop system"),
    "national_platform": ("Nền tảng quốc gia", "National platform"),
}

SHORT_SYSTEMS = {
    "portal": ("Cổng", "portal"),
    "public_service": ("DVC", "services"),
    "one_stop": ("Một cửa", "one-stop"),
    "national_platform": ("Nền tảng", "platform"),
}

SEVERITIES = {
    "critical": ("nghiêm trọng", "critical"),
    "major": ("quan trọng", "major"),
    "minor": ("nhỏ", "minor"),
    "advisory": ("khuyến nghị", "advisory"),
    "info": ("thông tin", "info"),
}

KINDS = {
    "ministry": ("Bộ", "Ministry"),
    "ministerial_agency": ("Cơ quan ngang bộ", "Ministerial agency"),
    "government_agency": ("Cơ quan thuộc Chính phủ", "Government agency"),
    "province": ("Tỉnh", "Province"),
    "city": ("Thành phố trực thuộc trung ương", "Centrally run city"),
}

STATUSES = {
    "guess": ("phỏng đoán, chưa đánh giá", "a guess, not judged"),
    "proposed": ("đề xuất, chưa đánh giá", "proposed, not judged"),
    "confirmed": ("đã xác nhận", "confirmed"),
    "ended": ("đã kết thúc", "ended"),
}

INCIDENT_STATES = {
    "open": ("Đang mở", "open"),
    "acknowledged": ("Đã có người nhận", "acknowledged"),
    "resolved": ("Đã khắc phục", "resolved"),
}

HAPPENINGS = {
    "opened": ("Mở sự cố", "opened"),
    "went_on": ("Tiếp tục", "went on"),
    "changed": ("Thay đổi", "changed"),
    "muted": ("Tạm không báo", "muted"),
    "unmuted": ("Báo trở lại", "unmuted"),
    "acknowledged": ("Có người nhận", "acknowledged"),
    "escalated": ("Báo lên cấp trên", "escalated"),
    "resolved": ("Đã khắc phục", "resolved"),
    "closed": ("Đóng", "closed"),
}

PARTIES = {
    "portal": ("cổng", "portal"),
    "network": ("mạng", "network"),
    "monitor": ("hệ thống giám sát", "monitor"),
}

QUALIFIERS = {"exact": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}

DRIFT = {
    "final_url": ("Đích chuyển hướng", "Redirect target"),
    "address": ("Địa chỉ mạng", "Address"),
    "title": ("Tiêu đề", "Title"),
    "issuer": ("Nơi cấp chứng thư số", "Certificate issuer"),
}

UNOBSERVED = ("Không quan sát", "not observed")

MISSING = ("Không có trang này", "No such page")
MISSING_WHY = (
    "Địa chỉ không đúng, hoặc cơ quan, cổng hay sự cố này không có trong danh mục của ngày này.",
    "The address is wrong, or this agency, portal or incident is not in the catalogue of this day.",
)
TROUBLE = (
    ("Không hiển thị được trang này", "This page cannot be shown"),
    ("Yêu cầu không thực hiện được.", "The request could not be carried out."),
)
TROUBLES = {
    400: (("Yêu cầu không hợp lệ", "The request is not valid"), TROUBLE[1]),
    401: (
        ("Cần mã truy cập", "A token is needed"),
        ("Mã truy cập không đúng hoặc đã hết hạn.", "The token is wrong, or no longer good."),
    ),
    405: (
        ("Yêu cầu không hợp lệ", "The request is not valid"),
        ("Trang này chỉ để đọc.", "This page is for reading only."),
    ),
    413: (("Yêu cầu quá lớn", "The request is too large"), ("Nội dung gửi lên quá lớn.", "Too much was sent.")),
    429: (
        ("Yêu cầu quá nhiều", "Asked too often"),
        ("Xin đợi một lát rồi thử lại.", "Please wait a moment and try again."),
    ),
    503: (
        ("Chưa đọc được số liệu", "The data cannot be read"),
        (
            "Kho số liệu của hệ thống giám sát tạm thời không trả lời; điều này không nói gì về các cổng.",
            "The monitor's own store does not answer at present; this says nothing about the portals.",
        ),
    ),
}
