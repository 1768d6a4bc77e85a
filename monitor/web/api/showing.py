"""What the reading part of the API is drawn from, and one snapshot of it for each answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import HTTPException
from sqlalchemy.exc import SQLAlchemyError

from monitor.availability import Account
from monitor.configuration import Configuration
from monitor.reports.compared.comparing_periods import Snapshots
from monitor.reports.exports.contract import Source
from monitor.rollup.picture import Picture
from monitor.rounds.cadence import LOCAL
from monitor.storage.errors import StoreError
from monitor.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """The present picture, the store behind it, the configuration in use, the clock, and how windows were spent."""

    picture: Callable[[], Picture]
    store: Store
    configuration: Callable[[], Configuration]
    now: Callable[[], datetime]
    accounts: Callable[[], Mapping[str, Mapping[str, Account]]]
    snapshots: Snapshots = field(default_factory=Snapshots)

    @contextmanager
    def source(self) -> Iterator[Source]:
        """What one answer is drawn from; raises 503 where the store does not answer meanwhile."""
        configuration = self.configuration()
        try:
            yield Source(
                picture=self.picture(),
                store=self.store,
                catalogue=configuration.catalogue,
                rulebook=configuration.rulebook,
                today=self.now().astimezone(LOCAL).date(),
                accounts=self.accounts,
                targets=configuration.targets,
                snapshots=self.snapshots,
            )
        except (SQLAlchemyError, StoreError) as error:
            raise HTTPException(503, "the store does not answer") from error
