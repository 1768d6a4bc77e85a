"""Memory given back: what one page needs for a moment must not stay taken for as long as the process lives."""

import ctypes
import gc
import threading
from contextlib import suppress

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>
_EVERY = 20.0  # seconds; giving back 200 MB takes some 10 ms


def spare_memory() -> None:
    """Keep two heaps instead of one for each of many threads, and look for reference cycles seldom.

    Python's lock makes many heaps pointless, and a search for cycles walks all that is remembered of all pages.
    Hardly anything here is part of a cycle; what is (parsed pages) still goes, a few pages later.
    What is free within the heaps goes back to the system three times a minute: threads that read pages side by side
    leave it scattered, and the C library keeps it for itself otherwise, half of the process after a first round.
    """
    with suppress(OSError, AttributeError, TypeError):  # only glibc has these
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, 2)
        threading.Thread(target=_give_back, args=(library.malloc_trim,), name="memory", daemon=True).start()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _give_back(trim: "ctypes._FuncPointer") -> None:
    pause = threading.Event()
    while not pause.wait(_EVERY):
        trim(0)
