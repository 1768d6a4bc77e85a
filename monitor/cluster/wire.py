"""The messages between the daemon and its workers, as JSON; what comes in is checked in every field and bounded."""

from datetime import date
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from monitor.catalogue.records import AgencyKind
from monitor.cluster.names import PROTOCOL
from probes.contract import System
from probes.failures import FailureKind, Party

MOST_BYTES = 8_000_000  # of one message
MOST_LOOKS = 50  # in one message
_MOST_PAGES = 20  # behind one look

Name = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Word = Annotated[str, Field(min_length=1, max_length=200)]
Packed = Annotated[str, Field(max_length=MOST_BYTES)]  # zlib, then base64
Memories = dict[Word, dict[str, Any]]
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Beat(BaseModel):
    """A sign of life. Whoever reads one of another protocol finds these fields in it all the same.

    `asking`: the daemon has just come, or come back, and everybody is to answer at once.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: Literal["worker", "daemon"]
    protocol: int
    version: Word
    at: AwareDatetime
    vantage: Name
    worker: Word
    online: bool = True
    taking: bool = True
    asking: bool = False
    canaries: dict[Word, bool] = Field(default={}, max_length=100)


class Wanted(_Message):
    """One look that is asked for.

    `whole`: by every probe of every round, and by those of `nightly`; else only whether the portal can be reached.
    `memories` are what the probes remember, `None` where the worker is to go by its own; `known` are pages of which
    nobody wants the bytes again.
    """

    name: Id
    portal: Word
    agency: Word
    kind: AgencyKind
    system: System
    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://")]
    judged: bool
    whole: bool = False
    nightly: list[Word] = Field(default=[], max_length=100)
    memories: Memories | None = None
    known: list[Digest] = Field(default=[], max_length=200)


class Batch(_Message):
    """Looks that a vantage is asked for at `at`; nobody wants them any more `lasts` seconds later."""

    protocol: int
    version: Word
    name: Id
    vantage: Name
    at: AwareDatetime
    lasts: Seconds
    law_day: date
    looks: list[Wanted] = Field(max_length=MOST_LOOKS)


class FailureSent(_Message):
    """A failure."""

    kind: FailureKind
    detail: Annotated[str, Field(max_length=4000)]
    party: Party


class ObservationSent(_Message):
    """An observation; `facts` as the store writes them, with the long fields by hash in `packed`."""

    id: Id
    probe: Word
    at: AwareDatetime
    law_day: date
    seconds: Seconds
    facts: Packed | None
    parts: dict[Word, Digest] = Field(max_length=100)
    packed: dict[Digest, Packed] = Field(max_length=100)
    failure: FailureSent | None
    evidence: list[Digest] = Field(max_length=_MOST_PAGES)


class EvidenceSent(_Message):
    """A page."""

    sha256: Digest
    url: Annotated[str, Field(max_length=10_000)]
    status: Annotated[int, Field(ge=0, le=999)] | None
    headers: list[tuple[str, str]] = Field(max_length=1000)
    body: Packed


class SightSent(_Message):
    """What one look brought."""

    observations: list[ObservationSent] = Field(min_length=1, max_length=100)
    evidence: list[EvidenceSent] = Field(max_length=_MOST_PAGES)
    remember: Memories = {}


class LookSent(_Message):
    """One vantage's part of a round."""

    name: Id
    portal: Word
    asked: AwareDatetime
    first: SightSent
    second: SightSent | None


class Sights(_Message):
    """What a worker saw."""

    protocol: int
    version: Word
    name: Id
    vantage: Name
    worker: Word
    looks: list[LookSent] = Field(max_length=MOST_LOOKS)


M = TypeVar("M", bound=BaseModel)


class _Speaking(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    protocol: int
    version: Word


class Refused(ValueError):  # noqa: N818 - states the fact
    """A message that is not taken, with the reason in one line that is safe to be logged."""


class OtherProtocol(Refused):
    """The other side is of a version that is not understood here."""


def read(kind: type[M], body: bytes | str) -> M:
    """A message out of its JSON; raises `Refused`, and `OtherProtocol` where it says so itself."""
    if len(body) > MOST_BYTES:
        raise Refused(f"{len(body)} bytes, where {MOST_BYTES} are the most")
    try:
        message = kind.model_validate_json(body)
    except ValidationError as error:
        _refuse_other_protocol(body)
        raise Refused(_why(error)) from error
    if not isinstance(message, Beat):
        _refuse_other_protocol(message)
    return message


def other_protocol(message: "Beat | _Speaking") -> str | None:
    """Why the other side is not understood, in words; `None` where it is."""
    if message.protocol == PROTOCOL:
        return None
    return f"it speaks protocol {message.protocol} (version {message.version[:40]!a}), here is protocol {PROTOCOL}"


def _refuse_other_protocol(message: BaseModel | bytes | str) -> None:
    """What both sides of every version find in each other's messages."""
    try:
        spoken = _Speaking.model_validate(message, from_attributes=True) if isinstance(message, BaseModel) else None
        spoken = spoken or _Speaking.model_validate_json(cast(bytes, message))
    except ValidationError:
        return
    trouble = other_protocol(spoken)
    if trouble is not None:
        raise OtherProtocol(trouble)


def _why(error: ValidationError) -> str:
    """Where the first mistake is and what it is; never what stands there, which somebody else wrote."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(ascii(part)[:40] for part in first["loc"])
    return f"{place or 'the whole'}: {first['type']} ({error.error_count()} mistakes)"
