"""Ways to the national portal beside plain links, and names that are no way to it."""

import pytest

from probes.document import parse_document
from probes.national_link import is_named, way_in

HOSTS = ("dichvucong.gov.vn",)


def found(body: str) -> tuple[str | None, bool]:
    page = f"<html lang=vi><head><title>Vĩnh Mẫu</title></head><body>{body}</body></html>"
    document = parse_document(page.encode(), url="https://vinh-mau.test/", content_type="text/html; charset=utf-8")
    return way_in(document, HOSTS), is_named(document, HOSTS)


@pytest.mark.parametrize(
    ("body", "way"),
    [
        ("<select><option value='https://dichvucong.gov.vn'>Cổng DVC quốc gia</select>", "https://dichvucong.gov.vn"),
        ("<button onclick=\"window.open('https://dichvucong.gov.vn/p/home')\">DVC</button>",
         "https://dichvucong.gov.vn/p/home"),
        ("<iframe src='//dichvucong.gov.vn/p/tin'></iframe>", "https://dichvucong.gov.vn/p/tin"),
        ("<form action='https://dvc.dichvucong.gov.vn/tim'><input name=q></form>", "https://dvc.dichvucong.gov.vn/tim"),
        ("<div data-href='https://dichvucong.gov.vn/'>DVC</div>", "https://dichvucong.gov.vn/"),
    ],
)  # fmt: skip
def test_what_people_can_use_leads_there(body: str, way: str) -> None:
    assert found(body) == (way, True)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<script>var dvc = 'https://dichvucong.gov.vn/p/home';</script>", True),
        ("<link rel=preconnect href='https://dichvucong.gov.vn'>", True),
        ("<img src='https://dichvucong.gov.vn/logo.png'>", True),
        ("<p>Xem tại https://dichvucong.gov.vn để nộp hồ sơ</p>", True),
        ("<a href='/dichvucong.gov.vn'>Tin</a>", False),
        ("<option value='https://dichvucong.gov.vn.evil.test/'>DVC", False),
        ("<option value='https://dichvucong.vinh-mau.test/'>DVC", False),
        ("<p>Không có gì</p>", False),
    ],
)
def test_what_nobody_can_follow_is_no_way_there(body: str, named: bool) -> None:
    assert found(body) == (None, named)
