"""The table of precision and recall at the end of a test run, also when several workers share the tests."""

from typing import Any

PROPERTY = "published_counts"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print page, expected, right and wrong figures, and precision and recall over all of them."""
    reports = [report for sort in ("passed", "failed") for report in terminalreporter.stats.get(sort, [])]
    rows = sorted(value for report in reports for name, value in report.user_properties if name == PROPERTY)
    if not rows:
        return
    terminalreporter.section("published counts: page, expected, right, wrong")
    for name, expected, right, wrong in rows:
        terminalreporter.write_line(f"{name:52} {expected:5} {right:5} {wrong:5}")
    expected, right, wrong = (sum(row[column] for row in rows) for column in (1, 2, 3))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / expected if expected else 1.0
    terminalreporter.write_line(f"precision {precision:.4f} recall {recall:.4f} over {expected} figures")
