"""An agency's score for the terminal: its parts, so that anyone can add them up; Vietnamese first."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.reports.words import CAUSES, NO_BAND, OUTCOMES, both, percent, points
from monitor.scoring import Part, Score


def score_table(score: Score) -> RenderableType:
    """Every part with its weight and credit, what they add up to, and what caps it."""
    table = Table(title="Các phần của điểm · parts of the score", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("Cổng · portal")
    table.add_column("Quy tắc\nrule", no_wrap=True)
    table.add_column("Kết quả · outcome")
    for heading in ("Trọng số\nweight", "Hệ số\ncredit", "Được\nearned"):
        table.add_column(heading, justify="right", no_wrap=True)
    for part in score.parts:
        credit = part.credit
        earned = "–" if credit is None else points(part.weight * credit)
        table.add_row(
            part.portal, part.rule, _outcome(part), f"{part.weight:g}", "–" if credit is None else f"{credit:g}", earned
        )
    return Group(table, _sum(score), *(Text(f"! {gate.vi} (≤ {gate.cap:g})", style="yellow") for gate in score.gates))


def _outcome(part: Part) -> str:
    if part.cause is None:
        return both(OUTCOMES[part.outcome.value])
    return f"{OUTCOMES[part.outcome.value][0]}: {CAUSES[part.cause.value][0]}"


def _sum(score: Score) -> Text:
    earned = sum(part.weight * part.credit for part in score.parts if part.credit is not None)
    band = (score.band.vi, score.band.en) if score.band else NO_BAND
    decided, applicable = points(score.decided_weight), points(score.applicable_weight)
    return Text(
        f"{points(earned)} / {decided} × 100 = {points(score.score)} · "
        f"khoảng (range) {points(score.low)}–{points(score.high)} · "
        f"độ phủ (coverage) {decided} / {applicable} = {percent(score.coverage)} · {both(band)}"
    )
