"""Leading a store on PostgreSQL: an advisory lock, which ends with its connection, and a term that fences off who led
before.

The lock says who may begin to lead, the term who does: whoever begins writes the next one, and every later transaction
of a process looks for its own. So a leader that was cut off writes nothing beside its successor, whatever it believes.
"""

import logging
import threading

from sqlalchemy import Connection, Engine, create_engine, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from monitor.storage.engine import linger_not, upsert, writing
from monitor.storage.tables import META

CHECK_EVERY = 2.0  # seconds between two looks at the connection that leads
_AGAIN_AFTER = 1.0  # seconds between two attempts to have it back
_LEADER = 0x454D434C  # the advisory lock that leaders hold: "EMCL"
_TERM = "leader_term"
_LAST_BREATH = 1.0  # seconds

log = logging.getLogger(__name__)


class Deposed(SQLAlchemyError):  # noqa: N818 - states the fact
    """Another process leads the store by now: nothing of ours is written any more."""


class ServerLease:
    """One process's leadership of a store on PostgreSQL.

    While the connection is lost and nobody else has begun to lead, it is asked for again: a database that was only
    restarted finds its leader as it was.
    """

    def __init__(self, url: URL, *, check_every: float = CHECK_EVERY) -> None:
        """Nothing is connected yet. `check_every` is in seconds."""
        self.lost = threading.Event()  # another process leads: for good
        self._engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=linger_not(url)
        )
        self._session: Connection | None = None
        self._term: int | None = None
        self._check_every = check_every
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="leadership", daemon=True)

    @property
    def holds(self) -> bool:
        """Whether it leads as far as it knows; not while its connection is lost."""
        return self._session is not None and not self.lost.is_set()

    def acquire(self) -> bool:
        """Try for the lock; raises SQLAlchemy's errors where the server cannot be asked."""
        session = self._engine.connect()
        got = False
        try:
            got = bool(session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LEADER}))
        finally:
            if not got:
                session.close()
        if got:
            self._session = session
        return got

    def begin(self, engine: Engine) -> None:
        """Begin a term of office in this store, whose tables are there, and watch over the connection from now on."""
        with writing(engine) as connection:
            self._term = (_term(connection) or 0) + 1
            row = {"key": _TERM, "value": str(self._term)}
            connection.execute(upsert(connection, META, change=("value",)), row)
        self._watcher.start()

    def fence(self, connection: Connection) -> None:
        """Raise `Deposed` within a write transaction that is no longer ours to make."""
        if self._term is not None and _term(connection) != self._term:
            self.lost.set()
            raise Deposed("another process leads the store by now")

    def close(self) -> None:
        """Lead no more."""
        self._ended.set()
        if self._watcher.is_alive():
            self._watcher.join(_LAST_BREATH)
        if not self._watcher.is_alive():  # one that still waits for the server lets go of its connection by itself
            self._let_go()

    def _watch(self) -> None:
        while not self.lost.is_set() and not self._ended.wait(self._check_every):
            if self._session is not None and not _answers(self._session):
                log.warning("the connection that leads the store is lost: nothing is sent until it is back")
                self._let_go()
            if self._session is None:
                self._regain()
        if self._ended.is_set():
            self._let_go()

    def _regain(self) -> None:
        """Until it leads again, another one does, or all is over."""
        while not self._ended.is_set():
            try:
                if self._overtaken():
                    self.lost.set()
                    return
                if self.acquire():
                    if self._overtaken():
                        self._let_go()
                        continue
                    log.warning("leading the store again; nobody else has meanwhile")
                    return
            except SQLAlchemyError:  # the writer tells of a store that refuses
                self._let_go()
            self._ended.wait(_AGAIN_AFTER)

    def _overtaken(self) -> bool:
        with self._engine.connect() as session:
            return _term(session) != self._term

    def _let_go(self) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        try:
            session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LEADER})
        except SQLAlchemyError:  # the server lets go of it with the connection
            session.invalidate()
        finally:
            session.close()


def _answers(session: Connection) -> bool:
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _term(connection: Connection) -> int | None:
    found = connection.scalar(select(META.c.value).where(META.c.key == _TERM))
    return None if found is None else int(found)
