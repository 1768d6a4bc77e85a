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

UNOBSERVED = ("Không quan sát", "not observed")
