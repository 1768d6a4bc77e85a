"""Times out of what a browser noted, worked out by hand."""

import struct
import zlib

import pytest

from probes.rendering.loads import Frame, Load, Task
from probes.rendering.measures import blocking, largest, speed_index, upper


def load(**noted: object) -> Load:
    return Load(url="http://portal.test/", **{"ended": 10.0, **noted})  # type: ignore[arg-type]


def picture(*shades: int) -> bytes:
    """A row of grey pixels as PNG."""
    row = b"\0" + b"".join(bytes((shade,) * 3) for shade in shades)
    head = struct.pack(">IIBBBBB", len(shades), 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


WHITE, BLACK = 255, 0


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], None),
        ([2.0], 2.0),
        ([1.0, 9.0], 1.0),
        ([9.0, 1.0, 2.0], 2.0),
        ([1.0, 9.0, 9.0], 9.0),
        ([1.0, 2.0, 3.0, 4.0], 3.0),
        ([5.0, 4.0, 3.0, 2.0, 1.0], 4.0),
        ([1.0, None, 2.0], None),
    ],
)
def test_of_several_loads_the_75th_percentile_counts_and_one_slow_load_does_not(
    values: list[float | None], found: float | None
) -> None:
    assert upper(values) == found


@pytest.mark.parametrize(
    ("tasks", "first", "ended", "seconds"),
    [
        ((), 1.0, 10.0, 0.0),
        (((2.0, 0.25),), None, 10.0, None),
        (((2.0, 0.05),), 1.0, 10.0, 0.0),
        (((2.0, 0.25),), 1.0, 10.0, 0.2),
        (((2.0, 0.25), (3.0, 0.45)), 1.0, 10.0, 0.6),
        (((0.0, 0.9),), 1.0, 10.0, 0.0),
        (((0.9, 0.4),), 1.0, 10.0, 0.25),
        (((9.9, 5.0),), 1.0, 10.0, 0.05),
        (((11.0, 5.0),), 1.0, 10.0, 0.0),
    ],
)
def test_tasks_block_for_what_they_last_beyond_50_ms_between_first_content_and_end(
    tasks: tuple[tuple[float, float], ...], first: float | None, ended: float, seconds: float | None
) -> None:
    noted = tuple(Task(start=start, seconds=lasts) for start, lasts in tasks)
    found = blocking(load(tasks=noted, first_content=first, ended=ended))
    assert found == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    ("noted", "found"), [((), None), ((1.0,), 1.0), ((1.0, 3.0), 3.0), ((1.0, 10.0), 10.0), ((1.0, 10.1), 1.0)]
)
def test_the_largest_content_is_the_last_one_noted_while_the_load_counts(
    noted: tuple[float, ...], found: float | None
) -> None:
    assert largest(load(largest_content=noted)) == found


@pytest.mark.parametrize(
    ("frames", "found"),
    [
        ((), None),
        (((-0.1, (WHITE, WHITE)),), None),
        (((-0.1, (WHITE, WHITE)), (2.0, (WHITE, WHITE))), None),
        (((-0.1, (WHITE, WHITE)), (2.0, (BLACK, BLACK))), 2.0),
        (((-0.1, (WHITE, WHITE)), (1.0, (BLACK, WHITE)), (3.0, (BLACK, BLACK))), 2.0),
        (((-0.1, (WHITE, WHITE)), (2.0, (BLACK, BLACK)), (11.0, (WHITE, BLACK))), 2.0),
    ],
)
def test_the_speed_index_is_the_mean_time_at_which_the_picture_came(
    frames: tuple[tuple[float, tuple[int, ...]], ...], found: float | None
) -> None:
    shown = tuple(Frame(at=at, png=picture(*shades)) for at, shades in frames)
    assert speed_index(load(frames=shown)) == found


def test_pictures_that_cannot_be_read_give_no_index() -> None:
    assert speed_index(load(frames=(Frame(at=0, png=b""), Frame(at=1, png=picture(0))))) is None


def test_very_many_pictures_are_thinned_to_the_same_index() -> None:
    shown = tuple(Frame(at=number / 100, png=picture(WHITE if number < 500 else BLACK)) for number in range(1000))
    assert speed_index(load(frames=shown)) == pytest.approx(5.0, abs=0.2)
