"""One look explained in the terminal: what answered, what stood there, what follows; portal texts are shown as text."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from monitor.reports.look_json import LookReport
from monitor.reports.words import STATES, both, verdict_words
from monitor.rules.contract import Verdict

_STYLES = {"pass": "green", "fail": "red", "warn": "yellow", "unknown": "dim", "not_applicable": "dim"}


def show_look(report: LookReport) -> None:
    """Print the look on stdout."""
    console = Console(highlight=False)
    if report.simulated:
        console.print("MÔ PHỎNG / SIMULATED", style="bold yellow")
    console.print(Text(f"{report.url} · {report.system.value} · {report.law_day}", style="bold"))
    console.print(_facts(report))
    if report.counts is not None and report.counts.figures:
        console.print(_figures(report))
    for problem in report.counts.problems if report.counts else ():
        console.print(Text(f"! {problem.kind}: {problem.detail}", style="yellow"))
    console.print(_verdicts(report.verdicts))


def _facts(report: LookReport) -> Table:
    reached, table = report.reached, Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim")
    table.add_column()
    rows = {
        "Trạng thái · state": both(STATES[reached.state.value]),
        "Vì sao · why": f"{report.failure.kind.value}: {report.failure.detail}" if report.failure else None,
        "Bên cần xem · party": report.failure.party.value if report.failure else None,
        "HTTP": None if reached.status is None else f"{reached.status} từ {reached.address}, {reached.bytes} byte",
        "Chuyển hướng · hops": " → ".join([hop.url for hop in reached.hops] + [reached.final_url])
        if reached.hops
        else None,
        "Thời gian · time": f"{reached.total:.2f} s ({_phases(report)})",
        "TLS": _tls(report),
        "Loại trang · page": f"{reached.kind.value}: {reached.reason}" if reached.kind else None,
        "Tiêu đề · title": reached.title,
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(value))
    return table


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


def _figures(report: LookReport) -> Table:
    table = Table(title="Số liệu công bố · published figures", title_justify="left")
    for name in ("key", "value", "label", "scope", "where"):
        table.add_column(name, justify="right" if name == "value" else "left")
    for figure in report.counts.figures if report.counts else ():
        cells = (figure.key, f"{figure.value:g}" if figure.unit == "ratio" else f"{figure.value:,}", figure.label)
        table.add_row(*map(escape, (*cells, figure.scope or "", figure.where)))
    return table


def _verdicts(verdicts: tuple[Verdict, ...]) -> Table:
    table = Table(title="Đánh giá · verdicts", title_justify="left")
    for name in ("Quy tắc\nrule", "Kết quả\noutcome", "Lý do · reason", "Căn cứ · law"):
        table.add_column(name)
    for item in verdicts:
        outcome = Text(
            both(verdict_words(item.outcome.value, item.basis.value)), style=_STYLES.get(item.outcome.value, "")
        )
        table.add_row(item.rule, outcome, Text(item.reason), Text(item.law or "ngưỡng theo dõi · own threshold"))
    return table
