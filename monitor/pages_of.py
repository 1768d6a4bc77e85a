"""The pages of a lookout: over its store and its present picture, under its present configuration."""

import time

from monitor.api_routers import keep_audit
from monitor.lookout import Lookout
from monitor.view import View
from monitor.web.pages.shell import PageSources, Shell
from monitor.web.sessions import Sessions
from monitor.web.tokens import Guard


def pages_of(lookout: Lookout, view: View) -> Shell:
    """What the daemon serves to people."""
    gear = lookout.gear
    guard = Guard(
        lambda: lookout.gear.configuration.tokens,
        now=gear.watch.vantage.now,
        monotonic=time.monotonic,
        audit=lambda entry: keep_audit(gear.store, entry),
    )
    return Shell(
        PageSources(
            picture=view.picture,
            rulebook=lambda: lookout.gear.configuration.rulebook,
            store=gear.store,
            catalogue=lambda: lookout.gear.configuration.catalogue,
            targets=lambda: lookout.gear.configuration.targets,
            scenario=lambda: lookout.gear.configuration.settings.simulation.scenario,
            sessions=Sessions(guard, lambda: lookout.gear.configuration.tokens, time.monotonic),
        )
    )
