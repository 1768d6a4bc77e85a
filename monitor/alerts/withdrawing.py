"""Letters that nobody will ever send: those through a channel that is gone, and those of a way that is no longer
taken."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts.guide import Guide
from monitor.alerts.records import Occasion
from monitor.storage import outbox

GONE_FOR = timedelta(hours=24)  # as long as a letter is tried at all: a channel left out by mistake can come back
NOT_OURS = "incidents are no longer told by our channels"
NO_CHANNEL = "the channel is not in channels.toml"

_LOG = logging.getLogger(__name__)


def withdraw_untold(connection: Connection, guide: Guide, *, at: datetime) -> None:
    """Withdraw them, so that they do not wait for ever; letters about the monitor itself are told in every mode."""
    if not guide.telling:
        withdrawn = outbox.withdraw_all(connection, but=Occasion.MONITOR.value, at=at, detail=NOT_OURS)
        _say(withdrawn, NOT_OURS)
    names = [channel.name for channel in guide.channels]
    withdrawn = outbox.withdraw_unheard(connection, names, due_before=at - GONE_FOR, at=at, detail=NO_CHANNEL)
    _say(withdrawn, NO_CHANNEL)


def _say(letters: int, why: str) -> None:
    if letters:
        _LOG.warning("letters withdrawn: %d; %s", letters, why)
