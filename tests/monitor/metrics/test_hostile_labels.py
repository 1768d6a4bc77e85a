"""What hostile pages say is a label's value and nothing else, for whoever reads the exposition."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from monitor.catalogue.records import Catalogue
from monitor.metrics.collector import StoreCollector
from monitor.metrics.exposition import Exposition, Telling
from monitor.metrics.incidents import Told
from monitor.metrics.inside import Accounts, Inside
from monitor.metrics.process import ProcessMetrics
from monitor.metrics.selection import EVERYTHING
from monitor.metrics.state_clock import StateClock
from monitor.rollup.picture import Picture, draw
from monitor.storage.store import Store
from tests.support.hostile_texts import HOSTILE_TEXTS
from tests.support.kept_rounds import FACTS_TYPES, START, counted, figure
from tests.support.many_portals import nation

TEXTS = (*HOSTILE_TEXTS, 'a"b\\c\nd{e}', "x} 1\nemc_portal_up 0", "\\n", "# HELP emc_portal_up x", "\u2028x", "\x1b[2J")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The exposition as it is served, and as the collector gives it: agencies' names and definitions are hostile."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    plain = nation(folder / "config", len(TEXTS), agencies=len(TEXTS))
    agencies = tuple(
        replace(agency, name_vi=text) for agency, text in zip(plain.catalogue.agencies, TEXTS, strict=True)
    )
    catalogue = Catalogue(agencies=agencies, portals=plain.catalogue.portals)
    names = [portal.id for portal in catalogue.portals]
    with Store.open(f"sqlite:///{folder / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        for portal, text in zip(catalogue.portals, TEXTS, strict=True):
            shown = figure(7, "services_total", unit="service", definition=text, label=text, raw=text)
            store.keep([counted(START, shown, portal=portal.id, agency=portal.agency_id)])

        def picture() -> Picture:
            return draw(
                catalogue=catalogue,
                standings=store.standings(),
                scoring=plain.rulebook.scoring,
                targets=(),
                at=START + timedelta(minutes=1),
                law_day=plain.law_day(),
            )

        def accounts() -> Accounts:
            return {}

        def inside() -> Inside:
            return Inside(mode="observe", rulebook="1", lag=0, queue=0, store_errors=0, state_seconds={}, online={})

        def incidents() -> Told:
            return Told(at=START)

        process = ProcessMetrics(StateClock(names, now=lambda: START), portals=names, vantage="local")
        telling = Telling(picture=picture, accounts=accounts, inside=inside, told=incidents, process=process)
        served = b"".join(Exposition(telling, simulated=False).write(EVERYTHING)).decode()
        collector = StoreCollector(process.registry, picture=picture, accounts=accounts, inside=inside, told=incidents)
        yield served, generate_latest(collector).decode()


@pytest.mark.parametrize("which", [0, 1], ids=["served", "collected"])
def test_a_reader_gets_every_text_back_and_no_series_that_is_not_ours(told: tuple[str, str], which: int) -> None:
    samples = [sample for family in text_string_to_metric_families(told[which]) for sample in family.samples]
    assert {sample.labels["agency_name"] for sample in samples if sample.name == "emc_portal_info"} == set(TEXTS)
    services = [sample for sample in samples if sample.name == "emc_published_services"]
    assert {sample.labels["definition"] for sample in services} == set(TEXTS)
    assert {sample.value for sample in services} == {7.0}
    assert all(sample.name.startswith(("emc_", "process_")) for sample in samples)
    assert "emc_portal_up" not in {sample.name for sample in samples if not sample.labels}


@pytest.mark.parametrize("which", [0, 1], ids=["served", "collected"])
def test_a_line_begins_with_a_name_of_ours(told: tuple[str, str], which: int) -> None:
    assert not [line for line in told[which].split("\n") if line and not line.startswith(("emc_", "process_", "# "))]
