"""A page that is not there and says so with status 200."""

from monitor.canaries.contract import Canary, outcome

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>404 - Không tìm thấy trang</title></head>
<body><h1>404</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p><p>Mã yêu cầu: {mark}</p></body></html>"""

CANARY = Canary(
    name="soft_404", page=_PAGE, expects={"reachability": outcome("not_found"), "landing_page": outcome("not_found")}
)
