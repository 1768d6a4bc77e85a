"""Many portals replayed in several processes at once, each with its own way to the store; the answer is the same."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from monitor.cli.stored_looks import Days, StoredLooks, proposed_rulebook, stored_looks
from monitor.configuration import load_configuration
from monitor.replay.replaying import Replayed
from monitor.rules.rulebook import RuleBook

_WORTH_IT = 1_000  # portals times days, from which a process of one's own is soon earned back
_AT_ONCE = 4  # portals handed over at a time


@dataclass(frozen=True, slots=True)
class Work:
    """What every process has to know: the configuration folder, another rule book's folder, the days."""

    folder: Path
    rules: Path | None
    days: Days


def replay_all(
    looks: StoredLooks, rulebook: RuleBook, work: Work, *, processes: int | None = None
) -> Iterator[Replayed]:
    """Every portal's rounds of the days, in the order of the catalogue; portals without any are left out.

    `processes`: how many side by side, by default one for each processor where that is worth it.
    """
    days = (work.days.last - work.days.first).days + 1
    if processes is None:
        processes = (os.cpu_count() or 1) if len(looks.portals) * days >= _WORTH_IT else 1
    if processes == 1:
        replays = (looks.replay(portal, rulebook, work.days) for portal in looks.portals)
        yield from (item for item in replays if item.rounds)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=(work,)) as pool:
        yield from (item for item in pool.map(_replay, looks.portals, chunksize=_AT_ONCE) if item.rounds)


class _Process:
    """What one of the processes works with, from its beginning to its end."""

    rest = ExitStack()
    work: Work
    looks: StoredLooks
    rulebook: RuleBook


def _begin(work: Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us hears it, and ends us
    configuration = load_configuration(work.folder, os.environ)
    _Process.work = work
    _Process.rulebook = proposed_rulebook(work.rules, configuration) if work.rules else configuration.rulebook
    _Process.looks = _Process.rest.enter_context(stored_looks(configuration, agency=None))


def _replay(portal: str) -> Replayed:
    return _Process.looks.replay(portal, _Process.rulebook, _Process.work.days)
