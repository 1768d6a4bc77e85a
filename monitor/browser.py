"""The browser of extra `[browser]`: whether it can be had here, and how it is made from the settings."""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from monitor.settings import Settings
from probes.mistakes import Mistake
from probes.rendering.authorities import TOOL
from probes.rendering.limits import Limits
from probes.rendering.loads import Rendering, Wanted, not_rendered
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell

PROBE = "rendered_page"  # the probe that needs it
ABILITY = "browser"  # what rules call it
_RENDERER = "probes.rendering.renderer"  # asked for by name: it imports what only the extra installs

Render = Callable[[str, Wanted], Rendering]


def browser_mistakes(settings: Settings, *, file: str) -> Iterator[Mistake]:
    """What stands in the way of a browser that is wanted."""
    wanted = settings.browser
    if not wanted.enabled:
        return
    if find_spec("playwright") is None:
        expected = "the extra [browser] (pip install 'emc-monitor[browser]'), or enabled = false"
        yield Mistake(file=file, where="browser.enabled", wrong="playwright is not installed", expected=expected)
    if shutil.which(wanted.executable) is None:
        wrong = f"{wanted.executable} is no program"
        yield Mistake(file=file, where="browser.executable", wrong=wrong, expected="the path of Chromium")
    if wanted.sandbox and os.geteuid() == 0:
        expected = "an account of its own for the monitor, or false where a container is the sandbox"
        yield Mistake(file=file, where="browser.sandbox", wrong="Chromium refuses it as root", expected=expected)
    if settings.transport.ca_file is not None and shutil.which(TOOL) is None:
        wrong = f"Chromium is told of transport.ca_file by {TOOL}, which is not installed"
        yield Mistake(file=file, where="browser.enabled", wrong=wrong, expected=f"{TOOL} (Debian: libnss3-tools)")


def build_render(settings: Settings, transport: TransportSettings, bell: Bell) -> Render:
    """Shows pages as the transport beside it goes anywhere, until its bell rings; nothing where none is wanted."""
    wanted = settings.browser
    if not wanted.enabled:
        return not_rendered
    limits = Limits(
        executable=wanted.executable,
        loads=wanted.loads,
        deadline=wanted.deadline,
        sandbox=wanted.sandbox,
        memory=wanted.memory * 1_000_000,
    )
    renderer = import_module(_RENDERER).Renderer(transport, limits, bell=bell)
    return cast(Render, renderer.render)
