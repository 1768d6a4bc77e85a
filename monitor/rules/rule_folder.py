"""Where the files of a rule book lie: in a configuration folder, or in a folder of rules that somebody proposes."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from probes.mistakes import DataError, Mistake

SCORING = "scoring.toml"
HOLIDAYS = "holidays.toml"
RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFolder:
    """`rules` holds one file for each rule, `scoring` is the file of weights, `holidays` that of days off; mistakes
    name files below `root`, and others by their whole path."""

    root: Path
    rules: Path
    scoring: Path
    holidays: Path

    def files(self) -> tuple[Path, ...]:
        """The rule files, by name."""
        return tuple(sorted(path for path in self.rules.glob("*.toml") if path.name not in (SCORING, HOLIDAYS)))

    def named(self, path: Path) -> str:
        """A file as mistakes name it."""
        return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()


def rules_of(folder: Path) -> RuleFolder:
    """The rule book of a configuration folder."""
    return RuleFolder(root=folder, rules=folder / RULES, scoring=folder / SCORING, holidays=folder / HOLIDAYS)


def proposed_rules(given: Path, *, known: Collection[str], in_use: Path) -> RuleFolder:
    """The rule book of a folder that somebody named: a configuration folder, or the folder of rule files itself.

    `known` are the ids that make a file a rule's. Weights and holidays are those beside the rules, failing that those
    of the configuration folder `in_use`. Raises `DataError` with one mistake for a folder that is neither.
    """
    if not given.is_dir():
        raise _refused(given, "not a folder" if given.exists() else "no such folder")
    rules = next((folder for folder in (given / RULES, given) if _holds_rules(folder, known)), None)
    if rules is None:
        raise _refused(given, "no rule files in it")
    scoring, holidays = (_beside(rules, name, in_use) for name in (SCORING, HOLIDAYS))
    return RuleFolder(root=Path(), rules=rules, scoring=scoring, holidays=holidays)


def _beside(rules: Path, name: str, in_use: Path) -> Path:
    places = (rules.parent / name, rules / name)
    return next((path for path in places if path.is_file()), in_use / name)


def _holds_rules(folder: Path, known: Collection[str]) -> bool:
    return any(path.stem in known for path in folder.glob("*.toml"))


def _refused(given: Path, wrong: str) -> DataError:
    expected = "a configuration folder with rules/, or a folder of rule files"
    return DataError([Mistake(file=str(given), where="", wrong=wrong, expected=expected)])
