"""The judging parts, found by being there: every module of `monitor.rules.duties` with a `RULE`."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from monitor.rules import duties
from monitor.rules.contract import Rule


def find_rules() -> Mapping[str, Rule]:
    """Rules by id; a module named otherwise than its rule (`tls_01` for `TLS-01`) is our mistake and raises."""
    found: dict[str, Rule] = {}
    for module in sorted(iter_modules(duties.__path__), key=lambda item: item.name):
        rule = import_module(f"{duties.__name__}.{module.name}").RULE
        if not isinstance(rule, Rule) or module.name != rule.id.lower().replace("-", "_"):
            raise TypeError(f"{module.name} holds no RULE of its own name")
        found[rule.id] = rule
    return found
