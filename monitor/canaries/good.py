"""A sound portal: it has to be seen, and its title and link to be read."""

from monitor.canaries.contract import Canary
from probes.facts import LandingPage, Reachability
from probes.failures import State
from probes.observe import Observation

_TITLE = "Cổng thông tin điện tử thử nghiệm"
_LINK = "/thu-tuc"
_PAGE = f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{_TITLE}</title></head>
<body><header><h1>{_TITLE}</h1><nav><a href="{_LINK}">Thủ tục hành chính</a></nav></header>
<main><h2>Tin tức và thông báo</h2>
<p>Cơ quan tổ chức tiếp công dân định kỳ vào ngày mười lăm hằng tháng tại trụ sở.
Người dân mang theo giấy tờ tùy thân.</p>
<p>Bộ phận tiếp nhận và trả kết quả làm việc từ thứ hai đến thứ sáu, trừ các ngày nghỉ lễ theo quy định.</p>
<p>Lịch làm việc tuần {{mark}} của lãnh đạo được đăng vào sáng thứ hai.</p></main>
<footer>Trang này chỉ dùng để hệ thống giám sát tự kiểm tra.</footer></body></html>"""


def _seen(item: Observation) -> str | None:
    facts = item.facts
    if item.failure is None and isinstance(facts, Reachability) and facts.state is State.UP:
        return None
    return f"{item.outcome} in place of seen"


def _read(item: Observation) -> str | None:
    if item.failure is not None or not isinstance(item.facts, LandingPage):
        return f"{item.outcome} in place of seen"
    if item.facts.title != _TITLE:
        return f"title read as {item.facts.title!r}"
    return None if any(link.url.endswith(_LINK) for link in item.facts.links) else "its link was not read"


CANARY = Canary(name="good", page=_PAGE, expects={"reachability": _seen, "landing_page": _read})
