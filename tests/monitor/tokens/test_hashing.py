"""A secret is known by its scrypt hash alone, and names the token that it belongs to."""

import pytest

from monitor.tokens.hashing import NOBODYS, hash_of, is_hash, matches, name_in, secret_of

SECRET = secret_of("truc-ban", bytes(range(32)))
HASH = hash_of(SECRET, b"s" * 16)


def test_a_secret_matches_its_own_hash_and_no_other() -> None:
    assert matches(SECRET, HASH)
    assert not matches(SECRET + "x", HASH)
    assert not matches(SECRET, hash_of(secret_of("truc-ban", bytes(32)), b"s" * 16))
    assert not matches(SECRET, NOBODYS)


def test_the_salt_makes_hashes_of_one_secret_differ() -> None:
    other = hash_of(SECRET, b"t" * 16)
    assert other != HASH
    assert matches(SECRET, other)


def test_nothing_of_the_secret_stands_in_the_hash() -> None:
    assert SECRET.rpartition("_")[2] not in HASH
    assert is_hash(HASH)


def test_a_secret_names_its_token() -> None:
    assert name_in(SECRET) == "truc-ban"


@pytest.mark.parametrize("text", ["", "emc_", "emc_truc", "emc_Truc_" + "a" * 43, "x" * 5000, "emc_a_" + "á" * 43])
def test_what_is_no_secret_of_ours_names_nobody(text: str) -> None:
    assert name_in(text) is None


@pytest.mark.parametrize("text", ["", SECRET, "scrypt$2$8$1$" + HASH[17:], HASH + "A", None, 7])
def test_only_hashes_of_the_one_cost_are_hashes(text: object) -> None:
    assert not is_hash(text)
    assert not matches(SECRET, str(text))
