"""What could harm is nowhere without a token, and there as text for half an hour with one."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from monitor.incidents.records import Event, Happening
from monitor.rules.contract import Outcome
from monitor.tokens.hashing import hash_of, secret_of
from monitor.tokens.records import ApiToken, Scope
from probes.answer import PageKind
from tests.support.incidents import incident
from tests.support.kept_rounds import DAY, PORTAL, START, after, evidence, observation, reachability, round_, verdict
from tests.support.page_site import Site, serving

SECRET = secret_of("chief", b"chief".ljust(32, b"0"))
READER = secret_of("reader", b"reader".ljust(32, b"0"))
OLD = secret_of("old", b"old".ljust(32, b"0"))
SALT = b"salt of the test"
TOKENS = (
    ApiToken(name="chief", hash=hash_of(SECRET, SALT), scopes=frozenset(Scope), expires=DAY),
    ApiToken(name="reader", hash=hash_of(READER, SALT), scopes=frozenset({Scope.READ}), expires=DAY),
    ApiToken(name="old", hash=hash_of(OLD, SALT), scopes=frozenset(Scope), expires=DAY - timedelta(days=1)),
)
PLACES = (f"/portals/{PORTAL}", "/agencies/a-mau")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page that shows the inside of its system, and an incident that somebody answered for."""
    kept = evidence("<p>SQLSTATE[42000]: bí mật &lt;script&gt;</p>".encode())
    facts = reachability(kind=PageKind.APPLICATION_ERROR, title="lỗi bí mật", reason="status 500")
    failing = verdict(Outcome.FAIL, evidence={"excerpt": "bí mật"})
    seen = round_(observations=(observation(facts, pages=(kept,)),), evidence=(kept,), verdicts=(failing,))
    answered = incident(
        id="i-1",
        portal=PORTAL,
        agency="a-mau",
        since=START,
        opened=START,
        acknowledged=after(1),
        acknowledged_by="Người Kín",
        note="ghi chú kín",
        events=(
            Event(incident="i-1", happening=Happening.ACKNOWLEDGED, at=after(1), reason="ghi chú kín", reason_en="kín"),
        ),
    )
    folder = tmp_path_factory.mktemp("session")
    with serving(folder, [seen], incidents=[answered], tokens=TOKENS) as served:
        yield served


def ask(
    site: Site, path: str, *, form: dict[str, str] | None = None, **headers: str
) -> tuple[int, str, dict[str, str]]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as line:
        if form is None:
            line.request("GET", path, headers=headers)
        else:
            line.request(
                "POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded", **headers}
            )
        said = line.getresponse()
        return said.status, said.read().decode(), {name.lower(): value for name, value in said.getheaders()}


def begun(site: Site, secret: str) -> str:
    status, _text, headers = ask(site, "/token", form={"token": secret})
    assert (status, headers["location"]) == (303, "/token")
    return headers["set-cookie"].partition(";")[0]


@pytest.mark.parametrize("path", [*PLACES, "/", "/incidents", "/incidents/i-1", "/about"])
def test_without_a_token_nothing_of_it_is_anywhere(site: Site, path: str) -> None:
    text = ask(site, path)[1]
    assert "bí mật" not in text
    assert "SQLSTATE" not in text
    assert "kín" not in text.lower()


def test_with_a_token_it_stands_there_as_text_and_no_cache_keeps_it(site: Site) -> None:
    cookie = begun(site, SECRET)
    for path in PLACES:
        _status, text, headers = ask(site, path, Cookie=cookie)
        assert "bí mật" in text
        assert headers["cache-control"] == "private, no-store"
    assert "SQLSTATE[42000]: bí mật &lt;script&gt;" in ask(site, PLACES[0], Cookie=cookie)[1]


def test_a_header_serves_as_well(site: Site) -> None:
    assert "bí mật" in ask(site, PLACES[0], Authorization=f"Bearer {SECRET}")[1]


def test_the_cookie_is_for_no_script_and_no_other_site(site: Site) -> None:
    cookie = ask(site, "/token", form={"token": SECRET})[2]["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=1800"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    secure = ask(site, "/token", form={"token": SECRET}, **{"X-Forwarded-Proto": "https"})[2]["set-cookie"]
    assert "Secure" in secure.split("; ")
    assert SECRET not in cookie


def test_a_token_shows_what_its_scopes_allow(site: Site) -> None:
    cookie = begun(site, READER)
    assert "bí mật" not in ask(site, PLACES[0], Cookie=cookie)[1]
    assert "Người Kín: ghi chú kín" in ask(site, "/incidents/i-1", Cookie=cookie)[1]


@pytest.mark.parametrize("secret", ["", "emc_chief_wrong", OLD, "x" * 400])
def test_a_wrong_or_old_token_opens_nothing_and_says_so_on_a_page(site: Site, secret: str) -> None:
    status, text, headers = ask(site, "/token", form={"token": secret})
    assert (status, "Mã truy cập không đúng hoặc đã hết hạn" in text) == (401, True)
    assert "set-cookie" not in headers


def test_whoever_ends_it_sees_no_more_than_everybody(site: Site) -> None:
    cookie = begun(site, SECRET)
    _status, _text, headers = ask(site, "/token/end", form={}, Cookie=cookie)
    assert headers["set-cookie"].startswith('emc_session=""')
    assert "bí mật" not in ask(site, PLACES[0], Cookie=cookie)[1]


def test_a_made_up_cookie_is_nobody(site: Site) -> None:
    status, text, _headers = ask(site, PLACES[0], Cookie="emc_session=" + "A" * 43)
    assert (status, "bí mật" in text) == (200, False)


def test_a_wrong_header_is_refused_and_not_ignored(site: Site) -> None:
    assert ask(site, PLACES[0], Authorization="Bearer emc_chief_wrong")[0] == 401
