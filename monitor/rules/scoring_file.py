"""How verdicts add up, read from `scoring.toml`: weights, credits, the least coverage, bands and gates."""

from monitor.rules.contract import Outcome, Severity
from monitor.rules.rule_folder import RuleFolder
from monitor.rules.table import POINTS, RATIO, TEXT, WEIGHT, Table, open_table, shown
from monitor.scoring import DECIDED, Band, Gate, Scoring
from probes.mistakes import Mistake

_NONE = Scoring(weights={}, credits={})


def read_scoring(place: RuleFolder, mistakes: list[Mistake]) -> Scoring:
    """What the file says; an empty scoring where it has mistakes, which are noted."""
    table = open_table(place.scoring, place.named(place.scoring), mistakes)
    if table is None:
        return _NONE
    before = len(mistakes)
    weights, credits, coverage = table.table("weights"), table.table("credits"), table.table("coverage")
    scoring = Scoring(
        weights={severity: weights.need(severity.name.lower(), WEIGHT) for severity in Severity},
        credits={outcome: credits.need(outcome.value, RATIO) for outcome in DECIDED},
        whole_coverage=coverage.need("whole", RATIO),
        system_coverage=coverage.need("system", RATIO),
        bands=_bands(table),
        gates=_gates(table),
    )
    for part in (weights, credits, coverage, table):
        part.done()
    if len(mistakes) == before:
        _check(scoring, weights, credits)
    return scoring if len(mistakes) == before else _NONE


def _check(scoring: Scoring, weights: Table, credits: Table) -> None:
    """Advisory and informing rules weigh nothing by design; a pass earns all of its weight and a failure nothing."""
    for severity in (Severity.INFO, Severity.ADVISORY):
        if scoring.weights[severity]:
            weights.wrong(severity.name.lower(), f"{scoring.weights[severity]:g} is not allowed", "0")
    if scoring.credits[Outcome.FAIL] or scoring.credits[Outcome.PASS] != 1:
        credits.wrong("", "the ends are moved", "pass = 1.0 and fail = 0.0")


def _bands(table: Table) -> tuple[Band, ...]:
    """From the lowest up; the lowest begins at 0 and no two begin at one score."""
    bands = []
    tables = table.tables("bands")
    for below in tables:
        bands.append(
            Band(
                id=below.need("id", TEXT),
                least=below.need("least", POINTS),
                vi=below.need("vi", TEXT),
                en=below.need("en", TEXT),
            )
        )
        below.done()
    for number, (below, band) in enumerate(zip(tables, bands, strict=True)):
        if band.id in {other.id for other in bands[:number]}:
            below.wrong("id", f"{shown(band.id)} is there already", "another one")
        if any(other.least == band.least for other in bands[:number]):
            below.wrong("least", f"{band.least:g} is there already", "another one")
    if bands and all(band.least > 0 for band in bands):
        tables[0].wrong("least", "no band begins at 0", "one that does, so that every score has a band")
    return tuple(sorted(bands, key=lambda band: band.least))


def _gates(table: Table) -> dict[str, Gate]:
    below = table.table("gates")
    gates = {}
    for name in below.names():
        gate = below.table(name)
        gates[name] = Gate(id=name, cap=gate.need("cap", POINTS), vi=gate.need("vi", TEXT), en=gate.need("en", TEXT))
        gate.done()
    below.done()
    return gates
