"""JSON as others rely on it: UTF-8, times in ISO 8601 UTC with `Z`, missing is null."""

import json
from datetime import UTC, date, datetime
from typing import Any


def moment(at: datetime | None) -> str | None:
    """An aware time as ISO 8601 UTC with `Z`, to the second where it has no fraction, else to the millisecond."""
    if at is None:
        return None
    spec = "milliseconds" if at.microsecond else "seconds"
    return at.astimezone(UTC).isoformat(timespec=spec).replace("+00:00", "Z")


def day(value: date | None) -> str | None:
    """A day as ISO 8601."""
    return value.isoformat() if value else None


def json_text(value: Any) -> str:
    """Indented JSON, Vietnamese letters as they are; a number that is no number (NaN) is refused."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
