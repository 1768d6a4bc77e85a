"""What a measure is called, in Vietnamese and English. Pure."""

from monitor.reports.compared.words import MEASURES, PERIOD_KINDS
from monitor.reports.figure_words import figure_words


def named(measure: str) -> tuple[str, str]:
    """Of targets their own id, as the configuration has words for these."""
    kind, _, rest = measure.partition(":")
    if kind == "figure":
        key, _, period = rest.rpartition(":")
        (vi, en), (kind_vi, kind_en) = figure_words(key), PERIOD_KINDS[period]
        return f"{vi} ({kind_vi})", f"{en} ({kind_en})"
    return (rest, rest) if rest else MEASURES[measure]
