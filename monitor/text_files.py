"""Files that the operator writes, read as text or TOML, or refused with the line where they break."""

import re
import tomllib
from pathlib import Path
from typing import Any

from probes.mistakes import DataError, Mistake

_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def read_text(path: Path) -> str:
    """A file's text: UTF-8, with or without a byte order mark; raises `DataError` for anything else."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise DataError([Mistake(file=str(path), where="", wrong=reason, expected="a readable file")]) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = f"line {raw[: error.start].count(10) + 1}"
        raise DataError([Mistake(file=str(path), where=line, wrong="not UTF-8", expected="UTF-8 text")]) from error


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises `DataError`."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = (found and found.group(1)) or str(text.rstrip("\n").count("\n") + 1)
        wrong = _LINE.sub("", str(error))
        mistake = Mistake(file=str(path), where=f"line {line}", wrong=wrong, expected="TOML")
        raise DataError([mistake]) from error
