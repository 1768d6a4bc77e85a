"""Headers that prove to a receiver who sent a body: a signature over it, a token, or a name with its password."""

import hmac
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256

SIGNATURE, BEARER, BASIC = "signature", "bearer", "basic"
_HEADER_VALUE = range(0x21, 0x7F)


def read_proof(text: str, *known: str) -> str:
    """One of the proofs that a kind knows; raises `ValueError` for any other."""
    if text not in known:
        raise ValueError
    return text


def proofs(secret: str | None, proof: str) -> Callable[[bytes], Mapping[str, str]]:
    """What gives the headers for a body; raises `ValueError` for a secret that cannot be used so."""
    if not secret:
        return lambda _body: {}
    if proof == BEARER:
        if any(ord(letter) not in _HEADER_VALUE for letter in secret):
            raise ValueError("the secret is no bearer token: printable ASCII without spaces")
        return lambda _body: {"Authorization": f"Bearer {secret}"}
    key = secret.encode()
    if proof == BASIC:
        if ":" not in secret:
            raise ValueError("the secret is no name and password as name:password")
        return lambda _body: {"Authorization": f"Basic {b64encode(key).decode()}"}
    return lambda body: {"X-EMC-Signature": f"sha256={hmac.new(key, body, sha256).hexdigest()}"}
