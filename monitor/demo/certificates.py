"""Certificates of the estate: one authority, a sound certificate per host made on first use, and the faulty ones."""

import ssl
from datetime import UTC, datetime, timedelta

import trustme

ORGANISATION = "EMC simulated estate"


class Certificates:
    """Server contexts by host name; `faults` names hosts whose certificate is not sound."""

    def __init__(self, faults: dict[str, str], *, now: datetime) -> None:
        """Make the authority; leaves follow when their host is first asked for."""
        self._authority = trustme.CA(organization_name=ORGANISATION)
        self._stranger = trustme.CA(organization_name="Unknown authority (simulated)")
        self._faults = faults
        self._now = now
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def authority_pem(self) -> str:
        """What a client must trust."""
        return self._authority.cert_pem.bytes().decode("ascii")

    def context(self, host: str) -> ssl.SSLContext:
        """The host's own context."""
        found = self._contexts.get(host)
        if found is None:
            found = self._contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._leaf(host).configure_cert(found)
        return found

    def _leaf(self, host: str) -> trustme.LeafCert:
        day = timedelta(days=1)
        match self._faults.get(host):
            case "tls_expired":
                return self._issue(host, start=self._now - 90 * day, end=self._now - 3 * day)
            case "tls_not_yet_valid":
                return self._issue(host, start=self._now + 3 * day, end=self._now + 90 * day)
            case "tls_wrong_host":
                return self._issue("khac.mophong.test", start=self._now - 30 * day, end=self._now + 90 * day)
            case "tls_untrusted":
                return self._stranger.issue_cert(host, organization_name=ORGANISATION)
            case _:
                return self._issue(host, start=self._now - 30 * day, end=self._now + 90 * day)

    def _issue(self, name: str, *, start: datetime, end: datetime) -> trustme.LeafCert:
        return self._authority.issue_cert(name, organization_name=ORGANISATION, not_before=start, not_after=end)


def wall_clock() -> datetime:
    """Certificates are made for the present, whatever the legal day."""
    return datetime.now(UTC)
