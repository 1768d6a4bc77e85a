"""STAT-02: published statistics bear a date, and a recent one.

Authority: NĐ 43/2011/NĐ-CP Điều 17 (statistics within 10 working days, to 14/8/2022), which speaks of posting and not
of the date on a page; no later text that was read gives a number, and 7 days are our own. So `product` all along.
The youngest date beside any figure counts. A date that we could not read is not known to be missing.
"""

from datetime import date

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided
from monitor.rules.words import day
from monitor.working_days.counting import working_days_between
from probes.figures.figure import PublishedCounts


def judge(case: Case) -> Finding:
    """Older than the limit fails; what lies after the day of the look, or bears no date, settles nothing."""
    counts: PublishedCounts = case.facts["published_counts"]
    dates = [figure.as_of for figure in counts.figures if figure.as_of is not None]
    if not dates:
        why = (
            ("số liệu chưa đọc được ngày", "no date could be read beside the figures")
            if counts.figures
            else ("chưa đọc được số liệu", "no figures could be read")
        )
        return because(Cause.UNREADABLE, undecided(*why, pages=list(counts.pages)))
    newest = max(dates)
    if newest > case.seen_on:
        return undecided(
            f"số liệu ghi ngày {day(newest)}, sau ngày xem",
            f"the figures are dated {newest.isoformat()}, after the day of the look",
            as_of=newest.isoformat(),
        )
    return _by_age(newest, case)


def _by_age(newest: date, case: Case) -> Finding:
    limit = case.terms.thresholds["recent_days"]
    working = case.terms.thresholds["working_days_only"]
    if working and not (case.holidays.covers(newest) and case.holidays.covers(case.seen_on)):
        return undecided("chưa có bảng ngày nghỉ của năm này", "the holidays of that year are not in the rule book")
    age = working_days_between(newest, case.seen_on, case.holidays) if working else (case.seen_on - newest).days
    days, days_en = ("ngày làm việc", "working days") if working else ("ngày", "days")
    told = f"số liệu tính đến {day(newest)}, cách ngày xem {age} {days}"
    told_en = f"figures as of {newest.isoformat()}, {age} {days_en} before the look"
    evidence: dict[str, object] = {"as_of": newest.isoformat(), "age": age}
    if age <= limit:
        return passes(told, told_en, **evidence)
    return fails(case.terms.basis, f"{told}, quá {limit} {days}", f"{told_en}, more than {limit}", **evidence)


RULE = Rule(
    id="STAT-02",
    reads=("published_counts",),
    judge=judge,
    thresholds={"recent_days": Unit.DAYS, "working_days_only": Unit.FLAG},
    depends_on=("published_counts",),
)
