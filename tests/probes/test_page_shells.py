"""Pages without words of their own: what scripts act on, what sends itself on, what a frame fills, what is empty."""

from pathlib import Path

import pytest

from probes.answer import Answer, PageKind
from probes.exchange import Exchange
from probes.fingerprints import load_fingerprints
from probes.page_kind import classify

FINGERPRINTS = load_fingerprints(Path(__file__).parents[2] / "config")
ADDRESS = "https://mocthanh.test/"


def answered(body: str, *, head: str = "") -> Answer:
    page = f"<!doctype html><html><head><meta charset=utf-8><title>Xã</title>{head}</head><body>{body}</body></html>"
    exchange = Exchange(
        url=ADDRESS, final_url=ADDRESS, status=200, headers=(("content-type", "text/html"),), body=page.encode()
    )
    return classify(exchange, FINGERPRINTS)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<script type=module crossorigin src=/assets/i.js></script>", ""),
        ("", "<script>import('/app.js')</script>"),
        ("", "<script>document.write(page())</script>"),
        ("<script>(function(){eval(unescape('%61'))})()</script>", ""),
        ("", "<div data-bind=x></div><script>require(['a'])</script>"),
        ("", "<app>Loading...</app><script src=_framework/blazor.webassembly.js></script>"),
        ("", "<p>Đang tải…</p><script>boot()</script>"),
    ],
    ids=["module", "import", "document.write", "eval", "require", "blazor", "loading"],
)
def test_a_page_that_only_scripts_act_on_is_a_shell(head: str, body: str) -> None:
    assert answered(body, head=head).kind is PageKind.SCRIPT_SHELL


@pytest.mark.parametrize(
    ("body", "leads_to"),
    [
        ("<form id=f method=post action=/x><input type=hidden name=a></form><script>f.submit()</script>", "/x"),
        (
            "<form method=post action='https://sso.test/saml'><input type=HIDDEN name=S><noscript><input type=submit>"
            "</noscript></form><script>document.forms[0].submit()</script>",
            "https://sso.test/saml",
        ),
        (
            "<p>Đang chuyển hướng</p><form action=/y><input type=hidden><input type=submit value=Tiếp></form>"
            "<script>document.forms[0].submit();</script>",
            "/y",
        ),
    ],
    ids=["bare", "sign-in", "with words"],
)
def test_a_form_that_sends_itself_leads_elsewhere(body: str, leads_to: str) -> None:
    answer = answered(body)
    assert answer.kind is PageKind.REDIRECT_SHELL
    assert leads_to in answer.reason


@pytest.mark.parametrize(
    "body",
    [
        "<p>Xã Mộc Thanh kính chào</p><form action=/><input type=hidden name=__VIEWSTATE></form>"
        "<script>function __doPostBack(a,b){theForm.submit();}</script>",
        "<p>Tra cứu văn bản của xã</p><form action=/t><input name=q></form><script>function go(){f.submit()}</script>",
    ],
    ids=["postback", "search"],
)
def test_a_form_that_waits_for_somebody_does_not(body: str) -> None:
    assert answered(body).kind is PageKind.CONTENT


@pytest.mark.parametrize(
    "body",
    [
        "<p>Cổng thông tin điện tử xã Mộc Thanh</p><iframe src=/trong width='100%' height='100%'></iframe>",
        "<p>Cổng thông tin điện tử xã Mộc Thanh</p><iframe src=/trong style='border:0;height:100vh'></iframe>",
        "<p>Cổng thông tin điện tử xã Mộc Thanh</p><iframe src=/trong width=1000 height=900></iframe>",
        "<p>Cổng thông tin điện tử xã Mộc Thanh</p><iframe src=/trong></iframe><script src=/a.js></script>",
    ],
    ids=["per cent", "style", "pixels", "style sheet"],
)
def test_a_frame_that_fills_a_page_with_little_text_leads_elsewhere(body: str) -> None:
    assert answered(body).kind is PageKind.REDIRECT_SHELL


@pytest.mark.parametrize(
    "body",
    [
        "<p>Ủy ban xã Mộc Thanh, thôn Thượng, đối diện chợ</p><iframe src=/map width=300 height=200></iframe>",
        "<p>Ủy ban xã Mộc Thanh, thôn Thượng, đối diện chợ</p><iframe src=/t style='display:none'></iframe>",
        "<p>Ủy ban xã Mộc Thanh, thôn Thượng, đối diện chợ</p><iframe src=/t width=0 height=0></iframe>",
        "<p>Ủy ban xã Mộc Thanh</p><noscript><iframe src=/gtm height='100%'></iframe></noscript>",
        "".join(f"<a href=/{n}>Mục {n}</a> " for n in range(6)) + "<iframe src=/t height='100%'></iframe>",
    ],
    ids=["map", "hidden", "no size", "tracker", "beside a menu"],
)
def test_a_frame_beside_content_does_not(body: str) -> None:
    assert answered(body).kind is PageKind.CONTENT


@pytest.mark.parametrize(
    "body",
    ["", "<div></div>", "<script type='application/ld+json'>{}</script>", "<script>gtag('config','G')</script>"],
)
def test_a_page_without_text_or_a_script_to_write_it_is_empty(body: str) -> None:
    assert answered(body).kind is PageKind.EMPTY


def test_a_language_chooser_is_content() -> None:
    assert answered("<a href=/vi>Tiếng Việt</a> | <a href=/en>English</a>").kind is PageKind.CONTENT
