"""Settings that are more than a number or a word: days and addresses, read from the text people write."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from probes.transport.settings import parse_nameserver, parse_resolve

BROKERS = ("redis", "rediss", "amqp", "amqps")  # schemes; those with an s speak TLS
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")


def expects(form: str, *, default: Any = ..., low: float | None = None, high: float | None = None) -> Any:
    """A setting with its expected form in words; bounds, both included, are checked and become part of the words."""
    words = form if low is None else f"{form}, {_plain(low)} to {_plain(high)}"
    return Field(default, description=words, ge=low, le=high, allow_inf_nan=None if low is None else False)


def _plain(bound: float | None) -> str:
    return f"{bound:.0f}" if bound is not None and bound == int(bound) else str(bound)


def read_day(value: Any) -> date | None:
    """A day written `YYYY-MM-DD`; the empty text is no day. Nothing else counts, least of all seconds since 1970."""
    if value is None or value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    raise ValueError("not a day")


def read_endpoint(text: str) -> tuple[str, int]:
    """`host:port`, with an IPv6 address in brackets."""
    host, port = read_host(text)
    if port is None:
        raise ValueError("no port")
    return host, port


def read_host(text: str) -> tuple[str, int | None]:
    """`host` or `host:port`, with an IPv6 address in brackets; a port lies between 1 and 65535."""
    bracketed = re.fullmatch(r"\[([0-9A-Fa-f:.]+)\](?::([0-9]{1,5}))?", text)
    plain = re.fullmatch(r"([^\[\]:/\s@]+)(?::([0-9]{1,5}))?", text)
    found = bracketed or plain
    if found is None:
        raise ValueError("not a host")
    host, port = found.group(1).lower(), found.group(2)
    if bracketed:
        ip_address(host)
    elif not _HOST.fullmatch(host):
        raise ValueError("not a host")
    if port is not None and not 1 <= int(port) <= 65535:
        raise ValueError("not a port")
    return host, int(port) if port else None


def _listed(read: Callable[[str], object]) -> Callable[[Any], Any]:
    """Reads a list, or its items separated by commas, each of which `read` takes or refuses with a `ValueError`."""

    def items_of(value: Any) -> Any:
        items = _pieces(value) if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            raise ValueError("not a list")
        for item in items:
            read(item)
        return tuple(items)

    return items_of


def _overrides(value: Any) -> Any:
    pairs = dict(_pair(piece) for piece in _pieces(value)) if isinstance(value, str) else value
    if not isinstance(pairs, Mapping):
        raise ValueError("not a map")
    parse_resolve(",".join(f"{name}={place}" for name, place in pairs.items()))
    return dict(pairs)


def _networks(value: Any) -> Any:
    pairs = dict(_pair(piece) for piece in _pieces(value)) if isinstance(value, str) else value
    if not isinstance(pairs, Mapping) or not all(_NAME.fullmatch(part) for pair in pairs.items() for part in pair):
        raise ValueError("not names of places and networks")
    return dict(pairs)


def read_broker(url: str | None) -> str | None:
    """The address of a broker as it is; raises `ValueError` for what is none."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in BROKERS or not parts.hostname or parts.port == 0:
        raise ValueError("not a broker")
    return url


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _pair(text: str) -> tuple[str, str]:
    name, sign, place = text.partition("=")
    if not sign:
        raise ValueError("no =")
    return name.strip(), place.strip()


def _no_truth_for_a_number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("not a number")
    return value


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


def _read_with(reader: Callable[[Any], Any]) -> BeforeValidator:
    """The same reader, with the errors of wrong types told as wrong values."""

    def read(value: Any) -> Any:
        try:
            return reader(value)
        except (TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error

    return BeforeValidator(read)


Number = Annotated[float, BeforeValidator(_no_truth_for_a_number)]
Count = Annotated[int, BeforeValidator(_no_truth_for_a_number)]
Day = Annotated[date | None, _read_with(read_day)]
Endpoints = Annotated[tuple[str, ...], _read_with(_listed(read_endpoint))]
Nameservers = Annotated[tuple[str, ...], _read_with(_listed(parse_nameserver))]
Overrides = Annotated[dict[str, str], _read_with(_overrides)]
Networks = Annotated[dict[str, str], _read_with(_networks)]
EmptyIsNone = BeforeValidator(_none_if_empty)
Broker = Annotated[str | None, EmptyIsNone, AfterValidator(read_broker)]
