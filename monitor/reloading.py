"""The configuration read again while the daemon runs: all of it or nothing; what needs a restart is named."""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from monitor.configuration import Configuration, load_configuration
from monitor.lookout import Lookout
from monitor.settings import Settings
from monitor.subjects import subjects_of
from probes.mistakes import DataError, Mistake

# What was made from these is there for as long as the process: the store, the open port, the threads.
_NEED_A_RESTART = (
    *("storage", "data", "web", "vantage", "simulation", "schedule.workers"),
    *("cluster.broker", "cluster.ca_file", "cluster.certificate", "cluster.key", "cluster.redeliver_after"),
)
_TICK = 1.0  # seconds

log = logging.getLogger(__name__)


class Reloading:
    """Reads the folder again when asked, in a thread of its own, so that no look and no scrape waits."""

    def __init__(
        self, lookout: Lookout, use: Callable[[Configuration], None], *, environ: Mapping[str, str] = os.environ
    ) -> None:
        """`use` is handed a configuration that was read without a mistake."""
        self._lookout = lookout
        self._use = use
        self._environ = environ
        self._ended = threading.Event()

    def when_asked(self, asked: threading.Event) -> None:
        """Go on in a thread, for as long as the process lives, or until `stop`."""

        def run() -> None:
            while not self._ended.is_set():
                if asked.wait(_TICK) and not self._ended.is_set():
                    asked.clear()
                    self.turn()

        threading.Thread(target=run, name="reload", daemon=True).start()

    def stop(self) -> None:
        """Read no more; what is asked from now on is for whoever watches next."""
        self._ended.set()

    def turn(self) -> None:
        """Read and use the folder; with a mistake in it everything goes on as before, and each is told in a line."""
        before = self._lookout.gear.configuration
        self._lookout.reloaded = False
        try:
            found = read_again(before, self._environ)
            self._use(found)
        except DataError as error:
            self._refused([str(mistake) for mistake in error.mistakes])
        except (OSError, ValueError) as error:
            self._refused([str(error)])
        else:
            self._lookout.reloaded = True
            log.info(
                "configuration read again: %d portals watched, rule book %s",
                len(self._lookout.subjects),
                found.rulebook.version,
            )

    def _refused(self, lines: list[str]) -> None:
        for line in lines:
            log.error("configuration not read again: %s", line)
        log.error("the configuration before it holds on; mistakes: %d", len(lines))


def read_again(before: Configuration, environ: Mapping[str, str]) -> Configuration:
    """The folder as it is now, with what needs a restart as it was; names that in the log.

    Raises `DataError` with every mistake, and where it would leave nobody to look at.
    """
    found = load_configuration(before.folder, environ, today=before.today)
    settings, held = held_back(before.settings, found.settings)
    for name in held:
        log.warning("%s has changed and needs a restart; until then it stays as it was", name)
    found = replace(found, settings=settings)
    if subjects_of(before) and not subjects_of(found):
        expected = "a confirmed or proposed portal in force on the legal day; stop the daemon to watch nobody"
        mistake = Mistake(
            file=str(found.folder / "portals.csv"), where="", wrong="nobody to look at", expected=expected
        )
        raise DataError([mistake])
    return found


def held_back(before: Settings, found: Settings) -> tuple[Settings, tuple[str, ...]]:
    """The settings found, with those that need a restart as they were before; and the names of these."""
    held = []
    for name in _NEED_A_RESTART:
        section, _, only = name.partition(".")
        old, new = getattr(before, section), getattr(found, section)
        keys = [only] if only else list(type(old).model_fields)
        changed = [key for key in keys if getattr(old, key) != getattr(new, key)]
        held += [f"{section}.{key}" for key in changed]
        kept = new.model_copy(update={key: getattr(old, key) for key in changed})
        found = found.model_copy(update={section: kept})
    return found, tuple(held)
