"""A sign of life to a service that raises the alarm when it stays away: the dead man's switch of the monitor itself.

It says nothing about portals. The secret is the address to ping, as healthchecks.io and its like give it; with
`fail = "yes"` the address with `/fail` behind it is asked while the monitor is not well.
"""

from collections.abc import Iterator

from monitor.alerts.channels.contract import Option, Receipt, Send, Unfit, Way
from monitor.alerts.posting import Question, post, read_url, trusting
from monitor.alerts.records import Channel, Letter, Occasion

EVERY = 60  # seconds, where `every` says nothing else
_METHODS = ("GET", "POST", "HEAD")
_NOT_FOR_LETTERS = (
    "agencies",
    "agency_kinds",
    "systems",
    "bases",
    "hours",
    "repeat_every",
    "escalated_after",
    "digests",
)


def read_every(text: str) -> int:
    """Seconds between two pings."""
    if not text.isascii() or not text.isdigit() or not 5 <= int(text) <= 86400:
        raise ValueError
    return int(text)


def _method(text: str) -> str:
    if text not in _METHODS:
        raise ValueError
    return text


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError
    return text == "yes"


def prepare(channel: Channel, secret: str | None, timeout: float) -> Send:
    """A letter of the occasion `monitor` says that the monitor is not well; any other that it is."""
    if not secret:
        raise ValueError("no secret with the address to ping")
    well = read_url(secret)
    unwell = well._replace(path=well.path.rstrip("/") + "/fail") if _yes(channel.options.get("fail", "no")) else None
    tls = trusting(channel.options.get("ca_file"))
    method = channel.options.get("method", "GET")

    def send(letter: Letter) -> Receipt:
        url = unwell if letter.occasion is Occasion.MONITOR else well
        if url is None:
            return Receipt(accepted=True, detail="silent while the monitor is not well")
        return post(Question(url=url, tls=tls, method=method), timeout=timeout)

    return send


def _unfit(channel: Channel) -> Iterator[Unfit]:
    for key in _NOT_FOR_LETTERS:
        if getattr(channel, key):
            yield Unfit(key=key, wrong="of letters", expected="none: a heartbeat sends no letters")


WAY = Way(
    prepare=prepare,
    options={
        "every": Option(expected="seconds, 5 to 86400", read=read_every),
        "method": Option(expected=f"one of: {', '.join(_METHODS)}", read=_method),
        "fail": Option(expected="yes or no", read=_yes),
        "ca_file": Option(expected="a PEM file", read=trusting),
    },
    unfit=_unfit,
    letters=False,
)
