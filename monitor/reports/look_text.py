"""One look explained in the terminal: what answered, what stood there, what follows; portal texts are shown as text."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.reports.look_json import LookReport
from monitor.reports.words import BASES, OUR_NUMBER, STATES, both, harmless, number, percent, verdict_words
from monitor.rules.contract import Outcome, Verdict

_STYLES = {"pass": "green", "fail": "red", "warn": "yellow", "unknown": "dim", "exempt": "dim"}


def show_look(report: LookReport) -> None:
    """Print the look on stdout."""
    console = Console(highlight=False)
    if report.simulated:
        console.print("MÔ PHỎNG / SIMULATED", style="bold yellow")
    console.print(Text(harmless(f"{report.url} · {report.system.value} · {report.law_day}"), style="bold"))
    console.print(_facts(report))
    if report.counts is not None and report.counts.figures:
        console.print(_figures(report))
    for problem in report.counts.problems if report.counts else ():
        console.print(Text(harmless(f"! {problem.kind}: {problem.detail}"), style="yellow"))
    console.print(_verdicts(report.verdicts))
    console.print(_not_applicable(report.verdicts))


def _facts(report: LookReport) -> Table:
    reached, table = report.reached, Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim")
    table.add_column()
    rows = {
        "Trạng thái · state": both(STATES[reached.state.value]),
        "Vì sao · why": f"{report.failure.kind.value}: {report.failure.detail}" if report.failure else None,
        "Bên cần xem · party": report.failure.party.value if report.failure else None,
        "HTTP": _http(report),
        "Chuyển hướng · hops": " → ".join([hop.url for hop in reached.hops] + [reached.final_url])
        if reached.hops
        else None,
        "Thời gian · time": f"{reached.total:.2f} s ({_phases(report)})",
        "TLS": _tls(report),
        "Tên miền · names": _names(report),
        "Loại trang · page": f"{reached.kind.value}: {reached.reason}" if reached.kind else None,
        "Tiêu đề · title": reached.title,
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(harmless(value)))
    return table


def _http(report: LookReport) -> str | None:
    reached = report.reached
    if reached.status is None:
        return None
    return f"{reached.status} · {reached.address or '–'} · {number(reached.bytes)} byte"


def _phases(report: LookReport) -> str:
    phases = report.reached.phases
    pairs = (
        ("DNS", phases.resolve),
        ("TCP", phases.connect),
        ("TLS", phases.tls),
        ("chờ", phases.first_byte),
        ("tải", phases.transfer),
    )
    return " · ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in pairs if seconds is not None)


def _tls(report: LookReport) -> str | None:
    tls = report.reached.tls
    if tls is None:
        return None
    until = tls.not_after.date().isoformat() if tls.not_after else "?"
    fault = f" · {tls.problem}" if tls.problem else ""
    return f"{tls.version or '?'} · {tls.issuer or '?'} · → {until}{fault}"


def _names(report: LookReport) -> str | None:
    names = report.names
    if names is None or not names.asked:
        return None
    said = {True: "có", False: "không", None: "chưa rõ"}
    ipv6 = None if names.ipv6 is None else bool(names.ipv6)
    return f"IPv6 {said[ipv6]} · DNSSEC {said[names.rrsig_valid]} · NS {', '.join(names.name_servers or ('–',))}"


def _figures(report: LookReport) -> Table:
    table = _table("Số liệu công bố · published figures")
    for name in ("key", "giá trị · value", "nhãn · label", "đơn vị · scope", "where"):
        table.add_column(name, justify="right" if "value" in name else "left")
    for figure in report.counts.figures if report.counts else ():
        value = percent(figure.value, digits=2) if figure.unit == "ratio" else number(figure.value)
        cells = (figure.key, value, figure.label, figure.scope or "", figure.where)
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    return table


def _verdicts(verdicts: tuple[Verdict, ...]) -> Table:
    table = _table("Đánh giá · verdicts")
    for name in ("Quy tắc\nrule", "Kết quả\noutcome", "Lý do\nreason", "Căn cứ\nbasis"):
        table.add_column(name, no_wrap=name.startswith("Quy"))
    for item in verdicts:
        if item.outcome is not Outcome.NOT_APPLICABLE:
            words = verdict_words(item.outcome.value, item.basis.value)
            outcome = Text(both(words), style=_STYLES.get(item.outcome.value, ""))
            table.add_row(item.rule, outcome, Text(harmless(item.reason)), Text(harmless(_basis(item))))
    return table


def _basis(item: Verdict) -> str:
    kind = both(BASES[item.basis.value])
    rests = f"{item.law}: {kind}" if item.law else kind
    own = item.evidence.get("product_thresholds")
    return f"{rests}; {OUR_NUMBER[0]} ({OUR_NUMBER[1]}): {_numbers(item, own)}" if own else rests


def _numbers(item: Verdict, names: Iterable[str]) -> str:
    """The numbers of our own that the verdict was held against."""
    thresholds = item.evidence["thresholds"]
    return ", ".join(f"{name} = {thresholds[name]:g}" for name in names)


def _not_applicable(verdicts: tuple[Verdict, ...]) -> Text:
    rules = [item.rule for item in verdicts if item.outcome is Outcome.NOT_APPLICABLE]
    return Text(f"Không áp dụng · not applicable: {', '.join(rules) or '–'}", style="dim")


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
