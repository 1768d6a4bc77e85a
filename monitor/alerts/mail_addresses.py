"""E-mail addresses as the operator writes them, held so strictly that none can bring a further header or recipient."""

import re
from email.headerregistry import Address

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@((?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+)")
_NAMED = re.compile(r"\s*([^<>\"@,;]*?)\s*<([^<>]+)>\s*")
_LONGEST = 254


def read_address(text: str) -> Address:
    """One address, with or without a name: `name@host.test` or `Văn phòng <name@host.test>`; raises `ValueError`."""
    named = _NAMED.fullmatch(text)
    found = _ADDRESS.fullmatch(named[2].strip() if named else text.strip())
    if found is None or len(text) > _LONGEST or not text.isprintable():
        raise ValueError("not an e-mail address")
    return Address(display_name=named[1] if named else "", username=found[1], domain=found[2])


def read_addresses(text: str) -> tuple[Address, ...]:
    """Addresses separated by commas, none for an empty text; raises `ValueError`."""
    return tuple(read_address(item) for item in text.split(",") if item.strip())
