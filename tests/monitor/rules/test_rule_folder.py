"""A rule book is found in a configuration folder and in a folder of rules, with the weights that go with it."""

from pathlib import Path

import pytest

from monitor.rules.rule_folder import RuleFolder, proposed_rules
from probes.mistakes import DataError


def laid(root: Path, *files: str) -> Path:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("", "utf-8")
    return root


def found(root: Path, given: str) -> RuleFolder:
    return proposed_rules(root / given, known=("X-01", "X-02"), in_use=root / "used")


@pytest.mark.parametrize(
    ("files", "given", "rules", "scoring"),
    [
        (["a/rules/X-01.toml", "a/scoring.toml"], "a", "a/rules", "a/scoring.toml"),
        (["a/rules/X-01.toml"], "a", "a/rules", "used/scoring.toml"),
        (["a/rules/X-01.toml", "a/scoring.toml"], "a/rules", "a/rules", "a/scoring.toml"),
        (["a/X-02.toml"], "a", "a", "used/scoring.toml"),
        (["a/X-02.toml", "a/scoring.toml"], "a", "a", "a/scoring.toml"),
    ],
)
def test_rules_and_weights_are_found(files: list[str], given: str, rules: str, scoring: str, tmp_path: Path) -> None:
    laid(tmp_path, "used/scoring.toml", *files)
    place = found(tmp_path, given)
    assert (place.rules, place.scoring) == (tmp_path / rules, tmp_path / scoring)


def test_the_weights_are_no_rule_where_they_lie_among_them(tmp_path: Path) -> None:
    laid(tmp_path, "a/X-01.toml", "a/scoring.toml")
    assert found(tmp_path, "a").files() == (tmp_path / "a" / "X-01.toml",)


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        ([], "no such folder"),
        (["a"], "not a folder"),
        (["a/settings.toml", "a/scoring.toml"], "no rule files in it"),
        (["a/rules/README.md"], "no rule files in it"),
    ],
)
def test_a_folder_that_is_neither_is_one_mistake(files: list[str], wrong: str, tmp_path: Path) -> None:
    laid(tmp_path, *files)
    with pytest.raises(DataError) as error:
        found(tmp_path, "a")
    assert [(item.file, item.wrong) for item in error.value.mistakes] == [(str(tmp_path / "a"), wrong)]
