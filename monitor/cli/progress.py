"""The progress bar of a round, on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def round_bar(total: int) -> Iterator[Callable[[], None]]:
    """A bar of `total` portals; the function given moves it by one, from any thread."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Vòng đo · round", total=total)
        yield lambda: progress.advance(task)
