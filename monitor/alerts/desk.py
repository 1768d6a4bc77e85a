"""The desk: rounds become incidents and letters within the commit that keeps the rounds.

It remembers what rounds in a row it counts and which incidents are open; all of it stands in the store too, so that a
restart in the middle of anything goes on where it was. What a failed commit would have changed is forgotten.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from monitor.alerts.failing import Failing, Key, group_of, groups_of
from monitor.alerts.guide import Guide
from monitor.alerts.seeing import seen_of, speaking
from monitor.alerts.stretch_words import again, unseen_end
from monitor.alerts.telling import Telling
from monitor.incidents.applying import apply
from monitor.incidents.causes import Cause, Feature, Features, causes_in, shared_cause
from monitor.incidents.features import features_of
from monitor.incidents.records import NO_LONGER_WATCHED, Event, Happening, Incident, Tally
from monitor.incidents.stepping import Step, end, step
from monitor.records import Round
from monitor.rules.contract import Outcome, Severity
from monitor.storage import outbox
from monitor.storage.incidents import (
    acknowledged_ids,
    add_events,
    ask_again,
    last_failed,
    load_tallies,
    put_incidents,
    put_tallies,
    read_incidents,
)

SHOWN_FOR = timedelta(hours=24)  # after its end an incident is still shown as one that is over


@dataclass(slots=True, kw_only=True)
class _Draft:
    """What one transaction changes; `events` are those not written yet."""

    tallies: dict[Key, Tally | None] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    features: dict[str, Features] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


class Desk:
    """One writer at a time: the store's own lock sees to it. `incidents` may be read from any thread."""

    def __init__(self, guide: Guide, *, new_id: Callable[[datetime], str]) -> None:
        """Nothing is known before `load`."""
        self.guide = guide
        self.new_id = new_id
        self._tallies: dict[Key, Tally] = {}
        self._incidents: dict[str, Incident] = {}
        self._features: dict[str, Features] = {}
        self._on_the_way = Failing()  # and no incident yet
        self._failing = Failing()
        self._members: Counter[Cause] = Counter()
        self._draft = _Draft()

    def load(self, connection: Connection, *, now: datetime, features: Mapping[str, Features]) -> None:
        """Go on where the last process was; letters that it was about to send become free again."""
        self._tallies = load_tallies(connection)
        self._incidents = {item.id: item for item in read_incidents(connection, since=now - SHOWN_FOR)}
        self._features = dict(features)
        self._members = Counter(cause for mine in self._features.values() for cause in causes_in(mine))
        for key, tally in self._tallies.items():
            self._count(key, tally)
        self._on_the_way.settle()
        self._failing.settle()
        outbox.take_over(connection, now=now)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Open incidents, and those that ended within a day."""
        return tuple(self._incidents.values())

    def open_within(self) -> tuple[Incident, ...]:
        """Open incidents as the transaction that runs leaves them."""
        return tuple(item for item in {**self._incidents, **self._draft.incidents}.values() if item.open)

    def incidents_since(self, connection: Connection, moment: datetime) -> tuple[Incident, ...]:
        """Those open, and those resolved since, as the store has them."""
        return read_incidents(connection, since=moment)

    def write(self, connection: Connection, rounds: Sequence[Round]) -> None:
        """Count these rounds, in their order, and write what follows from them."""
        for item in rounds:
            if item.judged and item.portal in self.guide.portals:
                self._take(connection, item)
        if rounds:
            self._conclude(connection, at=max(item.ended for item in rounds))

    def close_gone(self, connection: Connection, *, at: datetime) -> None:
        """Close what belongs to portals or rules that are no longer there."""
        for key, tally in self._tallies.items():
            if key[0] not in self.guide.portals or key[1] not in self.guide.duties:
                self._note(
                    connection, key, end(tally, at=at, reason=NO_LONGER_WATCHED[0], reason_en=NO_LONGER_WATCHED[1])
                )
        if self._draft.tallies:
            self._conclude(connection, at=at)

    def hear_answers(self, connection: Connection) -> None:
        """Learn which incidents people have acknowledged, from whatever process."""
        answered = acknowledged_ids(connection)
        unknown = [name for name in answered if name in self._incidents and not self._incidents[name].acknowledged]
        self._incidents = self._incidents | {item.id: item for item in read_incidents(connection, ids=unknown)}

    def happen(self, connection: Connection, events: Iterable[Event], *, at: datetime) -> None:
        """Let something happen to incidents that no round brought: an escalation."""
        for event in events:
            self._apply(connection, event, None)
        self._conclude(connection, at=at)

    def settle(self) -> None:
        """What was written is committed."""
        draft, self._draft = self._draft, _Draft()
        self._on_the_way.settle()
        self._failing.settle()
        for key, tally in draft.tallies.items():
            if tally is None:
                self._tallies.pop(key, None)
            else:
                self._tallies[key] = tally
        for portal, mine in draft.features.items():
            self._members.subtract(causes_in(self._features.get(portal, {})))
            self._members.update(causes_in(mine))
        self._features |= draft.features
        if draft.incidents:
            self._incidents = {**self._incidents, **draft.incidents}

    def forget(self) -> None:
        """What was written was not committed."""
        self._on_the_way.undo()
        self._failing.undo()
        self._draft = _Draft()

    def drop_old(self, *, now: datetime) -> None:
        """Show no longer what ended more than a day ago."""
        self._incidents = {
            name: item
            for name, item in self._incidents.items()
            if item.resolved is None or item.resolved > now - SHOWN_FOR
        }

    def _count(self, key: Key, tally: Tally | None) -> None:
        groups = groups_of(self._features_of(key[0]))
        self._on_the_way.move(key, groups if tally is not None and tally.failing else None)
        self._failing.move(key, groups if tally is not None and tally.failed else None)

    def _features_of(self, portal: str) -> Features:
        return self._draft.features.get(portal) or self._features.get(portal, {})

    def _take(self, connection: Connection, taken: Round) -> None:
        portal = self.guide.portals[taken.portal]
        seen_now = features_of(speaking(taken), agency=taken.agency, url=portal.url)
        if not seen_now.items() <= self._features.get(taken.portal, {}).items():
            self._draft.features[taken.portal] = {**self._features.get(taken.portal, {}), **seen_now}
        looked = {item.probe for item in taken.observations}
        muted = self.guide.muted(taken.portal, taken.since)
        for verdict in taken.verdicts:
            key = (taken.portal, verdict.rule)
            if verdict.outcome is not Outcome.FAIL and key not in self._tallies and key not in self._draft.tallies:
                continue  # by far the most
            known = self._tally(key)
            if known is None and verdict.outcome is not Outcome.FAIL:
                continue
            duty = self.guide.duties.get(verdict.rule)
            if duty is not None:
                seen = seen_of(taken, verdict, counted=not duty.reads or bool(duty.reads & looked), muted=muted,
                             tells=duty.tells and verdict.severity > Severity.ADVISORY)  # fmt: skip
                self._note(connection, key, step(known, seen, duty.patience, new_id=self.new_id))

    def _tally(self, key: Key) -> Tally | None:
        return self._draft.tallies[key] if key in self._draft.tallies else self._tallies.get(key)

    def _note(self, connection: Connection, key: Key, taken: Step) -> None:
        if taken.tally != self._tally(key):
            self._draft.tallies[key] = taken.tally
            self._count(key, taken.tally)
        if taken.opened is not None:
            self._draft.incidents[taken.opened.id] = taken.opened
        for event in taken.events:
            self._apply(connection, event, taken.tally)

    def _apply(self, connection: Connection, event: Event, tally: Tally | None) -> None:
        found = self._draft.incidents.get(event.incident) or self._incidents.get(event.incident)
        if found is None:
            found = next(iter(read_incidents(connection, ids=(event.incident,))), None)
        if found is not None:
            severity, ended, since = (tally.severity, tally.ended, tally.since) if tally else (None, None, None)
            now = apply(found, event, severity=severity, ended=ended, since=since)
            told = self._dated(connection, event, found, now)
            self._draft.incidents[found.id] = replace(now, events=(*found.events, told))
            self._draft.events.append(told)

    def _dated(self, connection: Connection, event: Event, before: Incident, now: Incident) -> Event:
        """The event with the times of the stretch that it ends, or that it goes on after."""
        if event.happening is Happening.WENT_ON:
            return again(event, before, since=now.since)
        if event.happening is not Happening.RESOLVED or now.ended is None:
            return event
        failed = last_failed(connection, now)
        if failed is None or failed[1] is None:
            return event
        unlooked = now.ended - failed[0] > 2 * self.guide.hold
        if failed[1] < now.ended or unlooked:
            return unseen_end(event, last_failed=failed[0], good=now.ended)
        return event

    def _conclude(self, connection: Connection, *, at: datetime) -> None:
        self._name_causes()
        draft = self._draft
        put_tallies(connection, draft.tallies)
        put_incidents(connection, draft.incidents.values())
        add_events(connection, draft.events)
        ask_again(connection, [item.incident for item in draft.events if item.happening is Happening.WENT_ON])
        if self.guide.telling:
            known = {**self._incidents, **draft.incidents}
            telling = Telling(guide=self.guide, at=at, new_id=self.new_id, on_their_way=self._on_the_way.any)
            telling.tell(connection, draft.events, known)
            telling.let_go(connection, known)
        draft.events = []  # written; more may happen within the same commit

    def _name_causes(self) -> None:
        """An incident that opens gets the cause that it shares with those that fail now; it keeps it."""
        for name in {e.incident for e in self._draft.events if e.happening in (Happening.OPENED, Happening.WENT_ON)}:
            incident = self._draft.incidents[name]
            mine = self._features_of(incident.portal)
            cause = shared_cause(mine, failing=partial(self._failing_with, incident.rule), members=self._having)
            own = cause is None or cause.feature is Feature.AGENCY
            shown = {feature.value: value for feature, value in mine.items()}
            self._draft.incidents[name] = replace(incident, cause="" if own else str(cause), features=shown)

    def _failing_with(self, rule: str, cause: Cause) -> int:
        return self._failing.count(group_of(cause), rule)

    def _having(self, cause: Cause) -> int:
        return self._members[cause]
