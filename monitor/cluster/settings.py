"""What the operator may set about looking from several places."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from monitor.setting_values import Broker, EmptyIsNone, Networks, Number, expects


class Cluster(BaseModel):
    """Other places that look too, each by workers that take their looks from the queue of its vantage.

    `broker` is where the queues are, `None` where there is one place only; `vantages` names the network (provider) of
    each place. `local_looks`: whether the daemon itself looks beside them. `window` is how long a round waits for
    other vantages, `redeliver_after` when what a worker took and never finished goes to another one (Redis), both in
    seconds; a worker says every `heartbeat` seconds that it is there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    broker: Broker = Field(
        None, description="redis, rediss, amqp or amqps://USER:PASSWORD@HOST[:PORT][/PLACE]", repr=False
    )
    vantages: Networks = expects("name=network, separated by commas", default={})
    local_looks: bool = expects("true or false", default=True)
    ca_file: Annotated[Path | None, EmptyIsNone] = expects("a PEM file", default=None)
    certificate: Annotated[Path | None, EmptyIsNone] = expects("a PEM file", default=None)
    key: Annotated[Path | None, EmptyIsNone] = expects("a PEM file", default=None)
    window: Number = expects("seconds", default=60.0, low=0.1, high=3600)
    heartbeat: Number = expects("seconds", default=10.0, low=0.1, high=60)
    redeliver_after: Number = expects("seconds", default=180.0, low=1, high=86400)
