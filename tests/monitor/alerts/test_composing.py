"""Letters are worded when they are sent: as their incidents stand then, to those who answer for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.alerts.composing import Names, compose, standing_letter, trial
from monitor.alerts.records import Audience, Channel, Occasion
from monitor.catalogue.records import Agency, AgencyKind
from monitor.incidents.records import Incident
from monitor.rules.contract import Severity
from monitor.rules.rule_file import RuleText, Words
from monitor.storage.outbox import Delivery
from tests.support.desks import portal
from tests.support.incidents import OPENED, incident
from tests.support.letters import contact

AT = OPENED + timedelta(hours=1)
MAIL = Channel(name="mail", kind="email")
OVER = incident(ended=AT, resolved=AT)


def _names(**changes: Any) -> Names:
    agency = Agency(
        id="x-vinh-mau",
        kind=AgencyKind.PROVINCE,
        name_vi="Tỉnh Vĩnh Mẫu",
        name_en="Vinh Mau",
    )
    words = Words(vi="Truy cập được", en="Can be reached")
    values: dict[str, Any] = {
        "agencies": {"x-vinh-mau": agency},
        "portals": {"x-vinh-mau-portal": portal("x-vinh-mau-portal")},
        "texts": {"REACH-01": RuleText(duty=words, what_to_do=words, how_seen=words)},
        "channels": {"mail": MAIL},
    }
    return Names(**(values | changes))


def _delivery(occasion: Occasion = Occasion.OPENED, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": "d-1",
        "channel": "mail",
        "occasion": occasion.value,
        "grouping": "agency x-vinh-mau",
        "created": OPENED,
        "not_before": OPENED,
        "incidents": ("i-1",),
    }
    return Delivery(**(values | changes))


def _kept(*incidents: Incident) -> Callable[[tuple[str, ...]], tuple[Incident, ...]]:
    return lambda _ids: incidents


def test_a_letter_has_the_names_that_the_store_does_not_hold() -> None:
    names = _names(web="https://monitor.test/", answer_to="hoi-dap@monitor.test", simulated=True)
    letter = compose(_delivery(), names, incidents=_kept(incident()), at=AT)
    assert letter is not None
    (affair,) = letter.affairs
    assert (affair.agency_name, affair.host, affair.duty) == (
        "Tỉnh Vĩnh Mẫu",
        "x-vinh-mau-portal.test",
        "Truy cập được",
    )
    assert affair.link == "https://monitor.test/incidents/i-1"
    assert (letter.id, letter.at, letter.simulated, letter.answer_to) == ("d-1", AT, True, "hoi-dap@monitor.test")
    assert letter.title.startswith("[MÔ PHỎNG] Cảnh báo (nghiêm trọng): Tỉnh Vĩnh Mẫu, ")


def test_what_is_over_meanwhile_is_not_told_as_open() -> None:
    assert compose(_delivery(), _names(), incidents=_kept(OVER), at=AT) is None
    both = compose(_delivery(), _names(), incidents=_kept(OVER, incident(id="i-2")), at=AT)
    assert both is not None
    assert [item.incident.id for item in both.affairs] == ["i-2"]


def test_a_letter_of_a_channel_that_is_gone_is_not_sent() -> None:
    assert compose(_delivery(channel="gone"), _names(), incidents=_kept(incident()), at=AT) is None


def test_what_is_no_longer_in_the_catalogue_is_named_by_its_id() -> None:
    letter = compose(_delivery(), _names(agencies={}, portals={}, texts={}), incidents=_kept(incident()), at=AT)
    assert letter is not None
    assert (letter.affairs[0].agency_name, letter.affairs[0].host) == ("x-vinh-mau", "x-vinh-mau-portal")


def test_the_gravest_comes_first() -> None:
    minor = incident(id="i-2", severity=Severity.MINOR)
    letter = compose(_delivery(), _names(), incidents=_kept(minor, incident()), at=AT)
    assert letter is not None
    assert [item.incident.id for item in letter.affairs] == ["i-1", "i-2"]


def test_a_portals_own_contacts_come_before_those_of_its_agency() -> None:
    own = contact("portal@vinhmau.test", portal="x-vinh-mau-portal")
    people = (contact(), own, contact("other@songlam.test", agency="x-song-lam"))
    letter = compose(_delivery(), _names(contacts=people), incidents=_kept(incident()), at=AT)
    assert letter is not None
    assert letter.recipients == (own,)
    other = compose(_delivery(), _names(contacts=people), incidents=_kept(incident(portal="x-2")), at=AT)
    assert other is not None
    assert other.recipients == (contact(),)


def test_the_monitors_own_trouble_is_worded_from_its_grouping() -> None:
    own = _delivery(Occasion.MONITOR, grouping=f"monitor store begun {OPENED.isoformat()}", incidents=())
    names = _names(channels={"mail": replace(MAIL, audience=Audience.OPERATOR)}, troubles={"store": "disk full"})
    letter = compose(own, names, incidents=_kept(), at=AT)
    assert letter is not None
    assert letter.title == "Hệ thống giám sát: kho dữ liệu không nhận số liệu"
    assert "Chi tiết: disk full\n" in letter.body
    assert (letter.affairs, letter.recipients) == ((), ())


def test_what_still_stands_is_told_as_data() -> None:
    letter = standing_letter([incident(), incident(id="i-2")], MAIL, _names(), at=AT)
    assert (letter.occasion, letter.at, len(letter.affairs)) == (Occasion.REPEATED, AT, 2)


def test_a_test_letter_tells_of_nothing() -> None:
    letter = trial(MAIL, id="t-1", at=AT, simulated=False)
    assert (letter.occasion, letter.affairs, letter.title) == (
        Occasion.TEST,
        (),
        "THỬ NGHIỆM / TEST: emc-monitor, mail",
    )
