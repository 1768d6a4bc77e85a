"""Ways of telling people are found by being there: every module of `monitor.alerts.channels` with a `WAY`."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import monitor.alerts.channels
from monitor.alerts.channels.contract import Way


@cache
def find_ways() -> Mapping[str, Way]:
    """Every way by its name, which is its module's."""
    found = {}
    for module in iter_modules(monitor.alerts.channels.__path__):
        way = getattr(import_module(f"{monitor.alerts.channels.__name__}.{module.name}"), "WAY", None)
        if isinstance(way, Way):
            found[module.name] = way
    return MappingProxyType(dict(sorted(found.items())))
