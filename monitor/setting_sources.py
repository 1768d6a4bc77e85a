"""Settings out of `settings.toml` and `EMC_<SECTION>__<KEY>` variables; variables win, and every mistake is told.

A relative path of `[transport]` or `[cluster]` written in the file is one below the file's folder; given as a variable
it is one below the working directory, as is `data.dir` always.
Values are shown in messages, except where they may hold a password.
"""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource

from monitor.settings import Settings
from monitor.text_files import read_toml
from probes.mistakes import DataError, Mistake

FILE = "settings.toml"
FOLDER_VARIABLE = "EMC_CONFIG"
SECRET_PREFIX = "EMC_SECRET_"  # for what channels need and no file may hold

_NOT_SHOWN = "a value not shown"
_PREFIX = "EMC_"
_LIES_BESIDE = {"transport": ("ca_file", "intermediates"), "cluster": ("ca_file", "certificate", "key")}


def read_settings(folder: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of a configuration folder and an environment; raises `DataError` with every mistake of both."""
    mistakes = list(unknown_variables(environ))
    written: dict[str, Any] = {}
    try:
        written = _beside(read_toml(folder / FILE), folder)
    except DataError as error:
        mistakes += error.mistakes
    try:
        settings = Settings(**_merged(written, _given(environ)))
    except ValidationError as error:
        mistakes += [_mistake(detail, folder / FILE, environ) for detail in error.errors()]
    if mistakes:
        raise DataError(mistakes)
    return settings


def unknown_variables(environ: Mapping[str, str]) -> tuple[Mistake, ...]:
    """Variables that begin with `EMC_` and set nothing, each with the name that was probably meant."""
    known = [FOLDER_VARIABLE, *(_variable(*key) for key in _settings())]
    unknown = (name for name in environ if name.upper().startswith(_PREFIX) and name.upper() not in known)
    return tuple(
        Mistake(file="environment", where=name, wrong="unknown variable", expected=_nearest(name.upper(), known))
        for name in sorted(unknown)
        if not name.upper().startswith(SECRET_PREFIX)
    )


def _settings() -> dict[tuple[str, str], FieldInfo]:
    return {
        (section, key): field
        for section, part in Settings.model_fields.items()
        if isinstance(part.annotation, type) and issubclass(part.annotation, BaseModel)
        for key, field in part.annotation.model_fields.items()
    }


def _variable(section: str, key: str) -> str:
    return f"{_PREFIX}{section}__{key}".upper()


def _given(environ: Mapping[str, str]) -> dict[str, Any]:
    known = {_variable(*key) for key in _settings()}
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environ.items() if name.upper() in known}
    return source()


def _beside(written: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Certificates named in the file lie beside it."""
    found = dict(written)
    for section, keys in _LIES_BESIDE.items():
        part = written.get(section)
        if isinstance(part, dict):
            named = {key: str(folder / part[key]) for key in keys if isinstance(part.get(key), str) and part[key]}
            found[section] = {**part, **named}
    return found


def _merged(written: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    both = dict(written)
    for section, keys in given.items():
        under = both.get(section, {})
        both[section] = {**under, **keys} if isinstance(under, dict) else under
    return both


def _mistake(detail: ErrorDetails, file: Path, environ: Mapping[str, str]) -> Mistake:
    place = [str(part) for part in detail["loc"][:2]]
    where = ".".join(place)
    if detail["type"] == "extra_forbidden":
        return Mistake(file=str(file), where=where, wrong="unknown key", expected=_nearest(where, _names(place)))
    if len(place) == 1:
        secret = any(not field.repr for (section, _), field in _settings().items() if section == where)
        value = _NOT_SHOWN if secret else _shown(detail["input"])
        return Mistake(file=str(file), where=where, wrong=value, expected=f"a table [{where}]")
    field = _settings()[place[0], place[1]]
    value = _NOT_SHOWN if not field.repr else _shown(detail["input"])
    variable = next((name for name in environ if name.upper() == _variable(place[0], place[1])), None)
    if variable is not None:
        return Mistake(file="environment", where=variable, wrong=value, expected=str(field.description))
    return Mistake(file=str(file), where=where, wrong=value, expected=str(field.description))


def _names(place: list[str]) -> list[str]:
    if len(place) == 1:
        return list(Settings.model_fields)
    return [".".join(key) for key in _settings() if key[0] == place[0]]


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return near[0] if near else "one of " + ", ".join(known)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:77] + "..."
