"""The probes, found by being there: every module of `probes` with a `PROBE`."""

from importlib import import_module
from pkgutil import iter_modules

import probes
from probes.contract import Probe


def find_probes() -> tuple[Probe, ...]:
    """Every probe, in the order of their names; two of one name are our mistake and raise `TypeError`."""
    names = sorted(module.name for module in iter_modules(probes.__path__, "probes."))
    found = [probe for name in names if isinstance(probe := getattr(import_module(name), "PROBE", None), Probe)]
    by_name = {probe.name: probe for probe in found}
    if len(by_name) != len(found):
        raise TypeError("two probes have one name")
    return tuple(by_name[name] for name in sorted(by_name))
