"""An outage of an invented portal with everything that is kept of one: two looks a round, pages, DNS, references."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.configuration import Configuration, load_configuration
from monitor.incidents.records import Incident
from monitor.probing import find_probes
from monitor.records import ReferenceAnswer, ReferenceCheck, Round
from monitor.storage.engine import writing
from monitor.storage.outbox import Delivery, DeliveryState, add, finish
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from probes.exchange import TlsFacts
from probes.failures import FailureKind, State, failed
from probes.names.facts import DnsFacts
from probes.observe import Evidence, Observation
from tests.support.bad_config import sound_folder
from tests.support.desks import FIVE, START, Office, guide, portal, round_of
from tests.support.kept_rounds import reachability

PORTAL = "p1"
HOSTILE = "<script>alert(1)</script> | [x](http://a.test) \u202e\"'&"
BUSY = b"<html><title>503</title><p>Service Unavailable</p></html>"
FACTS = {probe.name: probe.facts for probe in find_probes()}
HEARD = (
    ReferenceAnswer(host="192.0.2.1", port=443, network="192.0.0.0/16", answered=True, seconds=0.021),
    ReferenceAnswer(host="198.51.100.1", port=53, network="198.51.0.0/16"),
)


def page(body: bytes = BUSY) -> Evidence:
    """A page with a cookie."""
    return Evidence(
        sha256=sha256(body).hexdigest(),
        url="https://p1.test/",
        status=503,
        headers=(("content-type", "text/html"), ("set-cookie", "sid=t0psecret; Path=/; HttpOnly")),
        body=body,
    )


def look(at: datetime, *, attempt: int, state: State, pages: tuple[Evidence, ...], **changes: Any) -> Observation:
    """One look by the probe that every look has."""
    facts = reachability(state, url="https://p1.test/", status=503, title=HOSTILE, tls=TLS, **changes)
    return Observation(
        id=f"{int(at.timestamp()):012x}-{attempt}",
        portal=PORTAL,
        probe="reachability",
        vantage="local",
        at=at,
        law_day=date(2026, 11, 2),
        attempt=attempt,
        seconds=1.5,
        facts=facts,
        failure=failed(FailureKind.HTTP_SERVER_ERROR, "503") if state is State.DOWN else None,
        evidence=tuple(item.sha256 for item in pages),
    )


TLS = TlsFacts(version="TLSv1.3", issuer="CN=Mẫu", names=("p1.test",), problem=None)


def failing(at: datetime, kept: Evidence | None = None, **changes: Any) -> Round:
    """A round with both looks, and what the references said."""
    pages = (kept or page(),)
    first = look(at, attempt=1, state=State.DOWN, pages=pages, **changes)
    second = look(at + timedelta(seconds=22), attempt=2, state=State.DOWN, pages=pages, **changes)
    check = ReferenceCheck(at=at + timedelta(seconds=24), online=True, needed=1, answers=HEARD)
    plain = round_of(portal(PORTAL), "F", at, number=0)
    return replace(plain, observations=(first, second), evidence=pages, references=check)


def sound(at: datetime) -> Round:
    """A round in which it answers."""
    plain = round_of(portal(PORTAL), "P", at, number=0)
    return replace(plain, observations=(look(at, attempt=1, state=State.UP, pages=()),))


def names(at: datetime) -> Observation:
    """The nightly reading of the name system."""
    return replace(
        look(at, attempt=1, state=State.UP, pages=()),
        id=f"{int(at.timestamp()):012x}-d",
        probe="dns",
        facts=DnsFacts(asked=True, host="p1.test", exists=True, ipv4=("203.0.113.9",), ds=True),
    )


class Outage:
    """Four failed rounds, of which the third opens the incident, and as many good ones as somebody asks for."""

    def __init__(self, store: Store, *, kept: Evidence | None = None, **changes: Any) -> None:
        self.store = store
        self.office = Office(store=store, guide=guide([portal(PORTAL)]))
        self.at = START
        night = replace(sound(START - FIVE), observations=(*sound(START - FIVE).observations, names(START - FIVE)))
        self.take(night)
        for _ in range(4):
            self.take(failing(self.at, kept, **changes))
            self.at += FIVE

    def take(self, taken: Round) -> None:
        self.store.keep_prepared([prepare(taken)], beside=self.office.desk)

    def heal(self) -> None:
        """Two good rounds close the incident."""
        for _ in range(2):
            self.take(sound(self.at))
            self.at += FIVE

    def post(self) -> None:
        """A letter that was sent, whose channel answered with something secret."""
        with writing(self.store.engine) as connection:
            add(connection, [Delivery(id="l-1", channel="mail", occasion="opened", grouping="agency x", created=self.at,
                                      not_before=self.at, incidents=(self.incident.id,))])  # fmt: skip
            finish(connection, "l-1", state=DeliveryState.SENT, at=self.at, detail="https://hook.test/s3cr3t")

    @property
    def incident(self) -> Incident:
        return self.store.incidents()[0]


@contextmanager
def disputed(folder: Path, **changes: Any) -> Iterator[Outage]:
    """A store with an outage in a folder."""
    with Store.open(f"sqlite:///{folder / 'emc-monitor.sqlite3'}", facts_types=FACTS) as store:
        yield Outage(store, **changes)


def configuration(folder: Path, **changes: Any) -> Configuration:
    """A configuration in whose catalogue the portal stands."""
    if not folder.exists():
        sound_folder(folder)
        (folder / "agencies.csv").write_text(
            "id,kind,name_vi,name_en,gso_code,valid_from,valid_to,successor_ids,note\n"
            "x-vinh-mau,province,Tỉnh Vĩnh Mẫu,Vinh Mau,,,,,\n",
            "utf-8",
        )
        (folder / "portals.csv").write_text(
            "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note\n"
            "p1,x-vinh-mau,portal,https://p1.test/,confirmed,front_end,,,document,\n",
            "utf-8",
        )
    return replace(load_configuration(folder, {}), **changes)
