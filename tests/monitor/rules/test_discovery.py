"""Judging parts are found by being there."""

from pathlib import Path

from monitor.rules import duties
from monitor.rules.discovery import find_rules


def test_every_module_of_the_folder_is_one_rule_of_its_own_name() -> None:
    modules = {path.stem for path in Path(duties.__path__[0]).glob("*.py")} - {"__init__"}
    assert {rule.lower().replace("-", "_") for rule in find_rules()} == modules


def test_every_rule_opens_with_its_id_and_its_authority() -> None:
    for rule in find_rules().values():
        doc = rule.judge.__globals__["__doc__"]
        assert doc.startswith(f"{rule.id}: ")
        assert "\nAuthority: " in doc
