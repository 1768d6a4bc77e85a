"""What a certificate says is read, and one that breaks the rules is read as far as it goes."""

import warnings

from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from probes.transport.certificates import ends_early, read_certificate
from tests.support.hostile_certificates import host, made

DER = made("Cổng", hosts=host("portal.test"), issuer_url="http://ca.test/a").certificate.public_bytes(Encoding.DER)


@given(st.integers(0, len(DER) - 1), st.integers(0, 255))
def test_a_damaged_certificate_is_read_as_far_as_it_goes(place, byte) -> None:
    damaged = bytearray(DER)
    damaged[place] = byte
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cryptography says what is wrong with a serial number
        assert read_certificate(bytes(damaged)).problem is None
        assert ends_early([bytes(damaged)]) in (True, False)


def test_what_is_no_certificate_has_no_facts() -> None:
    assert read_certificate(b"nothing").subject is None
    assert not ends_early([])
    assert not ends_early([b"nothing"])


def test_a_certificate_without_names_has_none() -> None:
    assert read_certificate(made("Cổng").certificate.public_bytes(Encoding.DER)).names == ()
