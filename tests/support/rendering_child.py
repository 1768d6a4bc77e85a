"""A process that shows pages in a browser and ends without a word to it: `python rendering_child.py PORT [die]`."""

import sys

from probes.rendering.loads import Rendering
from probes.rendering.processes import kill
from probes.rendering.renderer import Renderer
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from tests.support.browser_site import WANTED, quick

TRIES = 3  # a browser that was killed may be asked once more before its end is heard of


def shown(loads: Rendering) -> bool:
    """Whether every load went well."""
    return isinstance(loads, tuple) and all(load.problem is None for load in loads)


def main() -> None:
    """Show the page, once more after Chromium was killed where `die` is given, and print what became of it."""
    here = ("127.0.0.1", int(sys.argv[1]))
    settings = TransportSettings(resolve={("portal.test", None): here}, hosts_file=None)
    renderer = Renderer(settings, quick(), bell=Bell(), strained=lambda: False)
    for number in range(len(sys.argv) - 1):
        kill(renderer.pids if number else frozenset())
        print(any(shown(renderer.render("http://portal.test/", WANTED)) for _ in range(TRIES)))


if __name__ == "__main__":
    main()
