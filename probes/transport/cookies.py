"""Cookies from one redirect to the next: what a portal's gate sets on the way in has to be shown at the door.

`http.cookiejar` is not used: it stumbles over headers that portals may send (a `version` without a value), and
expiry, storage and most of its rules mean nothing within one look.
"""

import re
from dataclasses import dataclass, field

from probes.transport.places import Place

_PAIR = re.compile(r"[!-:<>-~]+=[ !-:<-~\x80-\xff]*")
_MOST = 50
_ENDED = re.compile(r"max-age\s*=\s*-?0|expires\s*=[^;]*\b1970\b", re.IGNORECASE)
_DOMAIN = re.compile(r";\s*domain\s*=\s*\.?([^;\s]+)", re.IGNORECASE)
_SECURE = re.compile(r";\s*secure\s*(;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cookie:
    domain: str
    below: bool  # names below the domain get it too
    secure: bool
    pair: str

    def suits(self, place: Place) -> bool:
        here = place.host == self.domain or (self.below and place.host.endswith(f".{self.domain}"))
        return here and (place.scheme == "https" or not self.secure)


@dataclass(slots=True)
class Cookies:
    """The cookies of one fetch."""

    _kept: dict[tuple[str, str], _Cookie] = field(default_factory=dict)

    def keep(self, place: Place, header: str) -> None:
        """Take one `Set-Cookie` header from this place; what is broken or not the place's to set is left out."""
        pair, _, rest = header.partition(";")
        named = _DOMAIN.search(f";{rest}")
        domain = named[1].lower() if named else place.host
        below = named is not None and "." in domain
        if place.host != domain and not (below and place.host.endswith(f".{domain}")):
            return
        if not _PAIR.fullmatch(pair.strip()):
            return
        key = (domain, pair.strip().partition("=")[0])
        self._kept.pop(key, None)
        if not _ENDED.search(rest) and len(self._kept) < _MOST:
            secure = _SECURE.search(f";{rest}") is not None
            self._kept[key] = _Cookie(domain, below, secure, pair.strip())

    def header(self, place: Place) -> str | None:
        """The `Cookie` header for this place, or `None` without any."""
        return "; ".join(cookie.pair for cookie in self._kept.values() if cookie.suits(place)) or None
