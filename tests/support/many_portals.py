"""An invented nation of so many portals, and their rounds as real ones are, judged by the shipped rules.

Every portal has a page of its own: nothing of one is the very same object, or the very same row, as another's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from monitor.catalogue.records import Portal
from monitor.configuration import Configuration, load_configuration
from monitor.lookout import subjects_of
from monitor.records import Round
from monitor.rounds.round import ROUND
from monitor.rounds.watch import Subject
from monitor.rules.contract import History
from monitor.rules.judging import judge
from monitor.storage.location import store_url
from monitor.storage.store import Store
from probes.facts import LandingPage, Link
from probes.failures import FailureKind, State, failed
from probes.figures.figure import Period, PublishedCounts
from tests.support.judged import landing_page, spans
from tests.support.kept_rounds import counts, figure, observation, reachability, round_
from tests.support.small_config import AGENCIES, PORTALS, small_folder

SYSTEMS = ("portal", "public_service", "one_stop")
LINKS, FIGURES = 60, 8
_FAILING, _BLOCKED = 50, 33  # every so manyth portal
_AT_ONCE = 500  # rounds kept together
_numbers = count()


def nation(folder: Path, portals: int, *, agencies: int = 92, settings: str = "", path: str = "/") -> Configuration:
    """A configuration folder that watches so many portals of so many provinces, all confirmed, at this path."""
    small_folder(folder, [])
    names = [f"x{number:04}" for number in range(min(agencies, portals))]
    rows = [f"{name},province,Tỉnh Mẫu {name},Model Province {name},,,,," for name in names]
    (folder / "agencies.csv").write_text("\n".join([AGENCIES, *rows]) + "\n", "utf-8")
    rows = [_row(number, names[number % len(names)], path) for number in range(portals)]
    (folder / "portals.csv").write_text("\n".join([PORTALS, *rows]) + "\n", "utf-8")
    if settings:
        (folder / "settings.toml").write_text(settings, "utf-8")
    return load_configuration(folder, {})


def host(number: int) -> str:
    """Where the portal of that number is."""
    return f"p{number:06}.do-luong.test"


def _row(number: int, agency: str, path: str) -> str:
    system, url = SYSTEMS[number // 92 % 3], f"https://{host(number)}{path}"
    return f"{agency}.p{number:06},{agency},{system},{url},confirmed,front_end,,,document,"


def fill(folder: Path, *, rested: bool = False) -> None:
    """A first round of each portal of `folder/config` into the store of `folder/data`.

    `rested`: their nightly reading is done for the next six hours.
    """
    configuration = load_configuration(folder / "config", {"EMC_DATA__DIR": str(folder / "data")})
    facts = {probe.name: probe.facts for probe in configuration.probes}
    subjects, now = subjects_of(configuration), datetime.now(UTC)
    remember = {ROUND: {"looked_daily": (now + timedelta(hours=6)).isoformat()}} if rested else {}
    (folder / "data").mkdir(exist_ok=True)
    with Store.open(store_url("", folder / "data"), facts_types=facts) as store:
        for first in range(0, len(subjects), _AT_ONCE):
            at = datetime.now(UTC) - timedelta(minutes=4)
            some = rounds(configuration, subjects[first : first + _AT_ONCE], at=at, full=True)
            store.keep([replace(taken, remember=remember) for taken in some])


def rounds(configuration: Configuration, subjects: Iterable[Subject], *, at: datetime, full: bool) -> Iterator[Round]:
    """One round of each that began at `at` (aware UTC); `full`: with figures, as the first one and one a night is."""
    for number, subject in enumerate(subjects):
        yield _round(configuration, subject, number, at=at, full=full)


def _round(configuration: Configuration, subject: Subject, number: int, *, at: datetime, full: bool) -> Round:
    portal, state = subject.portal, _state(number)
    failure = failed(FailureKind.CONNECTION_REFUSED, "refused") if state is State.DOWN else None
    seen = reachability(state, url=portal.url, final_url=portal.url, total=0.3 + next(_numbers) % 977 / 1000)
    page = _page(portal, number)
    facts: dict[str, Any] = {"reachability": seen, "landing_page": page}
    looks = [observation(seen, at=at, portal=portal.id, failure=failure)]
    looks.append(observation(page, probe="landing_page", at=at, portal=portal.id))
    if full:
        facts["published_counts"] = _read(number)
        looks.append(observation(facts["published_counts"], probe="published_counts", at=at, portal=portal.id))
    verdicts = judge(
        configuration.rulebook,
        portal=portal,
        agency=subject.agency,
        facts=facts,
        failures={"reachability": failure} if failure else {},
        state=state,
        confirmed=True,
        history=History(spans=spans((State.UP, 86_400.0), until=at)),
        at=at,
        law_day=configuration.law_day(),
    )
    return round_(
        at,
        state,
        portal=portal.id,
        agency=portal.agency_id,
        holds_until=at + timedelta(minutes=11),
        law_day=configuration.law_day(),
        observations=tuple(looks),
        verdicts=verdicts,
        rulebook=configuration.rulebook.version,
    )


def _state(number: int) -> State:
    if number % _FAILING == 7:
        return State.DOWN
    return State.BLOCKED if number % _BLOCKED == 5 else State.UP


def _page(portal: Portal, number: int) -> LandingPage:
    links = tuple(Link(text=f"Chuyên mục {n} của {number}", url=f"{portal.url}{n}") for n in range(LINKS))
    return landing_page(links=links, title=f"Cổng {portal.id}", sha256=f"{number:064x}")


def _read(number: int) -> PublishedCounts:
    year = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
    keys = ("dossiers_received", "dossiers_resolved")
    shown = (figure(1000 + number + n, keys[n % 2], scope=f"Xã {n}" if n > 1 else None) for n in range(FIGURES))
    return counts(*(replace(item, period=year) for item in shown))
