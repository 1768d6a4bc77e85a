"""Letters worded at the moment of sending, so that none says what is no longer so."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from monitor.alerts import wording
from monitor.alerts.own_trouble import own_words
from monitor.alerts.records import Affair, Channel, Contact, Letter, Occasion
from monitor.catalogue.records import Agency, Portal
from monitor.incidents.records import Incident
from monitor.rules.rule_file import RuleText
from monitor.storage.outbox import Delivery
from probes.contract import System

_ABOUT_OPEN = frozenset({Occasion.OPENED, Occasion.REPEATED, Occasion.ESCALATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What letters call things: agencies, portals, duties; and where people can read on or answer.

    `web` is the address of the monitor's own pages as readers reach them, empty where it is not known. `troubles` say
    more about what hinders the monitor itself, by the keys of `own_trouble`.
    """

    agencies: Mapping[str, Agency]
    portals: Mapping[str, Portal]
    texts: Mapping[str, RuleText]
    channels: Mapping[str, Channel]
    contacts: tuple[Contact, ...] = ()
    simulated: bool = False
    answer_to: str = ""
    web: str = ""
    troubles: Mapping[str, str] = field(default_factory=dict)


def compose(
    delivery: Delivery, names: Names, *, incidents: Callable[[tuple[str, ...]], tuple[Incident, ...]], at: datetime
) -> Letter | None:
    """The letter as its incidents stand now; `None` where none of them is left to tell of."""
    channel = names.channels.get(delivery.channel)
    if channel is None:
        return None
    occasion = Occasion(delivery.occasion)
    if occasion is Occasion.MONITOR:
        return _own_letter(delivery, channel, names, at)
    told = [item for item in incidents(delivery.incidents) if occasion not in _ABOUT_OPEN or item.open]
    affairs = tuple(sorted((_affair(item, names) for item in told), key=_order))
    if not affairs and occasion in (*_ABOUT_OPEN, Occasion.RECOVERED):
        return None
    return Letter(
        id=delivery.id,
        occasion=occasion,
        at=at,
        title=wording.title(occasion, affairs, channel.language, simulated=names.simulated),
        body=wording.body(
            occasion, affairs, channel.language, at=at, simulated=names.simulated, answer_to=names.answer_to
        ),
        affairs=affairs,
        recipients=_recipients(affairs, names.contacts),
        simulated=names.simulated,
        answer_to=names.answer_to,
    )


def trial(channel: Channel, *, id: str, at: datetime, simulated: bool) -> Letter:
    """A letter that says that it is a test."""
    title, body = wording.trial(channel.name, channel.language, at=at, simulated=simulated)
    return Letter(id=id, occasion=Occasion.TEST, at=at, title=title, body=body, simulated=simulated)


def standing_letter(incidents: Iterable[Incident], channel: Channel, names: Names, *, at: datetime) -> Letter:
    """What still stands, for a channel that sends data; `at` is before it was read."""
    affairs = tuple(sorted((_affair(item, names) for item in incidents), key=_order))
    title = wording.title(Occasion.REPEATED, affairs, channel.language, simulated=names.simulated)
    return Letter(
        id=f"standing-{at.isoformat()}",
        occasion=Occasion.REPEATED,
        at=at,
        title=title,
        body="",
        affairs=affairs,
        simulated=names.simulated,
    )


def _own_letter(delivery: Delivery, channel: Channel, names: Names, at: datetime) -> Letter:
    """About the monitor itself."""
    title, body = own_words(delivery.grouping, names.troubles, channel.language, simulated=names.simulated)
    occasion = Occasion(delivery.occasion)
    return Letter(id=delivery.id, occasion=occasion, at=at, title=title, body=body, simulated=names.simulated)


def _affair(incident: Incident, names: Names) -> Affair:
    agency, portal = names.agencies.get(incident.agency), names.portals.get(incident.portal)
    text = names.texts.get(incident.rule)
    return Affair(
        incident=incident,
        agency_name=agency.name_vi if agency else incident.agency,
        host=(urlsplit(portal.url).hostname or incident.portal) if portal else incident.portal,
        url=portal.url if portal else "",
        system=portal.system if portal else System.PORTAL,
        duty=text.duty.vi if text else "",
        duty_en=text.duty.en if text else "",
        what_to_do=text.what_to_do.vi if text else "",
        what_to_do_en=text.what_to_do.en if text else "",
        link=f"{names.web.rstrip('/')}/incidents/{incident.id}" if names.web else "",
    )


def _order(affair: Affair) -> tuple[int, str, str, str]:
    """The gravest first."""
    return (-affair.incident.severity, affair.agency_name, affair.host, affair.incident.rule)


def _recipients(affairs: tuple[Affair, ...], contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """Who answers for these portals; where a portal has contacts of its own, not those of its agency."""
    found: dict[Contact, None] = {}
    for affair in affairs:
        incident = affair.incident
        mine = [item for item in contacts if item.agency == incident.agency]
        own = [item for item in mine if item.portal == incident.portal]
        found.update(dict.fromkeys(own or [item for item in mine if item.portal is None]))
    return tuple(found)
