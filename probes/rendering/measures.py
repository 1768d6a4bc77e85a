"""How fast a page showed itself, from what a browser noted of one load or of several; pure.

The measures are those of the web performance community: FCP and LCP as the browser's own timeline has them, Speed
Index after Speedline (progress of the picture by its colours), TBT as what tasks last beyond 50 ms.
"""

from collections.abc import Iterable, Sequence

from probes.rendering.loads import Frame, Load, Task
from probes.rendering.pictures import NoPictureError, colours, progress

SHARE = 0.75
_SHORT = 0.05  # seconds that a task may last before it counts as blocking
_MOST_FRAMES = 80


def upper(values: Iterable[float | None]) -> float | None:
    """The 75th percentile, between two loads the faster one: of three loads the middle one.

    One slow load is nobody's fault, so it must not decide alone. `None` where a value is missing.
    """
    given = tuple(values)
    known = sorted(value for value in given if value is not None)
    return known[int(SHARE * (len(known) - 1))] if known and len(known) == len(given) else None


def largest(load: Load) -> float | None:
    """When the largest content was shown (LCP), the last of those noted while the load counted."""
    return max((at for at in load.largest_content if at <= load.ended), default=None)


def blocking(load: Load) -> float | None:
    """How long tasks kept the page from answering (TBT), from the first content to the end of the load."""
    if load.first_content is None:
        return None
    return sum(_beyond(task, load.first_content, load.ended) for task in load.tasks)


def _beyond(task: Task, begins: float, ends: float) -> float:
    """What a task lasts beyond the short time granted, within the time that counts."""
    start, end = max(task.start, begins), min(task.start + task.seconds, ends)
    return max(0.0, end - start - _SHORT)


def speed_index(load: Load) -> float | None:
    """Mean time at which the visible parts of the page were shown, in seconds; `None` where no picture changed."""
    frames = _thinned([frame for frame in load.frames if frame.at <= load.ended])
    if len(frames) < 2:
        return None
    try:
        pictures = [colours(frame.png) for frame in frames]
    except NoPictureError:
        return None
    index, shown, since = 0.0, 0.0, 0.0
    for frame, picture in zip(frames, pictures, strict=True):
        at = max(frame.at, 0.0)
        index, since = index + (at - since) * (1 - shown), at
        reached = progress(pictures[0], picture, pictures[-1])
        if reached is None:
            return None
        shown = reached
    return index


def _thinned(frames: Sequence[Frame]) -> Sequence[Frame]:
    """Not more than can be read in a moment, the first and the last among them."""
    if len(frames) <= _MOST_FRAMES:
        return frames
    step = (len(frames) - 1) / (_MOST_FRAMES - 1)
    return [frames[round(step * number)] for number in range(_MOST_FRAMES)]
