"""The words of comparisons: measures, units, and why a number is not there or not compared."""

from monitor.rollup.comparing import Why

MEASURES = {
    "availability": ("Mức sẵn sàng (trong phần đã xác định)", "Availability (of what was decided)"),
    "watched": ("Mức quan sát", "Share of the time that was watched"),
    "incidents_opened": ("Sự cố mở trong kỳ", "Incidents opened in the period"),
    "incidents_open": ("Sự cố còn mở cuối kỳ", "Incidents open at the end"),
    "connection_full_ministries": ("Bộ, ngành đủ thẻ EMC", "Ministries with all EMC tags"),
    "connection_full_provinces": ("Tỉnh, thành phố đủ thẻ EMC", "Provinces with all EMC tags"),
    "score": ("Điểm cuối kỳ", "Score at the end"),
    "coverage": ("Độ phủ cuối kỳ", "Coverage at the end"),
    "connection": ("Kết nối EMC cuối kỳ", "EMC connection at the end"),
}

PERIOD_KINDS = {
    "year": ("cả năm", "whole year"),
    "quarter": ("theo quý", "by quarter"),
    "month": ("theo tháng", "by month"),
    "to_date": ("lũy kế từ đầu năm", "since the start of the year"),
    "unknown": ("không ghi kỳ", "period not stated"),
}

LENGTHS = {
    "week": ("Tuần", "Week"),
    "month": ("Tháng", "Month"),
    "quarter": ("Quý", "Quarter"),
    "year": ("Năm", "Year"),
}

NO_DATA = ("chưa có số liệu", "no data")

WHYS = {
    Why.NO_DATA: NO_DATA,
    Why.NOT_PUBLISHED: ("chưa có số liệu: không đọc được số công bố", "no data: no published figure was read"),
    Why.DIFFERENT_VALUES: ("chưa có số liệu: nhiều giá trị khác nhau", "no data: several values that differ"),
    Why.NO_PREDECESSOR: ("chưa có số liệu: cơ quan chưa thành lập", "no data: the agency did not exist yet"),
    Why.PREDECESSOR_MISSING: (
        "chưa có số liệu: thiếu cơ quan trước sáp nhập",
        "no data: a predecessor is missing",
    ),
    Why.PREDECESSOR_DIVIDED: (
        "không cộng: cơ quan trước đã chia cho nhiều cơ quan",
        "not added up: a predecessor was shared out",
    ),
    Why.NOT_ADDABLE: ("không so sánh: không cộng được qua sáp nhập", "not compared: does not add up over a merger"),
    Why.OTHER_BODY: ("không so sánh: điểm của cơ quan trước sáp nhập", "not compared: the score of another body"),
    Why.OTHER_RULEBOOK: ("không so sánh: bộ quy tắc đã đổi", "not compared: another rule book"),
    Why.OTHER_DEFINITION: ("không so sánh: cách tính khác", "not compared: another definition"),
    Why.OTHER_PERIOD: ("không so sánh: kỳ số liệu khác loại", "not compared: another kind of period"),
    Why.RESTARTED: ("không so sánh: số liệu đếm lại từ đầu kỳ", "not compared: counted anew since then"),
    Why.OTHER_COVERAGE: (
        "không so sánh: số cơ quan xác định được khác nhau",
        "not compared: settled for another number of agencies",
    ),
    Why.NOT_OBSERVED_ENOUGH: ("không so sánh: quan sát chưa đủ", "not compared: not watched enough"),
    Why.A_WORD: ("", ""),
}
