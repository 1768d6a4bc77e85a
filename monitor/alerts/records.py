"""Channels, contacts and letters as values: who is told of what, and what a way of telling is given to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from monitor.catalogue.records import AgencyKind
from monitor.incidents.records import Incident
from monitor.rules.contract import Basis, Severity
from probes.contract import System


class Occasion(StrEnum):
    """Why a letter is sent."""

    OPENED = "opened"
    REPEATED = "repeated"
    ESCALATED = "escalated"
    RECOVERED = "recovered"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONITOR = "monitor"  # the monitor's own trouble, to its operator only
    TEST = "test"


class Audience(StrEnum):
    """Whom a channel reaches: those who answer for portals, or those who run the monitor."""

    AGENCIES = "agencies"
    OPERATOR = "operator"


class GroupBy(StrEnum):
    """What one letter gathers."""

    AGENCY = "agency"
    CAUSE = "cause"


class Language(StrEnum):
    """In which a letter is written; rules and laws keep their Vietnamese names."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working hours by Vietnamese time: `begin` included, `end` excluded, on working days only."""

    begin: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One entry of `channels.toml`. Empty sets mean all.

    `kind` names a module of `monitor.alerts.channels`. `secret` names the environment variable that holds what must
    not stand in a file. `urgent`: incidents of that severity do not wait for `hours`.
    `escalated_after`: working days without acknowledgement after which this channel hears of an incident, and not
    before; `None` for channels that hear at once. `options` are the kind's own, as text.
    """

    name: str
    kind: str
    secret: str = ""
    audience: Audience = Audience.AGENCIES
    language: Language = Language.VIETNAMESE
    agencies: frozenset[str] = frozenset()
    agency_kinds: frozenset[AgencyKind] = frozenset()
    systems: frozenset[System] = frozenset()
    bases: frozenset[Basis] = frozenset()
    at_least: Severity = Severity.MINOR
    hours: Hours | None = None
    urgent: Severity = Severity.CRITICAL
    group_by: GroupBy = GroupBy.AGENCY
    repeat_every: timedelta | None = None
    escalated_after: int | None = None
    digests: frozenset[Occasion] = frozenset()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who answers for an agency or for one portal, confirmed by a person on a day."""

    agency: str
    portal: str | None
    unit: str
    operator: str
    email: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """One incident as a letter tells it: with the names and words that the store does not hold."""

    incident: Incident
    agency_name: str
    host: str
    url: str
    system: System
    duty: str
    duty_en: str
    what_to_do: str
    what_to_do_en: str
    link: str = ""  # of the incident's own page, where the web address is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a channel sends. `id` stays the same through every attempt, so that a receiver can drop a second one.

    `affairs` are for channels that send data rather than words; `recipients` for those that write to contacts.
    `answer_to` is where an agency can answer, for channels that divide a letter.
    """

    id: str
    occasion: Occasion
    at: datetime
    title: str
    body: str
    affairs: tuple[Affair, ...] = ()
    recipients: tuple[Contact, ...] = ()
    simulated: bool = False
    answer_to: str = ""
