"""A daemon's lookout as a process of its own that takes rounds for ever: for those who kill it."""

import os
import sys
import time
from pathlib import Path

from monitor.configuration import load_configuration
from monitor.lookout import on_watch


def main() -> None:
    """`cluster_child FOLDER`: look again and again, say `ready` once the line to the broker is there."""
    with on_watch(load_configuration(Path(sys.argv[1]), dict(os.environ))) as lookout:
        print("ready", flush=True)
        while True:
            for subject in lookout.subjects:
                lookout.take(subject)
            time.sleep(0.2)


if __name__ == "__main__":
    main()
