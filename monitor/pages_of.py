"""The pages of a lookout: over its store and its present picture, under its present configuration."""

from monitor.lookout import Lookout
from monitor.view import View
from monitor.web.pages.shell import PageSources, Shell


def pages_of(lookout: Lookout, view: View) -> Shell:
    """What the daemon serves to people."""
    return Shell(
        PageSources(
            picture=view.picture,
            rulebook=lambda: lookout.gear.configuration.rulebook,
            store=lookout.gear.store,
        )
    )
