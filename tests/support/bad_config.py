"""Configuration folders with one mistake each: shipped defaults, a small sound catalogue, and the case over both."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "bad_config"


def sound_folder(folder: Path) -> Path:
    """A configuration without mistakes, about invented agencies."""
    shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
    shutil.copytree(CASES / "sound", folder, dirs_exist_ok=True)
    return folder


def lay_over(folder: Path, case: str) -> dict[str, str]:
    """Lay the files of a case over a folder; gives the case's environment."""
    shutil.copytree(CASES / case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.txt"))
    environ = CASES / case / "environ.txt"
    lines = environ.read_text("utf-8").splitlines() if environ.exists() else []
    return dict(line.split("=", 1) for line in lines)


def case_names() -> list[str]:
    """Every case, by name."""
    return sorted(path.name for path in CASES.iterdir() if (path / "expected.txt").exists())


def expected(case: str) -> list[str]:
    """The messages of a case, with files named below the folder."""
    return (CASES / case / "expected.txt").read_text("utf-8").splitlines()
