"""A statistics page with known figures: each has to be read with its key and its value, and no other."""

from monitor.canaries.contract import Canary
from probes.contract import System
from probes.figures.figure import PublishedCounts
from probes.observe import Observation

_EXPECTED = {
    "dossiers_received": 12345.0,
    "dossiers_resolved": 11200.0,
    "dossiers_on_time": 10987.0,
    "dossiers_late": 213.0,
}
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Cổng dịch vụ công thử nghiệm</title></head>
<body><header><h1>Cổng dịch vụ công thử nghiệm</h1></header>
<main><h2>Tình hình giải quyết hồ sơ năm 2025</h2>
<table><tr><th>Chỉ tiêu</th><th>Số lượng hồ sơ</th></tr>
<tr><td>Đã tiếp nhận</td><td>12.345</td></tr>
<tr><td>Đã giải quyết</td><td>11.200</td></tr>
<tr><td>Đúng hạn</td><td>10.987</td></tr>
<tr><td>Quá hạn</td><td>213</td></tr></table>
<p>Người dân có thể tra cứu hồ sơ tại bộ phận tiếp nhận và trả kết quả trong giờ làm việc, trừ các ngày nghỉ lễ.</p>
</main><footer>Trang này chỉ dùng để hệ thống giám sát tự kiểm tra. Mã {mark}.</footer></body></html>"""


def _read(item: Observation) -> str | None:
    if item.failure is not None or not isinstance(item.facts, PublishedCounts):
        return f"{item.outcome} in place of seen"
    found = {figure.key: figure.value for figure in item.facts.figures}
    wrong = sorted(key for key in found.keys() | _EXPECTED if found.get(key) != _EXPECTED.get(key))
    return ", ".join(f"{key} read as {found.get(key)}" for key in wrong) or None


CANARY = Canary(name="figures", page=_PAGE, system=System.PUBLIC_SERVICE, expects={"published_counts": _read})
