"""What a measure is called, in Vietnamese and English. Pure."""

from monitor.reports.compared.words import MEASURES, PERIOD_KINDS


def named(measure: str) -> tuple[str, str]:
    """Of targets and figures their own id, as these have words of their own elsewhere."""
    kind, _, rest = measure.partition(":")
    if kind == "figure":
        key, _, period = rest.rpartition(":")
        vi, en = PERIOD_KINDS[period]
        return f"{key} ({vi})", f"{key} ({en})"
    return (rest, rest) if rest else MEASURES[measure]
