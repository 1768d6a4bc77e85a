"""The data files of published counts, read strictly: every mistake of every file is told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from probes.figures.adapters import Adapter, adapter_from
from probes.figures.labels import LabelBook
from probes.figures.profiles import Profile, profile_from
from probes.figures.vocabulary import words_in
from probes.mistakes import DataError, Mistake

KEYS = frozenset(
    [
        "services_total",
        "services_eligible",
        "services_full",
        "services_partial",
        "services_information",
        "services_online",
        "services_with_dossiers",
        "dossiers_received",
        "dossiers_carried",
        "dossiers_resolved",
        "dossiers_open",
        "dossiers_early",
        "dossiers_on_time",
        "dossiers_late",
        "dossiers_open_on_time",
        "dossiers_open_late",
        "dossiers_supplement",
        "dossiers_withdrawn",
        "dossiers_refused",
        "dossiers_suspended",
        "dossiers_waiting",
        "dossiers_online",
        "dossiers_direct",
        "dossiers_postal",
        "dossiers_handled_online",
        "dossiers_handled_full",
        "dossiers_online_paid",
        "on_time_ratio",
        "received_online_ratio",
        "handled_online_ratio",
        "online_ratio",
        "full_ratio",
        "satisfaction_ratio",
        "digitised_ratio",
        "score_total",
        "score_transparency",
        "score_progress",
        "score_online",
        "score_payment",
        "score_satisfaction",
        "score_digitisation",
    ]
)
_BY_KEY = ("dossier", "service", "levels", "ratio", "ratio_said", "score")
_BY_NAME = {
    "kinds": {"dossier", "service"},
    "fillers": {"total", "plain", "period", "ratio"},
    "units": {"dossier", "service"},
    "groups": {"received", "due", "open", "resolved", "online", "neutral"},
    "table": {
        *("sum_rows", "number_columns", "value_columns", "name_columns", "period_columns"),
        *("count_columns", "measure_columns", "attribute_columns"),
    },
    "guards": {
        *("visitors", "poll", "proactive", "shared", "procedures", "weak", "foreign", "statistics", "not_summed"),
        *("provided", "totals", "handled", "topic", "spoken", "elsewhere", "own", "points", "not_counted", "paid"),
        *("procedural", "plain_headings", "satisfaction"),
    },
}
_WITHIN = {"received", "open", "resolved", "online", "service"}
_PLAIN = {"level_words_end", "stale_days", "same", "abbreviations", "within"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsData:
    """Labels, adapters of JSON answers and platform profiles, as the folder `counts` of the configuration has them."""

    labels: LabelBook
    adapters: tuple[Adapter, ...]
    profiles: tuple[Profile, ...]

    @property
    def enabled(self) -> "CountsData":
        """The same with only those adapters whose answers may be asked for."""
        return replace(self, adapters=tuple(adapter for adapter in self.adapters if adapter.enabled))


def load_counts(folder: Path) -> CountsData:
    """Read `labels.toml`, `answers/*.toml` and `platforms/*.toml`; raises `DataError` with every mistake."""
    mistakes: list[Mistake] = []
    labels = _labels(folder / "labels.toml", mistakes)
    adapters = _parts(folder / "answers", partial(adapter_from, keys=KEYS), mistakes)
    profiles = _parts(folder / "platforms", profile_from, mistakes)
    if mistakes or labels is None:
        raise DataError(mistakes)
    return CountsData(labels=labels, adapters=tuple(adapters), profiles=tuple(profiles))


def _parts(folder: Path, build: Any, mistakes: list[Mistake]) -> list[Any]:
    parts = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        content = _toml(path, mistakes)
        if content is None:
            continue
        part, wrong = build(content, file=_shown(path))
        mistakes.extend(wrong)
        if content.get("name") != path.stem:
            mistakes.append(
                Mistake(
                    file=_shown(path),
                    where="name",
                    wrong=f"is {content.get('name')!r}",
                    expected=f"{path.stem!r}, as the file",
                )
            )
        if not wrong:
            parts.append(part)
    return parts


def _labels(path: Path, mistakes: list[Mistake]) -> LabelBook | None:
    content = _toml(path, mistakes)
    if content is None:
        return None
    wrong = [
        Mistake(file=_shown(path), where=where, wrong=what, expected=form) for where, what, form in _check(content)
    ]
    mistakes.extend(wrong)
    if wrong:
        return None
    return LabelBook(
        accented=words_in(content, bare=False),
        bare=words_in(content, bare=True),
        level_words_end=content["level_words_end"],
        stale_days=content["stale_days"],
    )


def _check(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    known = _PLAIN | set(_BY_KEY) | set(_BY_NAME)
    wrong = [(name, "is not known", f"one of {', '.join(sorted(known))}") for name in content.keys() - known]
    wrong += [(name, "is missing", "a value as in the shipped file") for name in sorted(known - content.keys())]
    if wrong:
        return wrong
    if not isinstance(content["level_words_end"], date):
        wrong.append(("level_words_end", f"is {content['level_words_end']!r}", "a date such as 2022-08-15"))
    if type(content["stale_days"]) is not int or content["stale_days"] < 1:
        wrong.append(("stale_days", f"is {content['stale_days']!r}", "a whole number of days, at least 1"))
    if not _pairs(content["same"]):
        wrong.append(("same", "holds something else", 'pairs of texts such as ["tỉ lệ", "tỷ lệ"]'))
    wrong += _check_phrases("abbreviations", content["abbreviations"], allowed=None, single=True)
    for section in _BY_KEY:
        wrong += _check_phrases(section, content[section], allowed=KEYS)
    for section, names in _BY_NAME.items():
        wrong += _check_phrases(section, content[section], allowed=frozenset(names), complete=True)
    return wrong + _check_within(content["within"]) + _check_twice(content)


def _pairs(same: Any) -> bool:
    return isinstance(same, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) and text for text in pair)
        for pair in same
    )


def _check_phrases(
    section: str, rows: Any, *, allowed: frozenset[str] | None, single: bool = False, complete: bool = False
) -> list[tuple[str, str, str]]:
    if not isinstance(rows, dict):
        return [(section, "is no table", f"[{section}]")]
    wrong = []
    for name, phrases in rows.items():
        if allowed is not None and name not in allowed:
            wrong.append((f"{section}.{name}", "is not known", f"one of {', '.join(sorted(allowed))}"))
        listed = [phrases] if single else phrases
        if not isinstance(listed, list) or not all(isinstance(text, str) and text.strip() for text in listed):
            wrong.append((f"{section}.{name}", "holds something else", "texts that are not empty"))
    absent = sorted((allowed or frozenset()) - rows.keys()) if complete else []
    return wrong + [(f"{section}.{name}", "is missing", "a list of texts") for name in absent]


def _check_within(within: Any) -> list[tuple[str, str, str]]:
    if not isinstance(within, dict) or set(within) != _WITHIN:
        return [("within", "has other groups", f"exactly {', '.join(sorted(_WITHIN))}")]
    return [
        (f"within.{family}.{text}", f"is {key!r}", "a key of a figure, or empty")
        for family, rows in within.items()
        for text, key in rows.items()
        if key not in KEYS and key != ""
    ]


def _check_twice(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    wrong = []
    for section in _BY_KEY:
        rows = [
            (key, str(text)) for key, texts in content[section].items() if isinstance(texts, list) for text in texts
        ]
        first = {text: key for key, text in reversed(rows)}
        wrong += [
            (f"{section}.{key}", f"{text!r} stands for {first[text]} too", "one key for one spelling")
            for key, text in rows
            if first[text] != key
        ]
    return wrong


def _toml(path: Path, mistakes: list[Mistake]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        mistakes.append(
            Mistake(file=_shown(path), where="", wrong=f"cannot be read ({error.strerror})", expected="a readable file")
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.append(Mistake(file=_shown(path), where="", wrong=f"is no TOML in UTF-8 ({error})", expected="TOML"))
    return None


def _shown(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("counts") :]) if "counts" in parts else path.name
