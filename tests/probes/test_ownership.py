"""Whose page it is: another agency's site is only named where its title says so and the own name stands nowhere."""

import pytest

from monitor.configuration import shipped_folder
from probes.exchange import Exchange
from probes.fingerprints import load_fingerprints
from probes.ownership import Owned, Owner, owner_mark, read_owner
from probes.page_kind import classify

PRINTS = load_fingerprints(shipped_folder())
OWNER = Owner(
    names=("Tỉnh Bình Sơn", "Thành phố Hải Lâm"),
    everybody=frozenset(
        {"Tỉnh Bình Sơn", "Tỉnh Đông Hà", "Tỉnh Hà Sơn", "Bộ Mô phỏng", "Bộ Kiểm thử (đến 28/02/2025)"}
    ),
)
NEWS = "<p>Cơ quan tổ chức tiếp công dân vào ngày mười lăm hằng tháng tại trụ sở, mang theo giấy tờ tùy thân.</p>" * 4
MENU = "".join(f"<a href=/{n}>Mục {n}</a>" for n in range(8))


def owned(title: str, body: str = NEWS, *, head: str = "", owner: Owner | None = OWNER, declared: str = "") -> Owned:
    page = f"<html><head><title>{title}</title>{head}</head><body>{MENU}{body}</body></html>".encode()
    url = "https://cong.binhson.test/"
    headers = (("content-type", "text/html; charset=utf-8"),)
    answer = classify(Exchange(url=url, final_url=url, status=200, headers=headers, body=page), PRINTS)
    return read_owner(answer, owner, declared=declared)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Cổng thông tin điện tử tỉnh Bình Sơn", NEWS),
        ("CỔNG THÔNG TIN ĐIỆN TỬ TỈNH BÌNH SƠN", NEWS),
        ("Cong thong tin dien tu tinh Binh Son", NEWS),
        ("Trang chủ", f"{NEWS}<footer>Bản quyền thuộc UBND tỉnh Bình Sơn</footer>"),
        ("Trang chủ", f"{NEWS}<footer>thuộc về: vanphong@binhson.test</footer>"),
        ("UBND TP. HL", f"{NEWS}<footer>TPHL</footer>"),
        ("Thành phố Hải Lâm", NEWS),
        ("Cổng thông tin điện tử tỉnh Đông Hà", f"{NEWS} Bình Sơn"),
    ],
)
def test_the_own_name_is_seen_in_every_spelling(title, body) -> None:
    assert owned(title, body) == Owned(seen=True)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Cổng thông tin điện tử tỉnh Đông Hà", "Tỉnh Đông Hà"),
        ("Cổng Thông tin điện tử UBND Tỉnh Đông Hà", "Tỉnh Đông Hà"),
        ("Trang chủ - Cổng Dịch vụ công tỉnh Đông Hà", "Tỉnh Đông Hà"),
        ("Trang chủ | Bộ Mô phỏng", "Bộ Mô phỏng"),
        ("Bộ Kiểm thử", "Bộ Kiểm thử"),
        ("CONG THONG TIN DIEN TU TINH DONG HA", "Tỉnh Đông Hà"),
    ],
)
def test_a_title_in_another_name_tells_whose_site_it_is(title, other) -> None:
    assert owned(title) == Owned(seen=False, other=other)


def test_a_name_that_holds_the_own_one_or_is_held_by_it_is_no_other() -> None:
    names = frozenset({"Tỉnh Bình Sơn Hạ", "Sơn Hạ", "Tỉnh Hạ"})
    page_title = "Cổng thông tin điện tử tỉnh Bình Sơn Hạ"
    assert owned(page_title, owner=Owner(names=("Bình Sơn Hạ Tân",), everybody=names)).other == "Tỉnh Bình Sơn Hạ"
    assert owned("Sơn Hạ", owner=Owner(names=("Xã Sơn Hạ Tân",), everybody=names)).other is None


def test_a_body_before_and_after_a_date_is_one() -> None:
    names = frozenset({"Bộ Mô phỏng", "Bộ Mô phỏng (đến 28/02/2025)"})
    assert owned("Bộ Mô phỏng", owner=Owner(names=("Tỉnh Bình Sơn",), everybody=names)).other == "Bộ Mô phỏng"


def test_a_site_name_in_the_metadata_counts_as_a_title() -> None:
    assert owned("Trang chủ", declared="Cổng thông tin điện tử tỉnh Đông Hà").other == "Tỉnh Đông Hà"


@pytest.mark.parametrize(
    "title",
    [
        "Trang chủ",
        "Cổng thông tin điện tử",
        "Đoàn công tác tỉnh Đông Hà thăm và làm việc",
        "UBND tỉnh Đông Hà thăm và làm việc tại trụ sở",
        "Hội nghị ký kết hợp tác với tỉnh Đông Hà",
        "Cổng thông tin điện tử huyện Đông Hà",
        "Cổng thông tin điện tử tỉnh Đông Hà Nam",
        "Cổng thông tin tỉnh Đông Hà - Cổng thông tin tỉnh Hà Sơn",
        "Đông Hà",
        "",
    ],
)
def test_a_title_that_does_not_plainly_name_another_site_accuses_nobody(title) -> None:
    assert owned(title) == Owned(seen=False)


@pytest.mark.parametrize(
    "body",
    [
        f"<img src='/anh/logo-binhson.png'>{NEWS}",
        f"<img src='/a.png' alt='Cổng tỉnh Bình Sơn'>{NEWS}",
        f"<script>var ten = 'Bình Sơn';</script>{NEWS}",
        "<p>Chào mừng.</p>",
    ],
)
def test_a_name_in_the_source_only_and_a_page_of_few_words_settle_nothing(body) -> None:
    assert owned("Cổng thông tin điện tử tỉnh Đông Hà", body) == Owned()


def test_nobody_is_accused_on_a_host_that_two_agencies_share() -> None:
    shared = Owner(names=OWNER.names, everybody=OWNER.everybody, alone=False)
    assert owned("Cổng thông tin điện tử tỉnh Đông Hà", owner=shared) == Owned(seen=False)


def test_without_a_name_to_look_for_nothing_is_said() -> None:
    assert owned("Cổng thông tin điện tử tỉnh Đông Hà", owner=None) == Owned()
    assert owned("Cổng thông tin điện tử tỉnh Đông Hà", owner=Owner(names=())) == Owned()


def test_a_page_that_is_no_content_says_nothing_of_its_owner() -> None:
    body = "<div id=root></div><script src=/a.js></script>"
    page = f"<html><title>Cổng thông tin tỉnh Đông Hà</title><body>{body}".encode()
    url = "https://cong.binhson.test/"
    answer = classify(Exchange(url=url, final_url=url, status=200, body=page), PRINTS)
    assert read_owner(answer, OWNER) == Owned()


def test_an_owner_who_is_known_by_other_names_is_another_mark() -> None:
    assert owner_mark(None) == ""
    assert owner_mark(OWNER) == owner_mark(Owner(names=OWNER.names, everybody=OWNER.everybody))
    assert owner_mark(OWNER) != owner_mark(Owner(names=OWNER.names))
