"""Secrets of tokens and their scrypt hashes, with the salt and the cost inside; a secret names its token.

The cost (16 MB, about 50 ms) is the one that RFC 7914 and OWASP give for interactive use; a secret of 256 random bits
would do with less, but nobody can tell whether a file was filled in by hand.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import scrypt
from hmac import compare_digest

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")  # no underscore: it parts the secret's pieces
_SECRET = re.compile(rf"emc_({NAME.pattern})_([A-Za-z0-9_-]{{20,200}})")
_HASH = re.compile(r"scrypt\$16384\$8\$1\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})")  # one cost, so one time
_COST = {"n": 16384, "r": 8, "p": 1, "dklen": 32, "maxmem": 64 * 1024 * 1024}

SALT_BYTES = 16
RANDOM_BYTES = 32
NOBODYS = f"scrypt$16384$8$1${'A' * 22}${'A' * 43}"  # compared where no token has the name, so that both take as long


def secret_of(name: str, random: bytes) -> str:
    """The secret of a new token, out of 32 random bytes."""
    return f"emc_{name}_{_text(random)}"


def hash_of(secret: str, salt: bytes) -> str:
    """What may be written down of a secret; `salt` is 16 random bytes."""
    return f"scrypt$16384$8$1${_text(salt)}${_text(_digest(secret, salt))}"


def is_hash(text: object) -> bool:
    """Whether this is a hash as `hash_of` makes it."""
    return isinstance(text, str) and _HASH.fullmatch(text) is not None


def name_in(secret: str) -> str | None:
    """The name of the token that a presented secret claims to be; `None` for what is no secret of ours at all."""
    found = _SECRET.fullmatch(secret)
    return found[1] if found else None


def matches(secret: str, hashed: str) -> bool:
    """Whether the hash is of this secret; takes as long either way."""
    found = _HASH.fullmatch(hashed)
    if found is None:
        return False
    return compare_digest(_digest(secret, _bytes(found[1])), _bytes(found[2]))


def _digest(secret: str, salt: bytes) -> bytes:
    return scrypt(secret.encode(), salt=salt, **_COST)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
