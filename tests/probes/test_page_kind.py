"""Page kinds over like-shaped pages, `tests/pages/kinds/<kind>/<name>.html`, and over statuses and hosts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.answer import Answer, PageKind
from probes.exchange import Exchange, Hop
from probes.failures import FailureKind, State, failed
from probes.fingerprints import Fingerprints, load_fingerprints
from probes.page_kind import classifier, classify

ROOT = Path(__file__).parents[2]
KINDS = ROOT / "tests" / "pages" / "kinds"
PAGES = sorted(KINDS.glob("*/*.html"))
FINGERPRINTS = load_fingerprints(ROOT / "config")
ASKED = "https://dichvucong.binhson.test/"

FAILURES = {
    "blocked": FailureKind.BLOCKED,
    "challenge": FailureKind.BLOCKED,
    "maintenance": FailureKind.MAINTENANCE,
    "soft_404": FailureKind.NOT_FOUND,
    "empty": FailureKind.EMPTY,
    "application_error": FailureKind.APPLICATION_ERROR,
    "default_page": FailureKind.WRONG_CONTENT,
    "parked": FailureKind.WRONG_CONTENT,
}
CONTENT = (KINDS / "content" / "long_news_page.html").read_bytes()


def answered(
    body: bytes, *, status: int = 200, content_type: str | None = "text/html; charset=utf-8", **more: str
) -> Answer:
    final_url = more.pop("final_url", ASKED)
    headers = [(name.replace("_", "-"), value) for name, value in more.items()]
    if content_type is not None:
        headers.append(("content-type", content_type))
    return classify(
        Exchange(url=ASKED, final_url=final_url, status=status, headers=tuple(headers), body=body), FINGERPRINTS
    )


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_has_the_kind_of_its_folder(path: Path) -> None:
    answer = answered(path.read_bytes())
    assert (answer.kind, answer.reason) == (PageKind(path.parent.name), answer.reason)
    assert (answer.failure.kind if answer.failure else None) == FAILURES.get(path.parent.name)
    assert answer.reason


@pytest.mark.parametrize("path", [path for path in PAGES if path.parent.name in {"blocked", "challenge"}], ids=named)
@pytest.mark.parametrize("status", [200, 403, 404, 503])
def test_a_refusal_is_blocked_with_any_status(path: Path, status: int) -> None:
    answer = answered(path.read_bytes(), status=status)
    assert answer.state is State.BLOCKED
    assert answer.kind is PageKind(path.parent.name)


@pytest.mark.parametrize("path", sorted((KINDS / "maintenance").glob("*.html")), ids=named)
@pytest.mark.parametrize("status", [200, 404, 500, 503])
def test_a_maintenance_notice_is_maintenance_with_any_status(path: Path, status: int) -> None:
    assert answered(path.read_bytes(), status=status).state is State.MAINTENANCE


@pytest.mark.parametrize(
    ("status", "kind", "failure"),
    [
        (200, PageKind.CONTENT, None),
        (201, PageKind.CONTENT, None),
        (206, PageKind.CONTENT, None),
        (401, PageKind.BLOCKED, FailureKind.BLOCKED),
        (403, PageKind.BLOCKED, FailureKind.BLOCKED),
        (406, PageKind.BLOCKED, FailureKind.BLOCKED),
        (429, PageKind.BLOCKED, FailureKind.RATE_LIMITED),
        (404, PageKind.NOT_FOUND, FailureKind.NOT_FOUND),
        (410, PageKind.NOT_FOUND, FailureKind.NOT_FOUND),
        (400, PageKind.APPLICATION_ERROR, FailureKind.HTTP_CLIENT_ERROR),
        (422, PageKind.APPLICATION_ERROR, FailureKind.HTTP_CLIENT_ERROR),
        (500, PageKind.APPLICATION_ERROR, FailureKind.HTTP_SERVER_ERROR),
        (502, PageKind.APPLICATION_ERROR, FailureKind.HTTP_SERVER_ERROR),
        (503, PageKind.APPLICATION_ERROR, FailureKind.HTTP_SERVER_ERROR),
        (599, PageKind.APPLICATION_ERROR, FailureKind.HTTP_SERVER_ERROR),
    ],
)
def test_the_status_decides_over_an_ordinary_page(status: int, kind: PageKind, failure: FailureKind | None) -> None:
    answer = answered(CONTENT, status=status)
    assert (answer.kind, answer.failure and answer.failure.kind) == (kind, failure)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_status_decides_over_an_empty_body_too(status: int) -> None:
    answer = answered(b"", status=status)
    assert answer.failure is not None
    assert answer.kind is not PageKind.EMPTY


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"code": "OK", "data": {}}', "application/json"),
        (b'{"code": "OK", "data": {}}', "text/html"),
        (b'[{"A": "1"}]', "text/plain"),
        (b"[]", None),
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"%PDF-1.7 ...", "text/html"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", None),
        (b"PK\x03\x04", "application/octet-stream"),
        (b'<?xml version="1.0"?><urlset></urlset>', "application/xml"),
        (b"<rss><channel></channel></rss>", "text/xml"),
        (b"User-agent: *", "text/plain"),
        (b"var a = 1;", "application/javascript"),
    ],
)
def test_what_is_no_html_is_not_html_and_no_failure(body: bytes, content_type: str | None) -> None:
    answer = answered(body, content_type=content_type)
    assert (answer.kind, answer.failure, answer.document) == (PageKind.NOT_HTML, None, None)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None, "application/octet-stream"])
def test_a_firewall_page_is_known_whatever_type_it_declares(content_type: str | None) -> None:
    body = (KINDS / "blocked" / "f5.html").read_bytes()
    assert answered(body, content_type=content_type).kind is PageKind.BLOCKED


@pytest.mark.parametrize("content_type", ["text/html", "application/json", "image/png", None])
@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_no_bytes_are_empty(body: bytes, content_type: str | None) -> None:
    assert answered(body, content_type=content_type).kind is PageKind.EMPTY


def test_a_notice_in_plain_text_is_maintenance() -> None:
    body = "Hệ thống đang bảo trì, vui lòng quay lại sau.".encode()
    assert answered(body, status=503, content_type="text/plain; charset=utf-8").kind is PageKind.MAINTENANCE


def test_a_challenge_is_known_by_its_header() -> None:
    assert answered(b"<p>ok</p>", status=403, cf_mitigated="challenge").kind is PageKind.CHALLENGE


@pytest.mark.parametrize(
    "final_url",
    ["https://dichvucong.gov.vn/", "https://www.dichvucong.gov.vn/p/home", "http://DICHVUCONG.GOV.VN./x"],
)
@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_redirect_to_the_national_portal_is_a_move(final_url: str, status: int) -> None:
    answer = answered(CONTENT, status=status, final_url=final_url)
    assert (answer.kind, answer.state) == (PageKind.RETIRED, State.RETIRED)


@pytest.mark.parametrize(
    "final_url",
    ["https://dichvucong.gov.vn.evil.test/", "https://xdichvucong.gov.vn/", "https://a.test/dichvucong.gov.vn"],
)
def test_a_name_that_only_looks_like_the_national_portal_is_no_move(final_url: str) -> None:
    assert answered(CONTENT, final_url=final_url).kind is PageKind.CONTENT


def test_the_national_sign_in_is_a_login_and_no_move() -> None:
    answer = answered(CONTENT, final_url="https://xacthuc.dichvucong.gov.vn/oauth2/authorize?x=1")
    assert answer.kind is PageKind.LOGIN


def test_the_national_portal_itself_is_never_retired() -> None:
    address = "https://dichvucong.gov.vn/"
    body = (KINDS / "retired" / "notice_with_link.html").read_bytes()
    answer = classify(Exchange(url=address, final_url=address, status=200, body=body), FINGERPRINTS)
    assert answer.kind is PageKind.CONTENT


def test_a_single_sign_on_address_is_a_login() -> None:
    shell = b"<html><body><div id='app'></div><script src='/a.js'></script></body></html>"
    answer = answered(shell, final_url="https://sso.binhson.test/realms/gov/protocol/openid-connect/auth?client_id=1")
    assert answer.kind is PageKind.LOGIN


def test_a_failed_exchange_keeps_its_failure_and_has_no_kind() -> None:
    failure = failed(FailureKind.READ_TIMEOUT, "silence")
    answer = classify(Exchange(url=ASKED, final_url=ASKED, failure=failure), FINGERPRINTS)
    assert (answer.kind, answer.failure, answer.document) == (None, failure, None)


def test_a_move_to_a_national_portal_that_does_not_answer_us_is_still_a_move() -> None:
    exchange = Exchange(
        url=ASKED,
        final_url="https://dichvucong.gov.vn/",
        hops=(Hop(url=ASKED, status=301, address="192.0.2.1"),),
        failure=failed(FailureKind.CONNECT_TIMEOUT, "silence"),
    )
    answer = classify(exchange, FINGERPRINTS)
    assert (answer.kind, answer.failure, answer.state) == (PageKind.RETIRED, None, State.RETIRED)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<div>" * 70_000, "tags"),
        (b"<html><body>" + b"<div>" * 400 + b"x", "nested"),
        (b"<table>" + b"<td>1</td>" * 100_000, "tags"),
        (b"<p>" + b"x" * 2_000_001, "bytes"),
        (b"<a " + b" ".join(b"a%d=1" % n for n in range(6_000)) + b">x</a>", "attributes"),
    ],
    ids=["many tags", "deep nesting", "many cells", "many bytes", "many attributes"],
)
def test_a_page_that_cannot_be_read_whole_is_up_and_unread(body: bytes, why: str) -> None:
    answer = answered(body)
    assert answer.state is State.UP
    assert answer.document is None
    assert why in (answer.unread or "")


def test_a_page_seen_before_is_not_read_again() -> None:
    remembering = classifier(FINGERPRINTS)
    exchange = Exchange(url=ASKED, final_url=ASKED, status=200, body=CONTENT)
    first, second = remembering(exchange), remembering(exchange)
    assert (first.kind, first.reason, first.failure) == (second.kind, second.reason, second.failure)
    assert second.document is not None
    assert not {"tree", "source"} & set(vars(second.document))
    assert first.document is not None
    assert (second.document.title, second.document.language) == (first.document.title, first.document.language)
    assert "source" not in vars(second.document)
    assert second.document.visible_text == first.document.visible_text


@pytest.mark.parametrize("path", PAGES[:: len(PAGES) // 12], ids=named)
def test_a_remembered_kind_is_the_kind_that_would_be_found(path: Path) -> None:
    remembering = classifier(FINGERPRINTS, remembered=2)
    for status in (200, 503, 200, 404, 200):
        exchange = Exchange(url=ASKED, final_url=ASKED, status=status, body=path.read_bytes())
        fresh, known = classify(exchange, FINGERPRINTS), remembering(exchange)
        assert (known.kind, known.failure, known.reason) == (fresh.kind, fresh.failure, fresh.reason)


FRAGMENTS = st.sampled_from(
    [
        "<html>", "<body>", "<div id='root'>", "</div>", "<script>", "</script>", "<!--", "-->", "<title>", "</title>",
        "<meta http-equiv=refresh content='0;url=http://[::1'>", "<a href='http://['>", "bảo trì", "đang", "\0", "&#0;",
        "<input type=password>", "<main>", "<template>", "<frame src='http://['>", "<svg><title>", "]]>", "<plaintext>",
        "<?xml version='1.0'?>", "location.replace('http://[')", "Đã tiếp nhận 0", "404", "<base href='http://['>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    body=st.one_of(
        st.binary(max_size=400), st.lists(FRAGMENTS, max_size=25).map(lambda parts: "".join(parts).encode())
    ),
    status=st.integers(min_value=100, max_value=599).filter(lambda status: status != 304),
    content_type=st.one_of(st.none(), st.text(max_size=30), st.just("text/html; charset=windows-1258")),
    final_url=st.one_of(st.just(ASKED), st.text(max_size=30)),
)
def test_any_bytes_have_a_kind(body: bytes, status: int, content_type: str | None, final_url: str) -> None:
    answer = answered(body, status=status, content_type=content_type, final_url=final_url)
    assert answer.kind is not None
    if answer.document is not None:
        assert isinstance(answer.document.visible_text, str)
        assert isinstance(answer.document.problems, tuple)


def test_a_304_that_nobody_asked_for_is_no_answer_whatever_stands_in_it() -> None:
    answer = answered(b"<html><title>404</title>", status=304)
    assert answer.kind is None
    assert answer.failure is not None
    assert answer.failure.kind == "malformed_response"


def test_fingerprints_of_the_configuration_are_complete() -> None:
    assert isinstance(FINGERPRINTS, Fingerprints)
    by_shape = {PageKind.CONTENT, PageKind.NOT_HTML, PageKind.REDIRECT_SHELL, PageKind.EMPTY, PageKind.NOT_FOUND}
    assert {kind for kind, found in FINGERPRINTS.by_kind.items() if not found} == by_shape
