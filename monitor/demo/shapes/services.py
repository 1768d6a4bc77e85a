"""Service counts in the shapes of public-service portals: boxes, cards, tables, lists, plain text."""

from monitor.demo.shapes.published_page import Counts, Fragment, Publisher, grouped, only, rows_with_sum

_ALL = (
    "services_total",
    "services_eligible",
    "services_full",
    "services_partial",
    "services_information",
    "services_online",
    "services_with_dossiers",
)


def _words(publisher: Publisher) -> dict[str, str]:
    return {
        "services_total": "Tổng số thủ tục hành chính",
        "services_eligible": f"Dịch vụ công đủ điều kiện cung cấp trực tuyến {publisher.full}",
        "services_full": f"Dịch vụ công trực tuyến {publisher.full}",
        "services_partial": f"Dịch vụ công trực tuyến {publisher.partial}",
        "services_information": "Dịch vụ cung cấp thông tin trực tuyến",
        "services_online": "Dịch vụ công trực tuyến",
        "services_with_dossiers": "DVCTT có phát sinh hồ sơ",
    }


def boxes_value_first(publisher: Publisher, counts: Counts) -> Fragment:
    """Boxes with the value above its label; two counts stand in parentheses inside a label of their own."""

    def box(key: str, label: str) -> str:
        return f'<div class="stat-box"><strong class="num">{grouped(counts[key])}</strong><span>{label}</span></div>'

    inside = (
        f"({grouped(counts['services_full'])} DVC toàn trình, {grouped(counts['services_partial'])} DVC một phần)"
        if not publisher.old_words
        else f"({grouped(counts['services_full'])} DVC mức độ 4, {grouped(counts['services_partial'])} DVC mức độ 3)"
    )
    html = "\n".join(
        [
            '<section class="boxes"><h2>Số liệu dịch vụ công</h2>',
            box("services_total", "Tổng số thủ tục hành chính"),
            box("services_online", f"Dịch vụ công trực tuyến <em>{inside}</em>"),
            box("services_eligible", f"DVC đủ điều kiện {publisher.full}"),
            box("services_with_dossiers", "DVCTT có phát sinh hồ sơ"),
            "</section>",
        ]
    )
    return Fragment(html=html, figures=only(counts, *(key for key in _ALL if key != "services_information")))


def cards_split_label(publisher: Publisher, counts: Counts) -> Fragment:
    """Cards whose label is split over two spans, with the value below."""
    halves = {
        "services_full": ("DVC trực tuyến", publisher.full),
        "services_partial": ("DVC trực tuyến", publisher.partial),
        "services_information": ("Dịch vụ", "cung cấp thông tin trực tuyến"),
        "services_eligible": ("DVC đủ điều kiện", publisher.full),
        "services_online": ("Dịch vụ công", "trực tuyến"),
        "services_with_dossiers": ("DVCTT", "có phát sinh hồ sơ"),
        "services_total": ("TỔNG SỐ", "THỦ TỤC"),
    }
    cards = "\n".join(
        f'<div class="v-card"><p><span>{first} </span> <span class="text-bold"> {second}</span> </p>\n'
        f'<p class="text-bold" style="font-size: 1.75em">{counts[key]}</p></div>'
        for key, (first, second) in halves.items()
    )
    return Fragment(html=f"<h2>THỐNG KÊ THỦ TỤC HÀNH CHÍNH</h2>\n{cards}", figures=only(counts, *halves))


def hidden_export_table(publisher: Publisher, counts: Counts) -> Fragment:
    """A table that is hidden until exported: title row, headings in `td > strong`, a section row, a sum row."""
    titles = (
        "Tổng DVC",
        f"DVC đủ điều kiện {publisher.full}",
        f"DVC {publisher.full}",
        f"DVC {publisher.partial}",
        "Dịch vụ cung cấp thông tin trực tuyến",
        "Dịch vụ công trực tuyến",
        "DVCTT có phát sinh hồ sơ",
    )

    def row(cells: list[str], *, bold: bool = False) -> str:
        return "<tr>" + "".join(f"<td><strong>{c}</strong></td>" if bold else f"<td>{c}</td>" for c in cells) + "</tr>"

    *units, (total, sums) = rows_with_sum(publisher, counts, _ALL)
    lines = [
        '<p>Biểu đồ dịch vụ công trực tuyến theo đơn vị</p><div style="display: none"><table id="tableExport">',
        '<thead><tr><td colspan="9"><strong>TỔNG HỢP SỐ LƯỢNG DỊCH VỤ CÔNG TRỰC TUYẾN</strong></td></tr>',
        row(["STT", "Tên đơn vị", *titles], bold=True) + "</thead><tbody>",
        row(["I", "Đơn vị trực thuộc", *[""] * len(_ALL)], bold=True),
        *(row([str(place), name, *cells]) for place, (name, cells) in enumerate(units, start=1)),
        row(["", total, *sums], bold=True),
        "</tbody></table></div>",
    ]
    return Fragment(html="\n".join(lines), figures=only(counts, *_ALL))


def one_header_table(publisher: Publisher, counts: Counts) -> Fragment:
    """One heading row; the words of the full level occur in it twice, for the eligible and for the provided."""
    titles = (
        "Số TTHC",
        f"Số TTHC đủ điều kiện cung cấp DVC {publisher.full}",
        f"Số TTHC đã cung cấp DVC trực tuyến {publisher.full}",
        f"Số TTHC đã cung cấp DVC trực tuyến {publisher.partial}",
        "Số TTHC chưa cung cấp DVCTT",
        "Số dịch vụ công trực tuyến",
        "Số DVCTT có phát sinh hồ sơ",
    )
    heads = "".join(f"<th>{title}</th>" for title in ("Tên", *titles))
    body = "\n".join(
        f'<tr data-coquan-id="{7000 + place}"><td>{name}</td>' + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
        for place, (name, cells) in enumerate(rows_with_sum(publisher, counts, _ALL))
    )
    html = f'<table class="table-dvc"><thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'
    return Fragment(html=html, figures=only(counts, *_ALL))


def definition_list(publisher: Publisher, counts: Counts) -> Fragment:
    """`dt` and `dd`, with a colon that has a space before it."""
    items = "\n".join(
        f"<dt>{label} :</dt><dd>{grouped(counts[key])} dịch vụ</dd>" for key, label in _words(publisher).items()
    )
    return Fragment(html=f"<dl>\n{items}\n</dl>", figures=only(counts, *_ALL))


def one_text_node(publisher: Publisher, counts: Counts) -> Fragment:
    """Label and value in one text node of a list."""
    items = "\n".join(f"<li>{label}: {grouped(counts[key])}</li>" for key, label in _words(publisher).items())
    return Fragment(html=f'<ul class="so-lieu">\n{items}\n</ul>', figures=only(counts, *_ALL))
