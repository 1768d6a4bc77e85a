"""A desk over a real store, fed with rounds of invented portals in few letters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from monitor.alerts.desk import Desk
from monitor.alerts.guide import Duty, Guide
from monitor.alerts.records import Channel
from monitor.alerts.routing import Whose
from monitor.catalogue.records import AgencyKind, Lifecycle, Portal, PortalStatus
from monitor.incidents.features import features_of
from monitor.incidents.records import Incident
from monitor.records import Round
from monitor.rules.contract import Basis, Outcome, Severity, Verdict
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.outbox import Delivery
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from probes.contract import System
from probes.failures import FailureKind, State, failed
from probes.observe import Observation
from tests.support.kept_rounds import reachability

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
FIVE = timedelta(minutes=5)
OUTCOMES = {"F": Outcome.FAIL, "P": Outcome.PASS, "u": Outcome.UNKNOWN, "x": Outcome.EXEMPT, "W": Outcome.WARN}
TRUC = Channel(name="truc", kind="webhook", secret="EMC_SECRET_TRUC")


def portal(name: str, agency: str = "x-vinh-mau") -> Portal:
    """A portal of an invented agency."""
    return Portal(
        id=name,
        agency_id=agency,
        system=System.PORTAL,
        url=f"https://{name}.test/",
        status=PortalStatus.CONFIRMED,
        lifecycle=Lifecycle.FRONT_END,
    )


def guide(portals: Iterable[Portal], **changes: Any) -> Guide:
    """A guide under which REACH-01 opens incidents and one channel is told."""
    named = {item.id: item for item in portals}
    whose = Whose(agency_kind=AgencyKind.PROVINCE, system=System.PORTAL)
    values: dict[str, Any] = {
        "portals": named,
        "whose": dict.fromkeys(named, whose),
        "duties": {"REACH-01": Duty(), "AV-01": Duty(tells=False)},
        "channels": (TRUC,),
        "telling": True,
    }
    return Guide(**(values | changes))


def verdict(outcome: Outcome, rule: str = "REACH-01", **changes: Any) -> Verdict:
    """A verdict of a grave rule."""
    values: dict[str, Any] = {
        "rule": rule,
        "outcome": outcome,
        "severity": Severity.CRITICAL,
        "basis": Basis.PRODUCT,
        "weight": 5.0,
        "reason": "không trả lời (đã xác nhận)",
        "reason_en": "does not answer (confirmed)",
        "law": "NĐ 224/2026/NĐ-CP, Điều 21 khoản 2 điểm a",
        "evidence": {},
    }
    return Verdict(**(values | changes))


def round_of(where: Portal, letter: str, at: datetime, *, number: int, address: str = "203.0.113.9") -> Round:
    """One round with one verdict of REACH-01."""
    outcome = OUTCOMES[letter]
    state = State.DOWN if outcome is Outcome.FAIL else State.UP
    seen = Observation(
        id=f"o-{number}",
        portal=where.id,
        probe="reachability",
        vantage="local",
        at=at,
        law_day=date(2026, 11, 2),
        attempt=1,
        seconds=0.2,
        facts=reachability(state, url=where.url, address=address),
        failure=failed(FailureKind.CONNECT_TIMEOUT, "silence") if state is State.DOWN else None,
        evidence=(),
    )
    return Round(
        portal=where.id,
        agency=where.agency_id,
        vantage="local",
        since=at,
        ended=at + timedelta(seconds=30),
        holds_until=at + 2 * FIVE,
        law_day=date(2026, 11, 2),
        state=state,
        confirmed=True,
        judged=True,
        observations=(seen,),
        evidence=(),
        verdicts=(verdict(outcome),),
        rulebook="0" * 12,
        remember={},
    )


@dataclass
class Office:
    """A desk at work over a store."""

    store: Store
    guide: Guide
    at: datetime = START
    addresses: Mapping[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Another process takes over; nothing is left but the store."""
        self.desk = Desk(self.guide, new_id=lambda _at: f"n-{next(self.numbers):04}")
        features = {
            item.portal: features_of(
                item.observations.values(), agency=item.agency, url=self.guide.portals[item.portal].url
            )
            for item in self.store.standings(list(self.guide.portals))
        }
        with self.store.transaction(self.desk) as connection:
            self.desk.load(connection, now=self.at, features=features)

    def use(self, **changes: Any) -> None:
        """Another configuration."""
        self.guide = self.desk.guide = replace(self.guide, **changes)

    def rounds(self, *columns: Mapping[str, str]) -> None:
        """Every five minutes one round of each of these portals, all in one commit."""
        for column in columns:
            batch = [
                prepare(
                    round_of(
                        self.guide.portals[name],
                        letter,
                        self.at,
                        number=next(self.numbers),
                        address=self.addresses.get(name, f"203.0.113.{len(name)}"),
                    )
                )
                for name, letter in column.items()
            ]
            self.store.keep_prepared(batch, beside=self.desk)
            self.at += FIVE

    def story(self, **letters: str) -> None:
        """The same, portal by portal: a letter for each round."""
        names = list(letters)
        for column in zip(*letters.values(), strict=True):
            self.rounds(dict(zip(names, column, strict=True)))

    @property
    def incidents(self) -> Sequence[Incident]:
        """All of them, the oldest first."""
        return tuple(reversed(self.store.incidents()))

    @property
    def letters(self) -> list[Delivery]:
        """All letters about incidents, the oldest first."""
        with reading(self.store.engine) as connection:
            return list(outbox.read_deliveries(connection, incidents=[item.id for item in self.incidents]))
