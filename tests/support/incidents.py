"""Incidents of invented portals, made up in few words; every detail can be given."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.incidents.records import Incident
from monitor.rules.contract import Basis, Severity

OPENED = datetime(2026, 11, 2, 1, tzinfo=UTC)


def incident(**changes: Any) -> Incident:
    """A portal that has not answered for ten minutes."""
    values: dict[str, Any] = {
        "id": "i-1",
        "portal": "x-vinh-mau-portal",
        "agency": "x-vinh-mau",
        "rule": "REACH-01",
        "severity": Severity.CRITICAL,
        "basis": Basis.PRODUCT,
        "since": OPENED - timedelta(minutes=10),
        "opened": OPENED,
        "reason": "không trả lời (đã xác nhận)",
        "reason_en": "does not answer (confirmed)",
        "law": "NĐ 224/2026/NĐ-CP, Điều 21 khoản 2 điểm a",
    }
    return Incident(**(values | changes))
