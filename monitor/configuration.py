"""The configuration folder: where it is, and everything in it read and checked in one go."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from cryptography import x509

import monitor
from monitor.alerts.channel_files import NOBODY_ADDRESSED, Address, load_address
from monitor.browser import ABILITY, PROBE, browser_mistakes
from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.records import Catalogue
from monitor.catalogue.selection import on
from monitor.cluster.checking import cluster_mistakes
from monitor.exemptions.reading import known_ids, read_circumstances
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.probing import find_probes
from monitor.rollup.target_files import Target, load_targets
from monitor.rules.rulebook import RuleBook, load_rulebook
from monitor.setting_sources import FILE, FOLDER_VARIABLE, read_settings
from monitor.setting_values import read_endpoint
from monitor.settings import Settings
from monitor.tokens.reading import read_tokens
from monitor.tokens.records import ApiToken
from probes.answer import Answer
from probes.contract import Looker, Probe
from probes.exchange import Exchange
from probes.fingerprints import load_fingerprints
from probes.mistakes import DataError, Mistake
from probes.page_kind import classifier

T = TypeVar("T")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

_INSTALLED = Path(monitor.__file__).parent / "shipped" / "config"
_EXPECTED = "a folder as `emc-monitor init DIR` writes it"


def today_in_hanoi() -> date:
    """The calendar day by Vietnamese time."""
    return datetime.now(HANOI).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Everything that the operator decides, checked.

    `classify` tells page kinds by the folder's fingerprints; `lookers` are the probes, prepared, by name.
    """

    folder: Path
    settings: Settings
    catalogue: Catalogue
    rulebook: RuleBook
    targets: tuple[Target, ...]
    classify: Callable[[Exchange], Answer]
    probes: tuple[Probe, ...]
    lookers: Mapping[str, Looker]
    circumstances: Circumstances = NOTHING_TOLD
    address: Address = NOBODY_ADDRESSED
    tokens: tuple[ApiToken, ...] = ()
    today: Callable[[], date] = today_in_hanoi

    def law_day(self) -> date:
        """The legal day: the one that was set, else today."""
        return self.settings.legal_day(self.today())

    def in_force(self) -> Catalogue:
        """Who is watched on the legal day."""
        return on(self.catalogue, self.law_day())

    @property
    def references(self) -> tuple[tuple[str, int], ...]:
        """Host and port of the targets that are asked before blame."""
        return tuple(read_endpoint(text) for text in self.settings.network.references)

    @property
    def daily(self) -> frozenset[str]:
        """The names of the probes that look once a day."""
        return frozenset(probe.name for probe in self.probes if probe.cadence == "daily" and probe.name in self.lookers)


def shipped_folder() -> Path:
    """The defaults: inside the installed package, or beside it in a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parents[2] / "config"


def refuse_shipped(folder: Path, *, installed: Path = _INSTALLED) -> None:
    """The defaults of an installed package are not the operator's to change: raises `DataError` for them."""
    if folder.resolve() == installed.resolve():
        expected = "a folder of your own: `emc-monitor init DIR`, then --config DIR"
        raise DataError(
            [Mistake(file=str(folder), where="", wrong="these are the package's defaults", expected=expected)]
        )


def find_folder(asked: Path | None, *, environ: Mapping[str, str], at: Path = Path()) -> Path:
    """The folder asked for, else `$EMC_CONFIG`, else `config` below `at`, else the shipped defaults.

    Raises `DataError` when the one asked for, by either way, is no configuration folder.
    """
    named = asked or (Path(environ[FOLDER_VARIABLE]) if environ.get(FOLDER_VARIABLE) else None)
    if named is not None:
        return _configuration_in(named)
    here = at / "config"
    return here if (here / FILE).is_file() else shipped_folder()


def _configuration_in(folder: Path) -> Path:
    """The folder itself, or the `config` below it: a demo's data folder and a checkout can be named as they are."""
    for place in (folder, folder / "config"):
        if (place / FILE).is_file():
            return place
    wrong = f"no {FILE} in it" if folder.is_dir() else "no such folder"
    raise DataError([Mistake(file=str(folder), where="", wrong=wrong, expected=_EXPECTED)])


def load_configuration(
    folder: Path, environ: Mapping[str, str], *, today: Callable[[], date] = today_in_hanoi
) -> Configuration:
    """Read and check everything in the folder; raises `DataError` with every mistake of every file."""
    probes = find_probes()
    mistakes: list[Mistake] = []
    settings = _read(mistakes, lambda: read_settings(folder, environ))
    mistakes += _certificate_mistakes(settings) if settings else ()
    mistakes += browser_mistakes(settings, file=FILE) if settings else ()
    mistakes += cluster_mistakes(settings, file=FILE) if settings else ()
    catalogue = _read(mistakes, lambda: read_catalogue(folder))
    rulebook = _read(mistakes, lambda: load_rulebook(folder))
    targets = _read(mistakes, lambda: load_targets(folder))
    fingerprints = _read(mistakes, lambda: load_fingerprints(folder))
    lookers = {probe.name: _read(mistakes, partial(probe.prepare, folder)) for probe in probes}
    rules = [booked.rule.id for booked in rulebook.rules] if rulebook else None
    known, abilities = known_ids(catalogue, rules), _abilities(settings)
    circumstances = _read(mistakes, lambda: read_circumstances(folder, known, abilities=abilities))
    address = _read(mistakes, lambda: load_address(folder, catalogue))
    tokens = _read(mistakes, lambda: read_tokens(folder))
    if mistakes or not (settings and catalogue and rulebook and targets is not None and fingerprints):
        raise DataError(_placed(mistakes, folder))
    return Configuration(
        folder=folder,
        settings=settings,
        catalogue=catalogue,
        rulebook=rulebook,
        targets=targets,
        classify=classifier(fingerprints),
        probes=probes,
        lookers={name: looker for name, looker in lookers.items() if looker and (name != PROBE or abilities)},
        circumstances=circumstances or NOTHING_TOLD,
        address=address or NOBODY_ADDRESSED,
        tokens=tokens or (),
        today=today,
    )


def _abilities(settings: Settings | None) -> frozenset[str]:
    """What this installation can do beyond plain looking."""
    return frozenset({ABILITY}) if settings is not None and settings.browser.enabled else frozenset()


def _read(mistakes: list[Mistake], reader: Callable[[], T]) -> T | None:
    """What a reader gives; its mistakes are kept, so that the next one can tell its own."""
    try:
        return reader()
    except DataError as error:
        mistakes += error.mistakes
        return None


def _placed(mistakes: Sequence[Mistake], folder: Path) -> list[Mistake]:
    """Mistakes once each, with files named below the folder, as the operator would open them."""
    return list(dict.fromkeys(_with_folder(mistake, folder) for mistake in mistakes))


def _with_folder(mistake: Mistake, folder: Path) -> Mistake:
    file = Path(mistake.file)
    if mistake.file == "environment" or file.is_absolute() or file.is_relative_to(folder):
        return mistake
    return replace(mistake, file=str(folder / file))


def _certificate_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Certificate files that hold none; without this the first look would tell."""
    for key in ("ca_file", "intermediates"):
        path: Path | None = getattr(settings.transport, key)
        if path is None:
            continue
        try:
            x509.load_pem_x509_certificates(path.read_bytes())
        except OSError as error:
            wrong = (error.strerror or "cannot be read").lower()
            yield Mistake(file=str(path.absolute()), where=f"transport.{key}", wrong=wrong, expected="a PEM file")
        except ValueError:
            wrong = "no certificate in it"
            yield Mistake(file=str(path.absolute()), where=f"transport.{key}", wrong=wrong, expected="a PEM file")
