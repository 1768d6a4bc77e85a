"""The earliest look of one probe at a portal that is still stored, so that the present one can be held against it."""

from sqlalchemy import Connection, select

from monitor.storage.codec import Decoder
from monitor.storage.looks import read_named
from monitor.storage.tables import OBSERVATION
from probes.observe import Observation


def read_first_look(
    connection: Connection, decoder: Decoder, *, portal: str, probe: str, vantage: str | None = None
) -> Observation | None:
    """The first observation that brought facts without a failure, from that vantage or at all; `None` where none is
    stored."""
    places = () if vantage is None else (OBSERVATION.c.vantage == vantage,)
    asked = (
        select(OBSERVATION.c.id)
        .where(
            OBSERVATION.c.portal == portal,
            OBSERVATION.c.probe == probe,
            OBSERVATION.c.facts.is_not(None),
            OBSERVATION.c.failure_kind.is_(None),
            *places,
        )
        .order_by(OBSERVATION.c.at)
        .limit(1)
    )
    name = connection.scalar(asked)
    return read_named(connection, decoder, (name,))[0] if name is not None else None
