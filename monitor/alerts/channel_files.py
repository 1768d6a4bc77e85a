"""`channels.toml`: the ways of telling people and who answers for which portal, read with every mistake at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitor.alerts.channels.contract import Option, Way
from monitor.alerts.discovery import find_ways
from monitor.alerts.mail_addresses import read_address
from monitor.alerts.records import Audience, Channel, Contact, GroupBy, Hours, Language, Occasion
from monitor.catalogue.records import AgencyKind, Catalogue
from monitor.rules.contract import Basis, Severity
from monitor.rules.rule_file import SEVERITY
from monitor.rules.table import COUNT, DAY, NAMES, TEXT, Form, Table, one_of, open_table, shown, some_of
from probes.contract import System
from probes.mistakes import DataError, Mistake

FILE = "channels.toml"
SECRETS = "EMC_SECRET_"  # what a variable that holds a secret begins with
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_SECRET = re.compile(rf"{SECRETS}[A-Z0-9_]+")
_SPAN = re.compile(r"([0-9]{1,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_DIGESTS: Mapping[str, Occasion] = {"daily": Occasion.DAILY, "weekly": Occasion.WEEKLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Everything of `channels.toml`: ways for letters, who answers for portals, and signs of life of the monitor."""

    channels: tuple[Channel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    heartbeats: tuple[Channel, ...] = ()


NOBODY_ADDRESSED = Address()


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError
        return value

    return read


def _bare_address(value: Any) -> str:
    if not isinstance(value, str) or read_address(value).addr_spec != value:
        raise ValueError
    return value


def _span(value: Any) -> timedelta:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None or not int(found[1]):
        raise ValueError
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _hours(value: Any) -> Hours:
    begin, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    hours = Hours(begin=_clock(begin), end=_clock(end)) if dash else None
    if hours is None or hours.begin >= hours.end:
        raise ValueError
    return hours


def _clock(text: str) -> time:
    return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone


def _digests(value: Any) -> frozenset[Occasion]:
    if not isinstance(value, list) or not set(map(str, value)) <= set(_DIGESTS):
        raise ValueError
    return frozenset(_DIGESTS[item] for item in value)


def _options(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str | int) for item in value.values()):
        raise ValueError
    return {key: str(item) for key, item in value.items()}


_CHANNEL_NAME = Form(expected="small letters, digits and hyphens", read=_matching(_NAME), blank="")
_VARIABLE = Form(expected=f"the name of a variable {SECRETS}<NAME>", read=str, blank="")
_ADDRESS = Form(expected="one e-mail address", read=_bare_address, blank="")
_EVERY = Form(expected='a time such as "4h", "30m" or "1d"', read=_span, blank=timedelta(hours=1))
_WORKING = Form(expected='working hours such as "08:00-17:00"', read=_hours, blank=None)
_DIGEST = Form(expected="a list of: daily, weekly", read=_digests, blank=frozenset[Occasion]())
_OPTIONS: Form[Mapping[str, str]] = Form(expected="a table of texts", read=_options, blank=MappingProxyType({}))


def load_address(folder: Path, catalogue: Catalogue | None = None) -> Address:
    """Channels and contacts; a file that is not there has none. Names are checked against `catalogue` where one is
    given. Raises `DataError` with every mistake."""
    path = folder / FILE
    mistakes: list[Mistake] = []
    table = open_table(path, FILE, mistakes) if path.exists() else None
    address = _address(table, folder, catalogue) if table is not None else Address()
    if mistakes:
        raise DataError(mistakes)
    return address


def _address(table: Table, folder: Path, catalogue: Catalogue | None) -> Address:
    ways = find_ways()
    channels = tuple(_channel(item, folder, ways=ways, catalogue=catalogue) for item in _entries(table, "channel"))
    contacts = tuple(_contact(item, catalogue) for item in _entries(table, "contact"))
    table.done()
    names = [channel.name for channel in channels]
    for number, name in enumerate(names, start=1):
        if name and name in names[: number - 1]:
            table.wrong(f"channel[{number}].name", f"{shown(name)} is there twice", "a name of its own")
    alive = {name for name, way in ways.items() if not way.letters}
    return Address(
        channels=tuple(channel for channel in channels if channel.kind not in alive),
        contacts=contacts,
        heartbeats=tuple(channel for channel in channels if channel.kind in alive),
    )


def _entries(table: Table, key: str) -> list[Table]:
    return table.tables(key) if table.has(key) else []


def _channel(table: Table, folder: Path, *, ways: Mapping[str, Way], catalogue: Catalogue | None) -> Channel:
    kind = table.need("kind", Form(expected=f"one of: {', '.join(sorted(ways))}", read=_among(ways), blank=""))
    channel = Channel(
        name=table.need("name", _CHANNEL_NAME),
        kind=kind,
        secret=_secret(table, ways.get(kind)),
        audience=table.may("audience", one_of(Audience, Audience.AGENCIES), Audience.AGENCIES),
        language=table.may("language", one_of(Language, Language.VIETNAMESE), Language.VIETNAMESE),
        agencies=frozenset(_known(table, "agencies", catalogue)),
        agency_kinds=table.may("agency_kinds", some_of(AgencyKind), frozenset()),
        systems=table.may("systems", some_of(System), frozenset()),
        bases=table.may("bases", some_of(Basis), frozenset()),
        at_least=table.may("at_least", SEVERITY, Severity.MINOR),
        hours=table.may("hours", _WORKING, None),
        urgent=table.may("urgent", SEVERITY, Severity.CRITICAL),
        group_by=table.may("group_by", one_of(GroupBy, GroupBy.AGENCY), GroupBy.AGENCY),
        repeat_every=table.may("repeat_every", _EVERY, _EVERY.blank) if table.has("repeat_every") else None,
        escalated_after=table.may("escalated_after", COUNT, 0) if table.has("escalated_after") else None,
        digests=table.may("digests", _DIGEST, frozenset()),
        options=_beside(table.may("options", _OPTIONS, _OPTIONS.blank), folder),
    )
    _check_options(table, channel, ways.get(kind))
    table.done()
    return channel


def _beside(options: Mapping[str, str], folder: Path) -> Mapping[str, str]:
    """Certificates named in the file lie beside it."""
    found = {key: str(folder / options[key]) for key in ("ca_file",) if options.get(key)}
    return {**options, **found}


def _among(ways: Mapping[str, Way]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in ways:
            raise ValueError
        return value

    return read


def _secret(table: Table, way: Way | None) -> str:
    """The name of a variable; what stands there instead may be the secret itself, and is not shown."""
    needed = way is not None and way.needs_secret
    found = table.need("secret", _VARIABLE) if needed or table.has("secret") else ""
    if found and not _SECRET.fullmatch(found):
        table.wrong("secret", "a value not shown", _VARIABLE.expected)
    return found


def _check_options(table: Table, channel: Channel, way: Way | None) -> None:
    """Values are not shown: somebody may have written a password into one."""
    if way is None:
        return
    for key, value in channel.options.items():
        if key not in way.options:
            known = ", ".join(sorted(way.options)) or "no options"
            table.wrong(f"options.{key}", "unknown key", f"for {channel.kind}: {known}")
        elif not _fits(way.options[key], value):
            table.wrong(f"options.{key}", "not allowed", way.options[key].expected)
    for key, option in way.options.items():
        if option.needed and key not in channel.options:
            table.wrong(f"options.{key}", "missing", option.expected)
    for unfit in way.unfit(channel):
        table.wrong(unfit.key, unfit.wrong, unfit.expected)


def _fits(option: Option, value: str) -> bool:
    try:
        option.read(value)
    except ValueError:
        return False
    return True


def _known(table: Table, key: str, catalogue: Catalogue | None) -> Iterator[str]:
    for name in table.may(key, NAMES, ()):
        if catalogue is not None and name not in {agency.id for agency in catalogue.agencies}:
            table.wrong(key, f"no agency {shown(name)}", "ids of agencies.csv")
        yield name


def _contact(table: Table, catalogue: Catalogue | None) -> Contact:
    contact = Contact(
        agency=table.need("agency", TEXT),
        portal=table.need("portal", TEXT) if table.has("portal") else None,
        unit=table.need("unit", TEXT),
        operator=table.may("operator", TEXT, ""),
        email=table.need("email", _ADDRESS),
        confirmed_on=table.need("confirmed_on", DAY),
    )
    if catalogue is not None:
        _check_contact(table, contact, catalogue)
    table.done()
    return contact


def _check_contact(table: Table, contact: Contact, catalogue: Catalogue) -> None:
    if contact.agency and contact.agency not in {agency.id for agency in catalogue.agencies}:
        table.wrong("agency", f"no agency {shown(contact.agency)}", "an id of agencies.csv")
    owners = {portal.id: portal.agency_id for portal in catalogue.portals}
    if contact.portal is not None and owners.get(contact.portal) != contact.agency:
        table.wrong("portal", f"{shown(contact.portal)} is no portal of that agency", "an id of portals.csv")
