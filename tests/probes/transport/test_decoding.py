"""A compressed body costs at most what is permitted, whatever is in it."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from probes.transport.decoding import BadEncodingError, BodyTooLargeError, decoded

LIMIT = 100_000
ENCODERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}


@pytest.mark.parametrize("name", ENCODERS)
def test_a_bomb_costs_little_more_than_the_limit(name) -> None:
    bomb = ENCODERS[name](b"\0" * 30_000_000)
    tracemalloc.start()
    with pytest.raises(BodyTooLargeError):
        decoded(bomb, name, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("size", [0, 1, LIMIT])
def test_up_to_the_limit_it_comes_back_whole(name, size) -> None:
    assert decoded(ENCODERS[name](b"a" * size), name, LIMIT) == b"a" * size


@pytest.mark.parametrize("name", ENCODERS)
def test_one_byte_more_is_too_large(name) -> None:
    with pytest.raises(BodyTooLargeError):
        decoded(ENCODERS[name](b"a" * (LIMIT + 1)), name, LIMIT)


def test_frames_of_zstd_are_joined() -> None:
    assert decoded(zstandard.compress(b"a") + zstandard.compress(b"b"), "zstd", LIMIT) == b"ab"


@given(st.binary(max_size=300), st.sampled_from([*ENCODERS, "gzip, br", "zstd, deflate"]))
def test_any_bytes_are_decoded_or_refused(body, name) -> None:
    try:
        assert len(decoded(body, name, LIMIT)) <= LIMIT
    except (BadEncodingError, BodyTooLargeError):
        return


@given(st.binary(max_size=300), st.sampled_from(list(ENCODERS)), st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_body_is_decoded_or_refused(body, name, place, byte) -> None:
    damaged = bytearray(ENCODERS[name](body))
    damaged[place % len(damaged)] = byte
    try:
        decoded(bytes(damaged), name, LIMIT)
    except (BadEncodingError, BodyTooLargeError):
        return
