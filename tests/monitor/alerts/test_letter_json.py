"""A letter for programs: what is missing is null."""

import json

from monitor.alerts.letter_json import letter_bytes
from tests.support.letters import affair, letter


def test_what_is_missing_is_null_and_never_an_empty_text() -> None:
    told = json.loads(letter_bytes(letter(affair())))
    (incident,) = told["incidents"]
    assert [incident[name] for name in ("acknowledged_by", "note", "cause", "link", "ended")] == [None] * 5
    assert (incident["escalated"], incident["events"], told["simulated"]) == (0, [], False)
    assert "" not in incident.values()
