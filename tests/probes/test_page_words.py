"""Sentences that decide a page's kind, and the same words where they decide nothing."""

from pathlib import Path

import pytest

from probes.answer import Answer, PageKind
from probes.exchange import Exchange
from probes.failures import FailureKind, State
from probes.fingerprints import load_fingerprints
from probes.page_kind import classify

FINGERPRINTS = load_fingerprints(Path(__file__).parents[2] / "config")
ADDRESS = "https://mocthanh.test/"
NATIONAL = "<a href='https://dichvucong.gov.vn'>dichvucong.gov.vn</a>"
NEWS = "".join(
    f"<p><a href='/bai/{n}'>Xã Mộc Thanh họp giao ban tuần {n}, bàn việc thu hoạch vụ mùa, sửa lớp học và khám bệnh cho"
    " người cao tuổi trong thôn</a></p>"
    for n in range(40)
)
FEW = "".join(f"<li><a href='/muc-{n}.html'>Chuyên mục {n}</a></li>" for n in range(6))
PLAIN_MENU = "<nav>Trang chủ Giới thiệu Tin tức Văn bản Liên hệ</nav><p>Kính chào quý khách.</p>"
SURROUNDINGS = {"news": NEWS, "few links": FEW, "menu without links": PLAIN_MENU}


def answered(body: str, *, title: str = "Cổng thông tin xã Mộc Thanh", status: int = 200, head: str = "") -> Answer:
    page = (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
    exchange = Exchange(
        url=ADDRESS, final_url=ADDRESS, status=status, headers=(("content-type", "text/html"),), body=page.encode()
    )
    return classify(exchange, FINGERPRINTS)


ON_A_WORKING_PAGE = {
    "heading with a count of 404": "<h2>404 hồ sơ xã đã tiếp nhận</h2>",
    "heading with a count of 500": "<h1>500 thủ tục hành chính cấp xã</h1>",
    "heading with a count of 503": "<h3>503 lượt khách trong tuần</h3>",
    "module without its object": "<div>Object reference not set to an instance of an object.</div>",
    "module with its exception": "<p>[HttpException] in a module</p>",
    "trace in a module": "<pre>stack trace: #0 {main}</pre>",
    "uncaught in a module": "<pre>Uncaught TypeError in lich.php</pre>",
    "locked accounts": "<p>Tài khoản bị khóa sau 5 lần đăng nhập sai, gọi 1022 để mở.</p>",
    "lapsed accounts": "<p>Tài khoản hết hạn: công dân cập nhật căn cước.</p>",
    "registered name": "<p>Tên miền này đã được đăng ký tín nhiệm mạng.</p>",
    "warning of a locked site": "<p>Cảnh báo giả mạo: website đã bị khóa vi-du.test</p>",
    "national data not reached": "<p>Hiện không kết nối được CSDL quốc gia về dân cư, việc cấp giấy bị chậm.</p>",
    "advice on error 404": "<p>Gặp HTTP Error 404 hướng dẫn xử lý tại đây</p>",
    "advice on error 500": "<p>Hỏi đáp: error 500: khi nộp đơn</p>",
    "missing item of a widget": "<aside>Nội dung không tồn tại</aside>",
    "missing article of a widget": "<aside>Bài viết này không tồn tại hoặc đã bị xóa</aside>",
    "page not found by a widget": "<aside>Không tìm thấy trang</aside>",
    "line for errors": "<p>Báo lỗi hệ thống: 1900 0000</p>",
    "button for errors": "<a>Phản ánh lỗi hệ thống</a>",
    "what to do in trouble": "<p>Nếu gặp sự cố hệ thống gọi 1022</p>",
    "what to do when it fails": "<p>Khi xảy ra lỗi trong quá trình nộp đơn, xin gọi 1022.</p>",
    "weather that does not load": "<p>Đã xảy ra lỗi khi tải dữ liệu thời tiết</p>",
    "road works": "<p>Xã đang sửa chữa cầu Bến Đá, dịch vụ xe buýt tạm ngừng để bảo trì.</p>",
    "road upgrade": "<p>Huyện đang nâng cấp quốc lộ 9; bà con vui lòng quay lại sau ngày 5.</p>",
    "water pipes": "<p>Tạm ngừng cung cấp nước do bảo trì đường ống.</p>",
    "water company": "<p>Dịch vụ cấp nước: đơn vị đang sửa chữa tuyến ống.</p>",
    "maintenance that is over": "<p>Hệ thống đã bảo trì xong và hoạt động trở lại bình thường.</p>",
    "upgrade that is over": "<p>Việc nâng cấp hệ thống đã hoàn tất. Mời quý vị truy cập lại.</p>",
    "building a digital government": "<p>Xã đang xây dựng chính quyền số.</p>",
    "coming maintenance": "<p>Hệ thống sẽ bảo trì lúc 22h thứ Bảy. Mong bà con thông cảm.</p>",
    "tender for a firewall": "<p>Gói thầu mua sắm tường lửa ứng dụng web cho trung tâm dữ liệu.</p>",
    "tender for a named firewall": "<p>Mời chào giá VNPT WAF</p>",
    "complaint about a refusal": "<p>Yêu cầu của bạn đã bị từ chối: hướng dẫn khiếu nại.</p>",
    "rule on addresses": "<p>Quy định: IP bị khóa nếu gửi thư rác.</p>",
    "market that is rebuilt": "<p>Chợ tạm dừng hoạt động để nâng cấp, mở cửa trở lại tháng 5.</p>",
    "house that is repaired": "<p>Nhà văn hóa thôn 3 tạm dừng hoạt động để sửa chữa.</p>",
    "surgery that is full": "<p>Phòng khám quá tải, bà con vui lòng quay lại sau.</p>",
    "canals in trouble": "<p>Hệ thống thủy lợi đang gặp sự cố, xã đang khắc phục.</p>",
    "street lamps": "<p>Bảo trì hệ thống đèn đường: 404 bóng đã thay.</p>",
    "accounts locked by mistakes": "<p>Tài khoản này bị khóa khi nhập sai 5 lần.</p>",
    "news of strange visits": "<p>Cục An toàn thông tin phát hiện truy cập bất thường vào một website giả mạo.</p>",
    "counts in headings": "<h3>404</h3><p>hồ sơ đã nhận</p><h3>500</h3><p>hồ sơ đã trả</p>",
    "districts that stopped": f"<p>Từ 1/7/2025 cấp huyện dừng hoạt động; thủ tục trên Cổng DVCQG {NATIONAL}</p>",
    "paper dossiers that stopped": f"<p>Bộ phận một cửa đã dừng tiếp nhận hồ sơ giấy. Xem {NATIONAL}</p>",
}


@pytest.mark.parametrize("around", SURROUNDINGS.values(), ids=SURROUNDINGS)
@pytest.mark.parametrize("sentence", ON_A_WORKING_PAGE.values(), ids=ON_A_WORKING_PAGE)
def test_a_page_that_works_is_content_whatever_one_sentence_on_it_says(sentence: str, around: str) -> None:
    for body in (around + sentence, sentence + around):
        answer = answered(body)
        assert (answer.kind, answer.state) == (PageKind.CONTENT, State.UP), answer.reason


SHORT_NEWS = [
    name for name in ON_A_WORKING_PAGE if not name.startswith(("module", "trace", "uncaught", "page not", "missing"))
]


@pytest.mark.parametrize("name", SHORT_NEWS)
def test_news_without_a_menu_around_it_is_content_too(name: str) -> None:
    body = f"<h2>Xã Mộc Thanh</h2>{ON_A_WORKING_PAGE[name]}<p>Đăng ngày 3, lượt xem 15.</p>"
    assert answered(body).kind is PageKind.CONTENT, answered(body).reason


@pytest.mark.parametrize(
    "title",
    [
        "404 thủ tục hành chính được công bố",
        "404 dịch vụ công mới – Xã Mộc Thanh",
        "500 dịch vụ công toàn trình - Xã Mộc Thanh",
        "Lỗi 404 là gì? Hướng dẫn khắc phục",
        "Giải ngân 404 tỷ đồng",
        "503 hộ thoát nghèo",
    ],
)
@pytest.mark.parametrize("around", [NEWS, FEW, PLAIN_MENU, "<p>Công bố sáng nay.</p>"])
def test_a_number_before_a_noun_in_a_title_is_a_count(title: str, around: str) -> None:
    assert answered(around, title=title).kind is PageKind.CONTENT


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Lỗi 404",
        "404 Not Found",
        "404 - Không tìm thấy trang",
        "Error 404: Page not found",
        "404 | Xã Mộc Thanh",
    ],
)
@pytest.mark.parametrize("around", [NEWS[:3000], FEW, "<p>Rất tiếc!</p>"])
def test_a_title_that_says_not_found_speaks_for_the_whole_page(title: str, around: str) -> None:
    assert answered(around, title=title).kind is PageKind.SOFT_404


@pytest.mark.parametrize("heading", ["404", "Lỗi 404", "404 - Không tìm thấy trang", "Trang không tồn tại"])
def test_a_first_heading_that_says_not_found_speaks_for_a_page_with_a_menu(heading: str) -> None:
    assert answered(f"{FEW}<h1>{heading}</h1>").kind is PageKind.SOFT_404
    assert answered(f"{FEW}<h3>{heading}</h3>{NEWS[:3000]}").kind is PageKind.CONTENT


@pytest.mark.parametrize(
    "title", ["500", "500 Internal Server Error", "502 Bad Gateway", "Lỗi 503", "504 - Gateway Timeout"]
)
def test_a_title_that_says_the_server_failed_is_an_error(title: str) -> None:
    assert answered("<p>Sorry.</p>", title=title).kind is PageKind.APPLICATION_ERROR


NOTICES = [
    "Cổng xã tạm ngừng hoạt động để thực hiện chuyển đổi trung tâm dữ liệu",
    "Dịch vụ tạm ngưng. Chúng tôi sẽ sớm trở lại",
    "Hệ thống đang cập nhật dữ liệu, vui lòng truy cập lại sau",
    "Thông báo tạm dừng hệ thống để đồng bộ dữ liệu",
    "Hệ thống đang chuyển đổi sang phiên bản mới",
    "Hệ thống ngừng phục vụ từ 0h đến 5h để bảo trì",
    "Bảo trì hệ thống",
    "Hệ thống đang gặp sự cố kỹ thuật. Chúng tôi đang khắc phục.",
    "Hệ thống đang bảo trì, vui lòng quay lại sau",
    "Cổng đang dừng hoạt động theo kế hoạch của xã",
    "Website đang xây dựng",
    "Hệ thống tạm ngưng phục vụ",
    "Hệ thống tạm dừng để chuyển sang trung tâm dữ liệu quốc gia",
    "Scheduled maintenance in progress",
]


@pytest.mark.parametrize("status", [200, 404, 503])
@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_of_a_stop_is_maintenance(notice: str, status: int) -> None:
    for title in ("Thông báo", "Cổng thông tin xã Mộc Thanh"):
        answer = answered(f"<h1>{notice}</h1>", title=title, status=status)
        assert (answer.kind, answer.state) == (PageKind.MAINTENANCE, State.MAINTENANCE)


def test_a_notice_beside_a_menu_explains_an_error_status_and_nothing_else() -> None:
    body = f"{FEW}<div>Hệ thống đang bảo trì, vui lòng quay lại sau</div>"
    assert answered(body, status=503).kind is PageKind.MAINTENANCE
    assert answered(body).kind is PageKind.CONTENT


def test_a_notice_whose_letters_were_read_with_the_wrong_table_is_understood() -> None:
    broken = "Hệ thống đang bảo trì, vui lòng quay lại sau".encode().decode("cp1252", "replace")
    assert answered(f"<h1>{broken}</h1>", status=503).kind is PageKind.MAINTENANCE


@pytest.mark.parametrize(
    ("status", "failure"), [(200, FailureKind.APPLICATION_ERROR), (503, FailureKind.HTTP_SERVER_ERROR)]
)
def test_an_overload_is_a_failure_and_no_maintenance(status: int, failure: FailureKind) -> None:
    answer = answered("<p>Hệ thống quá tải, thử lại sau ít phút</p>", status=status)
    assert answer.failure is not None
    assert (answer.kind, answer.failure.kind) == (PageKind.APPLICATION_ERROR, failure)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hệ thống đang gặp sự cố",
        "Đã xảy ra lỗi hệ thống. Nếu lỗi tiếp diễn xin gọi 1022.",
        "Lỗi máy chủ nội bộ",
        "Có lỗi xảy ra, vui lòng thử lại",
    ],
)
def test_an_error_without_a_word_of_repair_is_an_error(sentence: str) -> None:
    assert answered(f"<p>{sentence}</p>", title="Thông báo").kind is PageKind.APPLICATION_ERROR


@pytest.mark.parametrize("status", [200, 404, 503])
@pytest.mark.parametrize(
    "refusal",
    [
        "Yêu cầu không hợp lệ, hệ thống tường lửa đã chặn truy cập này",
        "Request blocked. Imperva",
        "Hệ thống phát hiện truy cập bất thường từ mạng của bạn",
        "Error 1020 Access denied",
        "IP của bạn đã bị khóa do truy cập quá nhiều lần",
        "Truy cập bị chặn bởi VNPT WAF",
        "You have been blocked",
        "Bạn đã bị chặn truy cập",
        "Too many requests",
    ],
)
def test_a_refusal_is_blocked(refusal: str, status: int) -> None:
    answer = answered(f"<h1>{refusal}</h1>", title="Thông báo", status=status)
    assert (answer.kind, answer.state) == (PageKind.BLOCKED, State.BLOCKED)


@pytest.mark.parametrize(
    "notice",
    [
        f"Cổng DVC Quốc gia trở thành điểm một cửa số tập trung, duy nhất. Bấm vào đây: {NATIONAL}",
        f"Thông báo chuyển sang Cổng Dịch vụ công quốc gia. Kính mời bà con thực hiện thủ tục tại {NATIONAL}",
        f"Cổng dịch vụ công xã đã dừng hoạt động. Mời truy cập {NATIONAL}",
    ],
)
def test_a_notice_of_a_move_is_retired_unless_it_stands_on_a_working_page(notice: str) -> None:
    assert answered(f"<h2>Thông báo</h2><p>{notice}</p>").kind is PageKind.RETIRED
    assert answered(f"{FEW}<p>{notice}</p>").kind is PageKind.CONTENT
