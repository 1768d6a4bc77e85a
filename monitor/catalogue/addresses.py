"""Addresses of portals: what counts as one, and when two are the same."""

import re
from urllib.parse import urlsplit

from monitor.setting_values import read_host

FORM = "an address such as https://example.gov.vn/, without user name or fragment"

_WRITTEN = re.compile(r"[!$-;=?-\x5b\x5d-~]{1,2000}")  # printable ASCII without " # < > and \


def read_address(text: str) -> str:
    """An http or https address with a host; raises `ValueError` for anything else."""
    try:
        parts = urlsplit(text)
        read_host(parts.netloc)
    except ValueError as error:
        raise ValueError("not an address") from error
    if not _WRITTEN.fullmatch(text) or parts.scheme not in ("http", "https"):
        raise ValueError("not an address")
    return text


def same_address(address: str) -> str:
    """The form in which two spellings of one address are equal."""
    parts = urlsplit(address)
    default = {"http": ":80", "https": ":443"}[parts.scheme]
    host = parts.netloc.lower().removesuffix(default).removesuffix(".")
    return f"{parts.scheme}://{host}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")
