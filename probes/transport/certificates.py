"""Whom we trust, what a certificate says, and exactly why a visitor's browser would refuse it."""

import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID

from probes.exchange import TlsFacts
from probes.failures import FailureKind
from probes.transport.intermediates import Intermediates

T = TypeVar("T")

_MOST_NAMES = 200
_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT; browsers still talk to servers without RFC 5746

# X509_V_ERR_… of <openssl/x509_vfy.h>. OpenSSL reports the chain before the host and the host before the date,
# which is the order that we promise.
_REASONS = {
    9: FailureKind.TLS_NOT_YET_VALID,
    10: FailureKind.TLS_EXPIRED,
    62: FailureKind.TLS_WRONG_HOST,
    64: FailureKind.TLS_WRONG_HOST,
}
_ISSUER_MISSING = frozenset({2, 20, 21})
_UNREADABLE = (  # what `cryptography` raises for certificates that break RFC 5280
    ValueError,
    TypeError,
    x509.UnsupportedGeneralNameType,
    x509.DuplicateExtension,
    x509.InvalidVersion,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Three ways to shake hands, each loaded once and shared by all looks.

    `verifying` trusts the system's authorities and the operator's; `intermediates` complete chains to these;
    `unverified` trusts everybody and speaks every old protocol, to read a certificate only.
    """

    verifying: ssl.SSLContext
    intermediates: Intermediates
    unverified: ssl.SSLContext

    @property
    def completing(self) -> ssl.SSLContext | None:
        """As `verifying`, and knows intermediates besides; `None` where there are none."""
        return self.intermediates.context


def load_trust(ca_file: Path | None, intermediates: Path | None, learned: Path | None = None) -> Trust:
    """Load all certificates; raises `OSError` or `ValueError` with one sentence for a file that cannot be used.

    `learned` is a file of our own, which may be missing or damaged.

    Of the operator's file only self-issued certificates are anchors; others only complete chains, so that a server
    that leaves them out is still told so.
    """
    given = _read_pem(ca_file)
    anchors = [certificate for certificate in given if certificate.subject == certificate.issuer]
    links = [certificate for certificate in given if certificate.subject != certificate.issuer]
    links += _read_pem(intermediates)
    return Trust(
        verifying=_verifying(anchors),
        intermediates=Intermediates(lambda: _verifying(anchors), links, file=learned),
        unverified=_unverified(),
    )


def reason_of(error: ssl.SSLCertVerificationError) -> FailureKind:
    """The failure kind of a refused certificate, the first in the order chain, host, date."""
    return _REASONS.get(error.verify_code, FailureKind.TLS_UNTRUSTED)


@dataclass(frozen=True, slots=True)
class _Link:
    """One certificate of a chain."""

    subject: x509.Name
    issuer: x509.Name
    names_issuer: bool


def lacks_issuer(error: ssl.SSLCertVerificationError) -> bool:
    """True where the chain ended before it reached anything trusted or self-signed."""
    return error.verify_code in _ISSUER_MISSING


def ends_early(chain: Sequence[bytes]) -> bool:
    """True where the certificates that were sent (DER, the server's first) stop below an issuer that could be fetched.

    Public authorities name in each certificate where its issuer's can be had (AIA, RFC 5280 4.2.2.1); a certificate
    without that, or one that issued itself, comes from an authority that we simply do not know.
    """
    links = [link for link in map(_link, chain) if link is not None]
    if not links:
        return False
    top = links[0]
    by_subject = {link.subject: link for link in links[1:]}
    for _ in links:
        if top.subject == top.issuer or top.issuer not in by_subject:
            break
        top = by_subject[top.issuer]
    return top.subject != top.issuer and top.names_issuer


def sent_chain(line: ssl.SSLSocket) -> tuple[bytes, ...]:
    """The certificates that the server sent, as DER, its own first; readable also when nothing was verified."""
    public = getattr(line, "get_unverified_chain", None)  # from Python 3.13 on
    if public is not None:
        return tuple(cast("Callable[[], list[bytes]]", public)())
    inner = getattr(getattr(line, "_sslobj", None), "get_unverified_chain", None)
    if inner is not None:
        return tuple(ssl.PEM_cert_to_DER_cert(certificate.public_bytes()) for certificate in inner() or ())
    own = line.getpeercert(binary_form=True)
    return (own,) if own else ()


@lru_cache(maxsize=16_384)
def read_certificate(der: bytes) -> TlsFacts:
    """What a certificate says of itself; what cannot be read of it is missing.

    Kept by its bytes: the same certificate comes with every look, and reading it anew would cost more than the
    handshake's bookkeeping.
    """
    certificate = _parsed(der)
    if certificate is None:
        return TlsFacts()
    return TlsFacts(
        issuer=_read(lambda: certificate.issuer.rfc4514_string()),
        subject=_read(lambda: certificate.subject.rfc4514_string()),
        names=_read(lambda: _names(certificate)) or (),
        not_before=_read(lambda: certificate.not_valid_before_utc),
        not_after=_read(lambda: certificate.not_valid_after_utc),
    )


def _verifying(extra: Iterable[x509.Certificate]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Newer Pythons stop at intermediates and insist on RFC 5280 to the letter; browsers do neither.
    context.verify_flags &= ~(ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT)
    context.hostname_checks_common_name = False  # no browser has done so since 2017
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and paths.capath is None:
        context.load_verify_locations(cafile=certifi.where())
    der = b"".join(certificate.public_bytes(Encoding.DER) for certificate in extra)
    if der:
        context.load_verify_locations(cadata=der)
    return _prepared(context)


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return _prepared(context)


def _prepared(context: ssl.SSLContext) -> ssl.SSLContext:
    context.options |= _LEGACY_SERVER_CONNECT
    context.set_alpn_protocols(["http/1.1"])
    return context


def _read_pem(path: Path | None) -> list[x509.Certificate]:
    if path is None:
        return []
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path}: no certificates in PEM form ({error})") from error


def _parsed(der: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(der)
    except _UNREADABLE:
        return None


def _link(der: bytes) -> _Link | None:
    certificate = _parsed(der)
    if certificate is None:
        return None
    return _read(lambda: _Link(certificate.subject, certificate.issuer, _names_issuer(certificate)))


def _read(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _UNREADABLE:
        return None


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    names = [*found.get_values_for_type(x509.DNSName), *map(str, found.get_values_for_type(x509.IPAddress))]
    return tuple(names[:_MOST_NAMES])


def _names_issuer(certificate: x509.Certificate) -> bool:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, *_UNREADABLE):
        return False
    wanted = AuthorityInformationAccessOID.CA_ISSUERS
    return any(description.access_method == wanted for description in access)
