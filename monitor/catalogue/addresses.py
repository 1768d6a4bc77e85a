"""Addresses of portals: what counts as one, and when two are the same."""

import re
from urllib.parse import urlsplit

from monitor.setting_values import read_host

FORM = "an address such as https://example.gov.vn/, without user name or fragment"

_WRITTEN = re.compile(r"[\x21-\x7e]{1,2000}")


def read_address(text: str) -> str:
    """An http or https address with a host; raises `ValueError` for anything else."""
    if not _WRITTEN.fullmatch(text) or "\\" in text:
        raise ValueError("not an address")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "#" in text:
        raise ValueError("not an address")
    read_host(parts.netloc)
    return text


def same_address(address: str) -> str:
    """The form in which two spellings of one address are equal."""
    parts = urlsplit(address)
    default = {"http": ":80", "https": ":443"}[parts.scheme]
    host = parts.netloc.lower().removesuffix(default).removesuffix(".")
    return f"{parts.scheme}://{host}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")
