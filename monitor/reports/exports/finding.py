"""The tables, found by being there."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from monitor.reports import tables
from monitor.reports.exports.contract import Table


@cache
def find_tables() -> Mapping[str, Table]:
    """Every table by its name, in the order of the names; a module without a `TABLE` is a mistake of ours."""
    modules = (
        importlib.import_module(f"{tables.__name__}.{item.name}") for item in pkgutil.iter_modules(tables.__path__)
    )
    found: list[Table] = [module.TABLE for module in modules]
    return {item.name: item for item in sorted(found, key=lambda item: item.name)}
