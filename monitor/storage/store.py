"""The store: what was seen and how it was judged, kept in short transactions and read back as values."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from types import MappingProxyType
from typing import Protocol, Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from monitor.incidents.records import Incident
from monitor.records import Round
from monitor.rules.contract import History
from monitor.storage import looks, past, stood
from monitor.storage.codec import Decoder
from monitor.storage.engine import connect, reading, upsert, writing
from monitor.storage.errors import StoreError, explain
from monitor.storage.first_look import read_first_look
from monitor.storage.incident_proof import Proof, read_proof
from monitor.storage.incidents import read_incidents
from monitor.storage.keep import write
from monitor.storage.ledger import Ledger
from monitor.storage.location import make_folder, parse
from monitor.storage.past import Past, Stored
from monitor.storage.rows import Prepared, prepare
from monitor.storage.schema import upgrade
from monitor.storage.standing import KeptFigure, Standing, Stretch
from monitor.storage.tables import META
from probes.contract import Memory
from probes.observe import Evidence, Observation


class Beside(Protocol):
    """What follows from rounds and belongs into their commit."""

    def write(self, connection: Connection, rounds: Sequence[Round]) -> None:
        """Write within the transaction; `rounds` are those that moved something, in the order of their beginnings."""
        ...

    def settle(self) -> None:
        """The transaction was committed."""
        ...

    def forget(self) -> None:
        """The transaction was not committed."""
        ...


_SIMULATION = "simulation"


class Store:
    """An open store; `close` it, or use it as a context manager. Threads may share it."""

    def __init__(self, engine: Engine, *, facts_types: Mapping[str, type]) -> None:
        """Use `Store.open`, which brings the schema up to date."""
        self.engine = engine
        self._decoder = Decoder(facts_types)
        self._ledger = Ledger()
        self._keeping = Lock()
        self.fence: Callable[[Connection], None] | None = None  # raises in a transaction that is not ours to make

    @classmethod
    def open(cls, url: str, *, simulation: str = "", facts_types: Mapping[str, type] = MappingProxyType({})) -> Self:
        """Create or upgrade the store at `url`; raises `StoreError` with one sentence where it cannot be used.

        `simulation` names the simulated scenario: a store never holds two of them, nor one beside the real world.
        `facts_types` are the probes' facts by probe name; facts of others are read as `None`.
        """
        parsed = parse(url)
        make_folder(parsed)
        with telling(parsed):
            engine = connect(parsed)
        try:
            with telling(parsed), writing(engine) as connection:
                upgrade(connection)
                _mark(connection, simulation)
        except StoreError:
            engine.dispose()
            raise
        return cls(engine, facts_types=facts_types)

    def close(self) -> None:
        """Close all connections; an SQLite store is one file again."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.close()

    def keep(self, rounds: Sequence[Round]) -> None:
        """Keep rounds in one transaction; again changes nothing. Raises SQLAlchemy's errors, keeping none of them."""
        self.keep_prepared([prepare(item) for item in rounds])

    def keep_prepared(self, batch: Sequence[Prepared], *, beside: Beside | None = None) -> None:
        """The same for rounds that are encoded already. `beside` writes what follows from them into the same commit."""
        if not batch:
            return
        with self._keeping, self._ledger.transaction(), self._committing(beside) as connection:
            moved = write(connection, batch, self._ledger)
            if beside is not None:
                beside.write(connection, [item.round for item in moved])

    @contextmanager
    def transaction(self, beside: Beside | None = None, *, fenced: bool = True) -> Iterator[Connection]:
        """A write transaction of its own, never beside another one of this store; `beside` hears how it ended.

        One that is not `fenced` is made by whoever led before, too: for what is so, and not for what is to be done.
        """
        with self._keeping, self._committing(beside, fenced=fenced) as connection:
            yield connection

    @contextmanager
    def _committing(self, beside: Beside | None, *, fenced: bool = True) -> Iterator[Connection]:
        committed = False
        try:
            with writing(self.engine) as connection:
                if fenced and self.fence is not None:
                    self.fence(connection)
                yield connection
            committed = True
        finally:
            if beside is not None:
                (beside.settle if committed else beside.forget)()

    def memories(self) -> Mapping[str, Mapping[str, Memory]]:
        """What probes remember, by portal and probe."""
        with reading(self.engine) as connection:
            return looks.read_memories(connection, portals=None)

    def memory(self, portal: str) -> Mapping[str, Memory]:
        """What probes remember of one portal."""
        with reading(self.engine) as connection:
            return looks.read_memories(connection, portals=(portal,)).get(portal, {})

    def history(self, portal: str, *, until: datetime, days: float = 30) -> History:
        """What earlier rounds showed, for the rules."""
        with reading(self.engine) as connection:
            return stood.read_history(connection, portal=portal, until=until, days=days)

    def last_observations(self, portal: str) -> Mapping[str, Observation]:
        """A portal's last observation by probe, whatever it brought."""
        with reading(self.engine) as connection:
            last, _seen = looks.read_last_looks(connection, self._decoder, portals=(portal,))
            return last.get(portal, {})

    def observations(self, portal: str, limit: int = 100) -> tuple[Observation, ...]:
        """A portal's last observations, newest first."""
        with reading(self.engine) as connection:
            return looks.read_observations(connection, self._decoder, portal=portal, limit=limit)

    def first_look(self, portal: str, probe: str, vantage: str | None = None) -> Observation | None:
        """The earliest stored observation of a probe that saw the portal, from that vantage or at all."""
        with reading(self.engine) as connection:
            return read_first_look(connection, self._decoder, portal=portal, probe=probe, vantage=vantage)

    def past(self, portal: str, *, start: datetime, end: datetime, days: float = 30) -> Past:
        """A portal's looks from `start` on, before `end`, with spans that reach back `days` further."""
        with reading(self.engine) as connection:
            return past.read_past(connection, self._decoder, portal=portal, start=start, end=end, days=days)

    def last_past(self, portal: str, *, age: timedelta, before: datetime | None = None) -> Past | None:
        """What a portal's last round was judged by, before a moment or at all, facts at most `age` old."""
        with reading(self.engine) as connection:
            return past.read_last_past(connection, self._decoder, portal=portal, before=before, age=age, days=30)

    def stored(self) -> Stored:
        """The stretch of time that looks are stored of."""
        with reading(self.engine) as connection:
            return past.read_stored(connection)

    def evidence(self, sha256: str) -> Evidence | None:
        """The page of that hash, or `None` where it was not kept."""
        with reading(self.engine) as connection:
            return looks.read_evidence(connection, sha256)

    def standings(self, portals: Collection[str] | None = None) -> tuple[Standing, ...]:
        """The present of these portals (`None`: of all), by id."""
        with reading(self.engine) as connection:
            return stood.read_standings(connection, self._decoder, portals=portals)

    def availability(
        self, portals: Collection[str] | None = None, *, start: datetime, end: datetime
    ) -> Mapping[str, Mapping[str, float]]:
        """Seconds of the window by state and `unobserved`, for each portal."""
        with reading(self.engine) as connection:
            return stood.read_availability(connection, portals=portals, start=start, end=end)

    def verdict_changes(
        self, portals: Collection[str] | None = None, *, start: datetime, end: datetime
    ) -> tuple[Stretch, ...]:
        """Verdict stretches that began within the window, oldest first."""
        with reading(self.engine) as connection:
            return stood.read_verdict_changes(connection, portals=portals, start=start, end=end)

    def incidents(
        self, portals: Collection[str] | None = None, *, open_only: bool = False, since: datetime | None = None
    ) -> tuple[Incident, ...]:
        """Incidents with their events, the newest first; `since` leaves out what was resolved before it."""
        with reading(self.engine) as connection:
            return read_incidents(connection, portals=portals, open_only=open_only, since=since)

    def incidents_named(self, ids: Collection[str]) -> tuple[Incident, ...]:
        """The incidents of these ids, the newest first."""
        with reading(self.engine) as connection:
            return read_incidents(connection, ids=ids)

    def proof(self, incident: str, *, reads: Mapping[str, Collection[str]]) -> Proof | None:
        """Everything behind an incident, `None` where there is none of that id; `reads` are the probes of each rule."""
        with reading(self.engine) as connection:
            return read_proof(connection, self._decoder, incident, reads=reads)

    def figure_history(self, portal: str, key: str) -> tuple[KeptFigure, ...]:
        """Every value that a portal showed under a key, oldest first."""
        with reading(self.engine) as connection:
            return stood.read_figure_history(connection, portal=portal, key=key)


@contextmanager
def telling(url: URL) -> Iterator[None]:
    """Turn the database's own errors into a sentence for the operator."""
    try:
        yield
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise explain(url, error) from error


def _mark(connection: Connection, simulation: str) -> None:
    connection.execute(upsert(connection, META), {"key": _SIMULATION, "value": simulation})
    found = connection.scalar(select(META.c.value).where(META.c.key == _SIMULATION))
    if found != simulation:
        raise StoreError(
            f"the store holds {_world(found)}, and this run looks at {_world(simulation)}: they are never mixed; "
            "give this run a data folder of its own"
        )


def _world(simulation: str | None) -> str:
    return f"the simulated estate {simulation}" if simulation else "the real world"
