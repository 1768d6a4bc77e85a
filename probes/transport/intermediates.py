"""Intermediate certificates that complete what servers leave out: the operator's, and those met in sound chains.

Browsers know intermediates from other sites, or fetch the missing one from the address in the certificate (AIA). We do
the first and not the second: an unverified certificate would choose whom we ask. Knowing an intermediate trusts
nobody: a chain has to end at an anchor all the same.
"""

import logging
import re
import ssl
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

MOST = 500  # learned ones; there are some thousands in the world, and a few dozen among one country's portals
_MOST_LEAVES = 20_000  # servers' certificates whose chains were looked at
_MOST_FILE = 4_000_000  # bytes
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]{1,20000}-----END CERTIFICATE-----")

log = logging.getLogger(__name__)


class Intermediates:
    """Shared by all looks. `context` trusts the same anchors as the verifying one and knows intermediates besides."""

    def __init__(
        self, made: Callable[[], ssl.SSLContext], given: Iterable[x509.Certificate], *, file: Path | None = None
    ) -> None:
        """`made` gives a context with the anchors alone, asked for once there is something to add.

        `file` holds what was learned before; what cannot be read of it is left out.
        """
        self._made = made
        self._context: ssl.SSLContext | None = None
        self._known: set[bytes] = set()
        self._leaves: set[bytes] = set()
        self._file: Path | None = None
        self._lock = Lock()
        self._add(given)
        self._add(_valid(file))
        self._file = file

    @property
    def context(self) -> ssl.SSLContext | None:
        """For a second try where an issuer is missing; `None` where no intermediate is known."""
        return self._context

    def learn(self, line: ssl.SSLSocket, *, keep: bool = False) -> None:
        """Remember the intermediates of a chain that was verified; `keep` writes new ones to the file."""
        leaf = line.getpeercert(binary_form=True)
        if leaf is None or leaf in self._leaves:
            return
        with self._lock:
            if len(self._leaves) >= _MOST_LEAVES:
                self._leaves.clear()
            self._leaves.add(leaf)
            chain = [certificate for der in verified_chain(line)[1:-1] if (certificate := _from_der(der)) is not None]
            new = self._add(chain, most=MOST)
        if new and keep and self._file is not None:
            _append(self._file, new)

    def _add(self, certificates: Iterable[x509.Certificate], *, most: int | None = None) -> list[x509.Certificate]:
        new = []
        for certificate in certificates:
            der = certificate.public_bytes(Encoding.DER)
            if der in self._known or (most is not None and len(self._known) >= most):
                continue
            context = self._context or self._made()
            context.load_verify_locations(cadata=der)
            self._context = context
            self._known.add(der)
            new.append(certificate)
        return new


def verified_chain(line: ssl.SSLSocket) -> tuple[bytes, ...]:
    """The chain by which a certificate was trusted, as DER: the server's own first, the anchor last."""
    public = getattr(line, "get_verified_chain", None)  # from Python 3.13 on
    if public is not None:
        return tuple(cast("Callable[[], list[bytes]]", public)())
    inner: Any = getattr(getattr(line, "_sslobj", None), "get_verified_chain", None)
    found = inner() if inner is not None else None
    return tuple(ssl.PEM_cert_to_DER_cert(certificate.public_bytes()) for certificate in found or ())


def _from_der(der: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, TypeError, x509.InvalidVersion):
        return None


def _valid(file: Path | None) -> list[x509.Certificate]:
    """What stands in a file of learned intermediates and has not ended; the file is ours, and may be damaged."""
    try:
        blocks = _PEM.findall(file.read_bytes()[:_MOST_FILE]) if file is not None else []
    except OSError:
        return []
    now = datetime.now(UTC)
    found = [certificate for block in blocks if (certificate := _read(block)) is not None]
    return [certificate for certificate in found if certificate.not_valid_after_utc > now][:MOST]


def _read(block: bytes) -> x509.Certificate | None:
    try:
        certificate = x509.load_pem_x509_certificate(block)
        is_authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, TypeError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return None
    return certificate if is_authority and certificate.subject != certificate.issuer else None


def _append(file: Path, certificates: Iterable[x509.Certificate]) -> None:
    """Write new ones behind the others; without a place to write them they are met again after the next start."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as out:
            out.write(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates))
    except OSError as error:
        log.warning("learned intermediate certificates could not be written to %s: %s", file, error)
