"""An incident as JSON: missing is null, and what people wrote is only for those who may read it."""

from dataclasses import replace

from monitor.incidents.records import Event, Happening
from monitor.reports.incident_json import IncidentNames, incident_json
from tests.support.incidents import OPENED, incident

NOBODY = IncidentNames(agencies={}, portals={}, texts={})
EVENTS = (
    Event(incident="i-1", happening=Happening.OPENED, at=OPENED, reason="mở", reason_en="opened"),
    Event(incident="i-1", happening=Happening.ACKNOWLEDGED, at=OPENED, reason="riêng", reason_en="riêng", by="Mẫu"),
)
ANSWERED = replace(incident(), acknowledged=OPENED, acknowledged_by="Mẫu", note="riêng", events=EVENTS)


def test_what_is_not_known_is_null() -> None:
    told = incident_json(incident(), NOBODY, private=True)
    for name in ("url", "system", "agency_name", "duty", "ended", "resolved", "acknowledged", "note", "cause", "muted"):
        assert told[name] is None
    assert (told["state"], told["since"], told["withheld"]) == ("open", "2026-11-02T00:50:00Z", False)


def test_what_people_wrote_is_withheld_from_the_public_and_that_is_said() -> None:
    told = incident_json(ANSWERED, NOBODY, private=False)
    assert "riêng" not in str(told)
    assert "Mẫu" not in str(told)
    assert (told["withheld"], told["state"]) == (True, "acknowledged")
    assert [item["reason"] for item in told["events"]] == ["mở", None]


def test_those_who_may_read_it_see_all() -> None:
    told = incident_json(ANSWERED, NOBODY, private=True)
    assert (told["note"], told["acknowledged_by"], told["events"][1]["by"]) == ("riêng", "Mẫu", "Mẫu")
    assert not told["withheld"]
    assert incident_json(replace(ANSWERED, resolved=OPENED), NOBODY, private=True)["state"] == "resolved"
