"""Dossier counts in cards, pairs of paragraphs and single text nodes."""

from monitor.demo.shapes.published_page import Counts, Fragment, Publisher, grouped, only

_FEW = ("dossiers_received", "dossiers_resolved", "dossiers_handled_online")


def status_card(publisher: Publisher, counts: Counts) -> Fragment:
    """The OpenCPS card: ids say what is counted, no grouping, the unit in an element of its own."""
    items = {"da_tiep_nhan": "Đã tiếp nhận", "da_giai_quyet": "Đã giải quyết", "xu_ly_online": "Hồ sơ xử lý trực tuyến"}
    parts = "\n".join(
        f'<div><p>{label}</p>\n<span id="{name}">{counts[key]}</span> <label>Hồ sơ</label></div>'
        for (name, label), key in zip(items.items(), _FEW, strict=True)
    )
    html = (
        '<div class="right"><div class="head">TÌNH HÌNH XỬ LÝ HỒ SƠ</div>'
        f'<div class="body"><p>Năm {publisher.day:%Y}</p><div class="numbers">{parts}</div></div></div>'
    )
    return Fragment(html=html, figures=only(counts, *_FEW))


def status_card_unloaded() -> str:
    """The same card before its script has run: zeros that are no counts."""
    return """<div class="right"><div class="head">TÌNH HÌNH XỬ LÝ HỒ SƠ</div><div class="body"><p>Năm</p>
<div class="numbers"><div><p>Đã tiếp nhận</p><span id="da_tiep_nhan">0</span> <label>Hồ sơ</label></div>
<div><p>Đã giải quyết</p><span id="da_giai_quyet">0</span> <label>Hồ sơ</label></div></div>
<div class="result"><p id="phan_tram">0%</p><span>Trong hạn</span></div></div></div>"""


def one_text_node(publisher: Publisher, counts: Counts) -> Fragment:
    """Capital label, colon and value in one text node, without a space."""
    words = {
        "dossiers_received": "ĐÃ TIẾP NHẬN",
        "dossiers_resolved": "ĐÃ GIẢI QUYẾT",
        "dossiers_open": "ĐANG GIẢI QUYẾT",
        "dossiers_handled_online": "HỒ SƠ XỬ LÝ TRỰC TUYẾN",
    }
    items = "\n".join(f'<p class="text-center">{label}:{grouped(counts[key])}</p>' for key, label in words.items())
    return Fragment(
        html=f'<div id="statistic"><p class="text-center">NĂM {publisher.day:%Y}</p>\n{items}\n</div>',
        figures=only(counts, *words),
    )


def paragraph_pairs(publisher: Publisher, counts: Counts) -> Fragment:
    """A paragraph with the label, the next one with the value."""
    words = {
        "dossiers_carried": "Tồn kỳ trước",
        "dossiers_received": "Đã tiếp nhận",
        "dossiers_resolved": "Đã giải quyết",
        "dossiers_handled_online": "Hồ sơ xử lý trực tuyến",
    }
    pairs = "\n".join(
        f'<p class="col-xs-6">{label}:</p>\n<p class="col-xs-6 text-right">{grouped(counts[key])}</p>'
        for key, label in words.items()
    )
    html = f'<div class="statistic-block"><h3>Năm {publisher.day:%Y}</h3><div class="row">\n{pairs}\n</div></div>'
    return Fragment(html=html, figures=only(counts, *words))


def sibling_spans(publisher: Publisher, counts: Counts) -> Fragment:
    """Label, value and unit are siblings; the label holds a line break."""
    words = {
        "dossiers_received": "Đã\n                tiếp nhận",
        "dossiers_resolved": "Đã\n                giải quyết",
        "dossiers_late": "Giải quyết\n                quá hạn",
        "dossiers_handled_online": "Hồ sơ xử lý\n                trực tuyến",
    }
    items = "\n".join(
        f'<div class="item"><span class="name">{label}</span><h4>{grouped(counts[key])}</h4>'
        '<span class="text">Hồ sơ</span></div>'
        for key, label in words.items()
    )
    html = f'<section class="card"><h3>Tình hình xử lý hồ sơ năm {publisher.day:%Y}</h3>\n{items}\n</section>'
    return Fragment(html=html, figures=only(counts, *words))


def definition_list(publisher: Publisher, counts: Counts) -> Fragment:
    """`dt` and `dd`; the channels stand beside what was handled online."""
    words = {
        "dossiers_received": "Tiếp nhận",
        "dossiers_online": "Nộp trực tuyến",
        "dossiers_direct": "Nộp trực tiếp",
        "dossiers_postal": "Qua bưu chính công ích",
        "dossiers_handled_online": "Số hồ sơ xử lý trực tuyến",
        "dossiers_resolved": "Đã giải quyết",
    }
    items = "\n".join(f"<dt>{label}</dt><dd>{grouped(counts[key])} hồ sơ</dd>" for key, label in words.items())
    html = f"<h3>Kết quả xử lý hồ sơ năm {publisher.day:%Y}</h3><dl>\n{items}\n</dl>"
    return Fragment(html=html, figures=only(counts, *words))


def value_with_unit(publisher: Publisher, counts: Counts) -> Fragment:
    """Year block of an iNet-like page: value and unit in one text beside the label."""
    words = {
        "dossiers_received": ("year-received", "Tiếp nhận"),
        "dossiers_resolved": ("year-solved", "Đã giải quyết"),
        "dossiers_handled_online": ("year-online", "Xử lý trực tuyến"),
    }
    items = "\n".join(
        f'<li><label>{label}</label> <b id="{name}">{grouped(counts[key])} hồ sơ </b></li>'
        for key, (name, label) in words.items()
    )
    return Fragment(
        html=f"<h3>Tình hình xử lý hồ sơ năm {publisher.day:%Y}</h3><ul>\n{items}\n</ul>", figures=only(counts, *words)
    )
