"""Letters through Apprise: Telegram, Slack, Teams, e-mail and a hundred others, by the addresses in the secret.

The secret holds one or more Apprise addresses, separated by blanks or line ends. Refused are addresses that act on this
machine instead of reaching people (desktop notices, `syslog`), that leave certificates unverified, and all plug-ins
beside Apprise's own. Apprise writes addresses with their tokens into its log: nothing of it is passed on but status
codes. Loaded only where a channel needs it: it takes 45 MB.
"""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from monitor.alerts.channels.contract import Receipt, Send, Way
from monitor.alerts.parts import Parts
from monitor.alerts.records import Channel, Letter

ON_THIS_MACHINE = frozenset(
    {"blink1", "dbus", "gio", "glib", "gnome", "growl", "kde", "macosx", "qt", "syslog", "windows"}
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_STATUS = re.compile(r"error=(\d{3})\b")
_BREAKS = (("timed out", "no answer in time"), ("connection error", "no connection"), ("socket", "no connection"))
_NO_WORDS = "not accepted"
_SUMMONS = re.compile(r"@(?=everyone|here|channel|all)|<(?=[!@#])", re.IGNORECASE)
_SEEMS = {"@": "＠", "<": "‹"}


def prepare(channel: Channel, secret: str | None, timeout: float) -> Send:
    """Sends each letter to every address, and again only to those that did not take it."""
    del channel  # what its letters say was settled when they were worded
    services = dict(_services((secret or "").split(), timeout))
    if not services:
        raise ValueError("no secret with the address of an Apprise service")
    parts = Parts()

    def send(letter: Letter) -> Receipt:
        failed = []
        for name in parts.left(letter.id, list(services)):
            detail = _told(services[name], letter)
            if detail is None:
                parts.accepted(letter.id, name)
            else:
                failed.append(f"{name}: {detail}")
        if failed:
            return Receipt(accepted=False, detail="; ".join(failed))
        parts.over(letter.id)
        return Receipt(accepted=True, detail=f"accepted by {', '.join(services)}")

    return send


def _services(addresses: list[str], timeout: float) -> Iterator[tuple[str, Any]]:
    """Each service with its name, numbered; raises `ValueError` with a sentence that names the number alone."""
    for number, address in enumerate(addresses, start=1):
        found = _SCHEME.match(address)
        if found is None:
            raise ValueError(f"address {number} of the secret is no Apprise address such as tgram://TOKEN/CHAT")
        scheme = found[1].lower()
        if scheme in ON_THIS_MACHINE:
            raise ValueError(f"address {number} of the secret: {scheme}:// reaches this machine only, not people")
        service = _library().instantiate(address, timeout)
        if service is None:
            raise ValueError(f"address {number} of the secret is not one that Apprise can use")
        if not service.verify_certificate:
            raise ValueError(f"address {number} of the secret: verify=no would send to anybody")
        yield f"{number} {service.service_name}", service


def _without_secrets(record: logging.LogRecord) -> bool:
    """Whoever listens to Apprise, itself included, hears these words only."""
    record.msg, record.args, record.exc_info, record.exc_text = _words(record.getMessage()), (), None, None
    return True


def _words(said: str) -> str:
    status = _STATUS.search(said)
    if status:
        return f"HTTP {status[1]}"
    return next((words for sign, words in _BREAKS if sign in said.lower()), _NO_WORDS)


class _Library:
    """Apprise, silent and without anything of its own on the disk."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of libraries that its plug-ins load
            self._apprise = import_module("apprise")
            self._apprise.manager_plugins.NotificationManager().load_modules()
        log = logging.getLogger("apprise")
        log.propagate = False
        log.addFilter(_without_secrets)
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)  # below, it writes paths, which hold tokens
        self._asset = self._apprise.AppriseAsset(
            app_id="emc-monitor",
            app_desc="emc-monitor",
            app_url="",
            image_url_mask="",
            image_url_logo="",
            async_mode=False,
            http_redirects=False,
            interpret_emojis=False,
            pem_autogen=False,
            pgp_autogen=False,
            service_timeout=0,
            storage_mode="memory",
        )

    def instantiate(self, address: str, timeout: float) -> Any:
        service = self._apprise.Apprise.instantiate(address, asset=self._asset, suppress_exceptions=True)
        if service is not None:
            service.socket_read_timeout = service.socket_connect_timeout = timeout / 2
            if "overflow=" not in address:
                service.overflow_mode = self._apprise.OverflowMode.SPLIT
        return service

    def notify(self, service: Any, *, title: str, body: str) -> Any:
        one = self._apprise.Apprise(asset=self._asset)
        one.add(service)
        return one.notify(title=title, body=body, body_format=self._apprise.NotifyFormat.TEXT)


_LOADING = threading.Lock()


@cache
def _loaded() -> _Library:
    return _Library()


def _library() -> _Library:
    with _LOADING:
        return _loaded()


def _told(service: Any, letter: Letter) -> str | None:
    """What went wrong, in words of our own; `None` where the service took it."""
    result = _library().notify(service, title=_plain(letter.title), body=_plain(letter.body))
    if result:
        return None
    said = [entry.message for entry in result.logs()]
    return next((words for words in said if words != _NO_WORDS), _NO_WORDS)


def _plain(text: str) -> str:
    """Text from elsewhere summons nobody: `@everyone` and `<!channel>` stay words."""
    return _SUMMONS.sub(lambda found: _SEEMS[found[0]], text)


WAY = Way(prepare=prepare, options={})
