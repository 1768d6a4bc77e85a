"""STAT-01: five statistics of dossiers are published.

Authority: TT 32/2017/TT-BTTTT Điều 11 khoản 3: since the start of the year, received online, resolved, share on time,
all dossiers, satisfaction. Its parent decree ended on 14/8/2022, so advisory.
Not every page of a portal is read: a statistic that we did not come to is a note and never a failure.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, passes, undecided, warns
from probes.figures.figure import PublishedCounts


def judge(case: Case) -> Finding:
    """By the keys of the figures that were read, whoever's rows they are."""
    counts: PublishedCounts = case.facts["published_counts"]
    keys = {figure.key for figure in counts.figures}
    wanted = case.terms.thresholds["statistics"]
    seen = [name for name, any_of in wanted.items() if keys & set(any_of)]
    missing = [name for name in wanted if name not in seen]
    evidence: dict[str, object] = {"seen": seen, "not_seen": missing, "pages": list(counts.pages)}
    if not seen:
        return because(
            Cause.UNREADABLE,
            undecided("chưa đọc được thống kê hồ sơ", "no statistics of dossiers could be read", **evidence),
        )
    if missing:
        return warns(
            f"thấy {len(seen)}/{len(wanted)} thống kê, chưa thấy: {', '.join(missing)}",
            f"{len(seen)} of {len(wanted)} statistics seen, not seen: {', '.join(missing)}",
            **evidence,
        )
    return passes("thấy đủ các thống kê", "all the statistics were seen", **evidence)


RULE = Rule(
    id="STAT-01",
    reads=("published_counts",),
    judge=judge,
    thresholds={"statistics": Unit.WORD_GROUPS},
    depends_on=("published_counts",),
)
