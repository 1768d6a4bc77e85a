"""The troubles of the estate: what the visitor of such a portal meets instead of its page, or on it."""

from collections.abc import Callable, Mapping

from monitor.demo.layout import META, banner
from monitor.demo.reply import Manner, Reply, Site, page, redirect
from monitor.demo.shapes.dossier_cards import status_card_unloaded


def _html(title: str, body: str) -> str:
    return f'<html><head><meta charset="utf-8">{META}<title>{title}</title></head><body>{body}{banner()}</body></html>'


def _everywhere(reply: Reply) -> Site:
    return {"*": reply}


def blocked_200(_: str) -> Site:
    """A firewall's refusal with status 200."""
    text = (
        "The requested URL was rejected. Please consult with your administrator.<br><br>"
        "Your support ID is: 1110002223334445556<br><br><a href='javascript:history.back();'>[Go Back]</a>"
    )
    return _everywhere(page(_html("Request Rejected", text)))


def blocked_403(_: str) -> Site:
    """A web server's own refusal."""
    text = "<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>"
    return _everywhere(page(_html("403 Forbidden", text), status=403))


def blocked_cdn(_: str) -> Site:
    """A content network's refusal."""
    text = (
        "<h1>Access Denied</h1>You don't have permission to access this server."
        "<p>Reference #18.1a2b3c4d.1660000000.1</p>"
    )
    return _everywhere(page(_html("Access Denied", text), status=403))


def rate_limited(_: str) -> Site:
    """Too many questions, says the portal."""
    reply = page(_html("429 Too Many Requests", "<h1>Too Many Requests</h1>"), status=429)
    return _everywhere(Reply(status=429, body=reply.body, headers={"Retry-After": "120"}))


def cookie_challenge(_: str) -> Site:
    """A stub that sets a cookie by script and loads itself again."""
    script = 'document.cookie="D1N=00112233445566778899aabbccddeeff"+"; path=/";window.location.reload(true);'
    return _everywhere(page(f"<html><head>{META}</head><body><script>{script}</script></body></html>"))


def _maintenance(status: int) -> Site:
    text = "<h1>Hệ thống đang bảo trì</h1><p>Hệ thống đang được nâng cấp. Vui lòng quay lại sau.</p>"
    return _everywhere(page(_html("Thông báo bảo trì hệ thống", text), status=status))


def soft_404(_: str) -> Site:
    """No such page, said with status 200."""
    text = (
        "<h1>Không tìm thấy</h1><p>Tài nguyên không được tìm thấy.</p><p>Xin lỗi! Không tìm thấy trang bạn yêu cầu.</p>"
    )
    return _everywhere(page(_html("404 - Không tìm thấy trang", text)))


def missing_page(_: str) -> Site:
    """No such page, said with status 404."""
    text = "<h1>HTTP Status 404 - /</h1><p><b>description</b> The requested resource is not available.</p>"
    return _everywhere(page(_html("Apache Tomcat - Error report", text), status=404))


def application_error(_: str) -> Site:
    """An ASP.NET error page with status 500."""
    text = (
        "<h1>Server Error in '/' Application.</h1><h2><i>Runtime Error</i></h2>"
        '<b>Description:</b> An application error occurred on the server. &lt;customErrors mode="Off"/&gt;'
    )
    return _everywhere(page(_html("Runtime Error", text), status=500))


def php_notice(_: str) -> Site:
    """A stack trace with status 200 where the page should be."""
    text = (
        "<b>Fatal error</b>: Uncaught exception 'PDOException' with message "
        "'SQLSTATE[HY000] [2002] Connection refused' in /var/www/html/index.php:42 "
        "Stack trace: #0 /var/www/html/index.php(42): PDO->__construct() #1 {main} "
        "thrown in <b>/var/www/html/index.php</b> on line <b>42</b><br>"
    )
    return _everywhere(page(_html("", text)))


def redirect_loop(host: str) -> Site:
    """Two addresses that send the visitor to one another."""
    return {"/trang-chu": redirect(f"https://{host}/"), "*": redirect(f"https://{host}/trang-chu")}


def script_shell(_: str) -> Site:
    """An application's empty root, filled by scripts only."""
    return _everywhere(
        page(
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{META}<title>Một cửa (mô phỏng)</title>'
            '<script src="/static/runtime.js" defer></script><script src="/static/main.js" defer></script></head>'
            "<body><noscript>Trang mô phỏng / simulated: vui lòng bật JavaScript.</noscript>"
            '<div id="root"></div></body></html>'
        )
    )


def login(_: str) -> Site:
    """Nothing to see without an account."""
    form = (
        '<h1>Đăng nhập</h1><form method="post" action="/dang-nhap"><label>Tên đăng nhập <input name="user"></label>'
        '<label>Mật khẩu <input type="password" name="pass"></label><button>Đăng nhập</button></form>'
    )
    return _everywhere(page(_html("Đăng nhập", form)))


def redirect_shell(host: str) -> Site:
    """A page without text that sends the visitor on by meta refresh, to another such page."""
    return _everywhere(
        page(
            f'<html><head>{META}<title></title><meta content="1; url=https://{host}/c" http-equiv="refresh"></head>'
            "<body onload=\"javascript:location.replace('/c')\"></body></html>"
        )
    )


def default_page(_: str) -> Site:
    """A web server as it was installed."""
    text = (
        "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed "
        "and working. Further configuration is required.</p><p><em>Thank you for using nginx.</em></p>"
    )
    return _everywhere(page(_html("Welcome to nginx!", text)))


def parked(host: str) -> Site:
    """A name for sale."""
    text = f"<h1>{host}</h1><p>This domain is for sale. Buy this domain now!</p><p>Tên miền này đang được rao bán.</p>"
    return _everywhere(page(_html(f"{host} - domain for sale", text)))


def _mannered(manner: Manner) -> Callable[[str], Site]:
    return lambda _: _everywhere(page("", manner=manner))


INSTEAD: Mapping[str, Callable[[str], Site]] = {
    "blocked_200": blocked_200,
    "blocked_403": blocked_403,
    "blocked_cdn": blocked_cdn,
    "rate_limited": rate_limited,
    "cookie_challenge": cookie_challenge,
    "maintenance_200": lambda _: _maintenance(200),
    "maintenance_503": lambda _: _maintenance(503),
    "soft_404": soft_404,
    "missing_page": missing_page,
    "application_error": application_error,
    "php_notice": php_notice,
    "redirect_loop": redirect_loop,
    "script_shell": script_shell,
    "login": login,
    "redirect_shell": redirect_shell,
    "empty": lambda _: _everywhere(page("")),
    "default_page": default_page,
    "parked": parked,
    "mute": _mannered(Manner.MUTE),
    "drip": _mannered(Manner.DRIP),
    "reset_late": _mannered(Manner.RESET),
    "malformed": _mannered(Manner.MALFORMED),
}

BEFORE_HTTP = frozenset(
    {
        "refused",
        "silent",
        "reset",
        "tls_protocol",
        "tls_expired",
        "tls_wrong_host",
        "tls_untrusted",
        "tls_not_yet_valid",
    }
)  # settled by the listener or the certificate; the page behind is sound

ON_THE_PAGE = frozenset({"slow", "tag_missing", "tag_partial", "tag_insecure", "loading_zeros"})

UNLOADED_CARD = status_card_unloaded()
