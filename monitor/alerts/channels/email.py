"""Letters by e-mail: to the confirmed contacts of the agency that they are about, and to addresses of the operator's.

The Message-ID is the letter's id, so that a second copy can be told; all letters about one incident are one thread.
A letter never shows one agency's affairs to another: one about several is divided.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from monitor.alerts import wording
from monitor.alerts.channels.contract import Option, Receipt, Send, Unfit, Way
from monitor.alerts.mail_addresses import read_address, read_addresses
from monitor.alerts.mailbox import put, read_mailbox
from monitor.alerts.parts import Parts
from monitor.alerts.posting import trusting
from monitor.alerts.records import Affair, Audience, Channel, GroupBy, Letter, Occasion

_NO_ID = re.compile(r"[^A-Za-z0-9._-]")
_MOST_IN_THREAD = 20  # incidents named in References

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one agency, or the operator alone, is sent of a letter."""

    name: str
    letter: Letter
    to: tuple[Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heads:
    """The addresses that every message of a channel carries."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]


def prepare(channel: Channel, secret: str | None, timeout: float) -> Send:
    """Hands each letter to the mail server of the secret."""
    if not secret:
        raise ValueError("no secret with the address of a mail server")
    mailbox, options, parts = read_mailbox(secret), channel.options, Parts()
    tls = trusting(options.get("ca_file"))
    heads = _Heads(
        sender=read_address(options["from"]),
        **{key: read_addresses(options.get(key, "")) for key in ("to", "cc", "reply_to")},
    )

    def send(letter: Letter) -> Receipt:
        divided = {part.name: part for part in _divided(letter, channel, heads.to)}
        nobody = [part.name for part in divided.values() if not part.to]
        receipts = [
            Receipt(accepted=False, detail=f"no contact for {name}: [[contact]] or options.to") for name in nobody
        ]
        for name in parts.left(letter.id, [name for name in divided if name not in nobody]):
            receipt = put(_message(divided[name], heads), mailbox, tls=tls, timeout=timeout)
            if receipt.accepted:
                parts.accepted(letter.id, name)
                _say_of_refused(channel, receipt)
            receipts.append(receipt)
        joined = _joined(receipts)
        if joined.accepted:
            parts.over(letter.id)
        return joined

    return send


def _say_of_refused(channel: Channel, receipt: Receipt) -> None:
    if "but not for" in receipt.detail:
        _LOG.warning("channel %s: a letter was %s", channel.name, receipt.detail)


def _joined(receipts: Sequence[Receipt]) -> Receipt:
    failed = [item for item in receipts if not item.accepted]
    if not failed:
        return receipts[0] if receipts else Receipt(accepted=True, detail="accepted before")
    return replace(failed[0], again=any(item.again for item in failed))


def _divided(letter: Letter, channel: Channel, always: tuple[Address, ...]) -> Iterator[_Part]:
    """A letter to contacts, agency by agency; any other as it is. A test goes to no contact."""
    agencies = sorted({affair.incident.agency for affair in letter.affairs})
    if letter.occasion is Occasion.TEST:
        yield _Part(name="a test", letter=letter, to=always or (read_address(channel.options["from"]),))
        return
    if not _to_contacts(channel) or not agencies:
        yield _Part(name="the operator", letter=letter, to=always)
        return
    for agency in agencies:
        mine = tuple(affair for affair in letter.affairs if affair.incident.agency == agency)
        contacts = (read_address(item.email) for item in letter.recipients if item.agency == agency)
        told = letter if len(agencies) == 1 else _about(letter, mine, channel)
        yield _Part(name=f"agency {agency}", letter=told, to=_once((*contacts, *always)))


def _once(addresses: Iterable[Address]) -> tuple[Address, ...]:
    return tuple({address.addr_spec.lower(): address for address in addresses}.values())


def _about(letter: Letter, affairs: tuple[Affair, ...], channel: Channel) -> Letter:
    title = wording.title(letter.occasion, affairs, channel.language, simulated=letter.simulated)
    body = wording.body(
        letter.occasion,
        affairs,
        channel.language,
        at=letter.at,
        simulated=letter.simulated,
        answer_to=letter.answer_to,
    )
    return replace(letter, id=f"{letter.id}.{affairs[0].incident.agency}", title=title, body=body, affairs=affairs)


def _message(part: _Part, heads: _Heads) -> Message:
    """Written by the older of Python's two ways: the newer one loses blanks between the lines of a long subject."""
    letter, domain = part.letter, heads.sender.domain
    message = MIMEText(letter.body, "plain", "utf-8")
    message["From"] = _listed([heads.sender])
    message["To"] = _listed(part.to)
    if heads.cc:
        message["Cc"] = _listed(heads.cc)
    if heads.reply_to:
        message["Reply-To"] = _listed(heads.reply_to)
    subject = "".join(sign if sign.isprintable() else " " for sign in letter.title)
    message["Subject"] = Header(" ".join(subject.split()), "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = _id("", letter.id, domain)
    thread = [_id("incident.", affair.incident.id, domain) for affair in letter.affairs[:_MOST_IN_THREAD]]
    if thread:
        message["In-Reply-To"] = thread[0]
        message["References"] = " ".join(thread)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    return message


def _listed(addresses: Iterable[Address]) -> str:
    return ", ".join(formataddr((item.display_name, item.addr_spec), "utf-8") for item in addresses)


def _id(kind: str, name: str, domain: str) -> str:
    return f"<{kind}{_NO_ID.sub('-', name)}@{domain}>"


def _to_contacts(channel: Channel) -> bool:
    return channel.audience is Audience.AGENCIES and channel.options.get("contacts", "yes") == "yes"


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError
    return text == "yes"


def needs_contacts(channel: Channel) -> bool:
    """Whether it reaches an agency only where that has a confirmed contact."""
    return channel.kind == "email" and _to_contacts(channel) and not channel.options.get("to")


def _unfit(channel: Channel) -> Iterator[Unfit]:
    if _to_contacts(channel) and channel.group_by is GroupBy.CAUSE:
        yield Unfit(
            key="group_by",
            wrong="cause, in letters to contacts, would show one agency's affairs to another",
            expected='agency, or options.contacts = "no"',
        )
    if not _to_contacts(channel) and not channel.options.get("to"):
        yield Unfit(key="options.to", wrong="missing", expected="addresses, since no contacts are written to")


_SEVERAL = "e-mail addresses, separated by commas"
WAY = Way(
    prepare=prepare,
    options={
        "from": Option(expected="an e-mail address, with or without a name", read=read_address, needed=True),
        "to": Option(expected=_SEVERAL, read=read_addresses),
        "cc": Option(expected=_SEVERAL, read=read_addresses),
        "reply_to": Option(expected=_SEVERAL, read=read_addresses),
        "contacts": Option(expected="yes or no", read=_yes),
        "ca_file": Option(expected="a PEM file", read=trusting),
    },
    unfit=_unfit,
)
