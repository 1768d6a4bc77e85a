"""What the operator may set: one record for each section of `settings.toml`, with defaults, units and ranges.

The words of each setting say the form that a mistake's message asks for.
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from monitor.cluster.settings import Cluster
from monitor.setting_values import Count, Day, EmptyIsNone, Endpoints, Nameservers, Number, Overrides, expects


def _store(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = make_url(url)
    except ArgumentError as error:
        raise ValueError("not a database URL") from error
    kind = parts.get_backend_name()
    if kind not in ("sqlite", "postgresql") or (kind == "sqlite" and parts.database in (None, "", ":memory:")):
        raise ValueError("no database that outlives the process")
    return url


def _named(folder: Path) -> Path:
    if folder == Path():
        raise ValueError("no folder")
    return folder


def _printable(text: str) -> str:
    """What goes into a request header must not be able to end it."""
    if not re.fullmatch(r"[\x20-\x7e]{0,200}", text):
        raise ValueError("not printable")
    return text


class _Section(BaseModel):
    """Unknown keys are refused and nothing changes after the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Storage(_Section):
    """Where observations are kept; `None` is an SQLite file in the data folder."""

    url: Annotated[str | None, EmptyIsNone, AfterValidator(_store)] = Field(
        None, description="sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME", repr=False
    )
    prune: bool = expects("true or false", default=True)


class Data(_Section):
    """The folder for what the monitor writes, relative to the working directory."""

    dir: Annotated[Path, AfterValidator(_named)] = expects("the name of a folder", default=Path("data"))


class Web(_Section):
    """Where pages and metrics are served; port 0 takes any free one."""

    host: Annotated[str, Field(min_length=1)] = expects("a host name or address", default="127.0.0.1")
    port: Count = expects("a port", default=8000, low=0, high=65535)


class Schedule(_Section):
    """When portals are looked at. Hours are those of Asia/Ho_Chi_Minh; the night's `end` is not part of it."""

    model_config = ConfigDict(validate_default=True)  # the end is checked against a start that was set alone

    interval: Number = expects("seconds", default=300.0, low=0.1, high=86400)
    workers: Count = expects("a number of portals at once", default=128, low=1, high=256)
    nightly_start: Count = expects("an hour", default=1, low=0, high=23)
    nightly_end: Count = expects("an hour after schedule.nightly_start", default=5, low=1, high=24)
    misfire_grace: Number = expects("seconds", default=300.0, low=1, high=86400)

    @field_validator("nightly_end")
    @classmethod
    def _after_the_start(cls, end: int, info: ValidationInfo) -> int:
        if end <= info.data.get("nightly_start", 0):
            raise ValueError("the night has no hours")
        return end


class Network(_Section):
    """Whether we are online ourselves. `references` are asked before blame, none of them turns the gate off.

    When more than `quarantine_share` of at least `quarantine_minimum` portals fail within one interval, nothing is
    blamed unless references in two networks answer, where there are two.
    """

    references: Endpoints = expects("host:port, separated by commas", default=())
    quarantine_share: Number = expects("a share", default=0.5, low=0.01, high=1)
    quarantine_minimum: Count = expects("a number of portals", default=20, low=20, high=1_000_000)


class Transport(_Section):
    """How looks go over the wire. `resolve` maps `host[:port]` to the `address:port` to connect to instead."""

    allow_private: bool = expects("true or false", default=False)
    ca_file: Annotated[Path | None, EmptyIsNone] = expects("a PEM file", default=None)
    intermediates: Annotated[Path | None, EmptyIsNone] = expects("a PEM file", default=None)
    resolve: Overrides = expects("host[:port]=address:port, separated by commas", default={})
    deadline: Number = expects("seconds", default=15.0, low=0.5, high=300)
    max_body: Count = expects("bytes", default=2_000_000, low=1, high=100_000_000)
    confirm_after: Number = expects("seconds", default=20.0, low=0, high=300)
    contact: Annotated[str, AfterValidator(_printable)] = expects(
        "an e-mail or web address of at most 200 printable ASCII characters", default=""
    )
    nameservers: Nameservers = expects("address or address:port, separated by commas", default=())
    family: Literal["any", "ipv4", "ipv6"] = expects("any, ipv4 or ipv6", default="any")
    per_host: Count = expects("a number of looks at once", default=2, low=1, high=64)


class Browser(_Section):
    """Whether first pages are also shown in a browser, once a night. `deadline` is for one load, in seconds.

    `memory` counts megabytes of all its processes; `sandbox` is Chromium's own, which refuses to run as root.
    """

    enabled: bool = expects("true or false", default=False)
    executable: Path = expects("the path of Chromium", default=Path("/usr/bin/chromium"))
    loads: Count = expects("a number of loads", default=3, low=1, high=9)
    deadline: Number = expects("seconds", default=20.0, low=1, high=60)
    memory: Count = expects("megabytes", default=1500, low=300, high=100_000)
    sandbox: bool = expects("true or false", default=True)


class Law(_Section):
    """The legal day, today where `None`; certificates and times always use the wall clock."""

    day: Day = expects("a day as YYYY-MM-DD, or nothing for today", default=None)


class Alerts(_Section):
    """`observe` shows and keeps, `tell` also sends: by the channels here, or by Prometheus and its Alertmanager.

    `answer_to` is where an agency can answer; `web` is the address of our pages as readers of letters reach them.
    """

    mode: Literal["observe", "tell"] = expects("observe or tell", default="observe")
    way: Literal["channels", "prometheus"] = expects("channels or prometheus", default="channels")
    answer_to: Annotated[str, AfterValidator(_printable)] = expects(
        "an e-mail or web address of at most 200 printable ASCII characters", default=""
    )
    web: Annotated[str, Field(pattern=r"^(https?://[^\s]{1,190})?$")] = expects(
        "a web address such as https://monitor.example.vn, or nothing", default=""
    )


class Incidents(_Section):
    """How many rounds in a row open and close an incident, of round-wise and of nightly readings; `goes_on` is in
    seconds."""

    rounds_down: Count = expects("a number of rounds", default=3, low=1, high=100)
    rounds_up: Count = expects("a number of rounds", default=2, low=1, high=100)
    nights_down: Count = expects("a number of nightly readings", default=2, low=1, high=30)
    nights_up: Count = expects("a number of nightly readings", default=1, low=1, high=30)
    goes_on: Number = expects("seconds", default=1800.0, low=0, high=86400)


class Vantage(_Section):
    """The name of the place that we look from, and of the network (provider) that it is connected to."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")] = expects(
        "small letters, digits and hyphens, at most 63", default="local"
    )
    network: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")] = expects(
        "small letters, digits and hyphens, at most 63", default="local"
    )


class Simulation(_Section):
    """A scenario marks everything that is shown as simulated; empty is the real world."""

    scenario: Annotated[str, Field(pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$")] = expects(
        "small letters, digits and hyphens, or nothing", default=""
    )


class Settings(BaseSettings):
    """Every setting, frozen. Building one reads nothing but its arguments: see `setting_sources`."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix="EMC_",
        env_nested_delimiter="__",
        enable_decoding=False,
    )

    storage: Storage = Storage()
    data: Data = Data()
    web: Web = Web()
    schedule: Schedule = Schedule()
    network: Network = Network()
    transport: Transport = Transport()
    browser: Browser = Browser()
    law: Law = Law()
    alerts: Alerts = Alerts()
    incidents: Incidents = Incidents()
    vantage: Vantage = Vantage()
    cluster: Cluster = Cluster()
    simulation: Simulation = Simulation()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  handed over by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003  handed over by name
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  handed over by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  handed over by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing is read behind the caller's back."""
        return (init_settings,)

    @property
    def simulated(self) -> bool:
        """Whether what is seen is a simulated estate."""
        return bool(self.simulation.scenario)

    @property
    def looks_together(self) -> bool:
        """Whether other places look too: never at a simulated estate, which is on this machine alone, while what comes
        from the broker is of the real world."""
        return self.cluster.broker is not None and not self.simulated

    def legal_day(self, today: date) -> date:
        """The day whose law, labels and periods apply."""
        return self.law.day or today
