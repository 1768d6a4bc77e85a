"""A way into a mail server: one connection, TLS as the operator named it, over in time, answers as codes.

`smtplib` and not Apprise: Apprise sets no Message-ID of ours, which a receiver needs to drop a second copy, and says
yes or no where the server said 450 (later) or 550 (never). What servers write beside their codes may name people: it
is dropped.
"""

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import unquote, urlsplit

from monitor.alerts.channels.contract import Receipt
from monitor.alerts.cutting import cut_after
from monitor.alerts.posting import why

_PORTS: Mapping[str, int] = {"smtps": 465, "smtp": 587, "mailtos": 587, "mailto": 25}
_EXPECTED = "an address such as smtp://name:password@host:587"
_ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """`smtps` speaks TLS from the first byte; `smtp` and `mailtos` demand STARTTLS; `mailto` takes it where the server
    offers it, and sends no password where it does not."""

    scheme: str
    host: str
    port: int
    name: str = ""
    password: str = field(default="", repr=False)


class _RefusedError(Exception):
    """The server lacks what we demand; holds a sentence."""


def read_mailbox(text: str) -> Mailbox:
    """The mail server of a secret; raises `ValueError` with a sentence that does not hold it."""
    try:
        url = urlsplit(text.strip())
        port = url.port
    except ValueError as error:
        raise ValueError(f"the secret is not {_EXPECTED}") from error
    if url.scheme not in _PORTS or not url.hostname or url.path.strip("/") or url.query:
        raise ValueError(f"the secret is not {_EXPECTED}")
    return Mailbox(
        scheme=url.scheme,
        host=url.hostname,
        port=port or _PORTS[url.scheme],
        name=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


def put(message: Message, mailbox: Mailbox, *, tls: ssl.SSLContext, timeout: float) -> Receipt:
    """Hand a message over; `timeout` is the whole time, in seconds. Accepted by one recipient is accepted."""
    domain = str(message["From"]).rpartition("@")[2].strip(">")
    server = _server(mailbox, domain, tls=tls, timeout=timeout)
    with cut_after(timeout, lambda: server.sock) as cut:
        try:
            return _handed_over(server, message, mailbox, tls)
        except _RefusedError as error:
            return Receipt(accepted=False, detail=str(error))
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            return _refusal(error, late=cut.made or isinstance(error, TimeoutError), timeout=timeout)
        finally:
            server.close()


def _server(mailbox: Mailbox, domain: str, *, tls: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
    """Not connected yet, so that whoever cuts it has it in hand."""
    server: smtplib.SMTP
    if mailbox.scheme == "smtps":
        server = smtplib.SMTP_SSL(timeout=timeout, local_hostname=domain, context=tls)
    else:
        server = smtplib.SMTP(timeout=timeout, local_hostname=domain)
    # The name that TLS verifies; `smtplib` knows it only where its constructor connects.
    server._host = mailbox.host  # type: ignore[attr-defined]  # no public name for it
    return server


def _handed_over(server: smtplib.SMTP, message: Message, mailbox: Mailbox, tls: ssl.SSLContext) -> Receipt:
    code, _ = server.connect(mailbox.host, mailbox.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, b"")
    server.ehlo_or_helo_if_needed()
    _secure(server, mailbox, tls)
    if mailbox.name:
        server.login(mailbox.name, mailbox.password)
    refused = server.send_message(message)
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    if not refused:
        return Receipt(accepted=True, detail="accepted by the mail server")
    codes = sorted({str(answer[0]) for answer in refused.values()})
    return Receipt(accepted=True, detail=f"accepted, but not for {len(refused)} of its recipients ({', '.join(codes)})")


def _secure(server: smtplib.SMTP, mailbox: Mailbox, tls: ssl.SSLContext) -> None:
    if mailbox.scheme == "smtps":
        return
    if server.has_extn("starttls"):
        server.starttls(context=tls)
        server.ehlo()
    elif mailbox.scheme != "mailto":
        raise _RefusedError("the mail server offers no STARTTLS; smtps:// speaks TLS at once, mailto:// takes none")
    elif mailbox.name:
        raise _RefusedError("the mail server offers no TLS; no password was sent")


def _refusal(error: Exception, *, late: bool, timeout: float) -> Receipt:
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = list(error.recipients.values())
            again = any(code < 500 for code, _ in answers)
            return Receipt(accepted=False, again=again, detail=f"no recipient was accepted: {_codes(answers)}")
        case smtplib.SMTPAuthenticationError():
            said = _codes([(error.smtp_code, error.smtp_error)])
            return Receipt(accepted=False, detail=f"the mail server did not take name and password: {said}")
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            said = _codes([(error.smtp_code, error.smtp_error)])
            return Receipt(accepted=False, again=error.smtp_code < 500, detail=f"the mail server refused: {said}")
        case smtplib.SMTPResponseException():
            said = _codes([(error.smtp_code, error.smtp_error)])
            return Receipt(accepted=False, detail=f"the mail server refused: {said}")
    if late:
        return Receipt(accepted=False, detail=f"no answer of the mail server within {timeout:g} s")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Receipt(accepted=False, detail="the mail server hung up")
    if isinstance(error, smtplib.SMTPException):
        return Receipt(accepted=False, detail=f"the mail server cannot do what is needed ({type(error).__name__})")
    return Receipt(accepted=False, detail=f"the mail server: {why(error)}")


def _codes(answers: Sequence[tuple[int, bytes | str]]) -> str:
    told = set()
    for code, words in answers:
        enhanced = _ENHANCED.search(words if isinstance(words, bytes) else words.encode())
        told.add(f"{code} {enhanced[0].decode()}" if enhanced else str(code))
    return ", ".join(sorted(told))
