"""What people tell is read with its times and scopes; how mistakes are told stands in tests/bad_config."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.configuration import load_configuration
from monitor.exemptions.reading import Known, known_ids, read_circumstances
from monitor.exemptions.records import NOTHING_TOLD, Circumstances, Exemption, PlannedStop, Review, Scope
from probes.contract import System
from probes.mistakes import DataError
from tests.support.bad_config import ROOT, sound_folder

EVERYTHING = """
[[exemption]]
scope = { agency = "p-delta", system = "portal" }
rule = "NET-01"
ground = "Công văn 12/2026"
approver = "Sở mẫu"
from = 2026-07-01
to = 2026-12-31

[[maintenance]]
scope = { portal = "p-delta.portal" }
from = 2026-12-05T22:00:00
to = 2026-12-05T19:00:00Z
announced_on = 2026-11-25
announced_at = "https://delta.test/thong-bao"

[[maintenance]]
scope = { agency = "p-delta" }
from = 2026-12-24T22:00:00+07:00
to = 2026-12-25T02:00:00+07:00

[[review]]
portal = "p-delta.portal"
rule = "SEC-01"
sha256 = "{digest}"
confirmed = false
by = "Người xem xét"
on = 2026-11-22
""".replace("{digest}", "ab" * 32)


def told(folder: Path, text: str) -> Circumstances:
    (folder / "exemptions.toml").write_text(text, "utf-8")
    return read_circumstances(folder, Known())


def test_everything_that_can_be_told_is_read(tmp_path: Path) -> None:
    assert told(tmp_path, EVERYTHING) == Circumstances(
        exemptions=(
            Exemption(
                scope=Scope(agency="p-delta", system=System.PORTAL),
                rule="NET-01",
                ground="Công văn 12/2026",
                approver="Sở mẫu",
                starts=date(2026, 7, 1),
                ends=date(2026, 12, 31),
            ),
        ),
        stops=(
            PlannedStop(
                scope=Scope(portal="p-delta.portal"),
                starts=datetime(2026, 12, 5, 15, tzinfo=UTC),
                ends=datetime(2026, 12, 5, 19, tzinfo=UTC),
                announced_on=date(2026, 11, 25),
                announced_at="https://delta.test/thong-bao",
            ),
            PlannedStop(
                scope=Scope(agency="p-delta"),
                starts=datetime(2026, 12, 24, 15, tzinfo=UTC),
                ends=datetime(2026, 12, 24, 19, tzinfo=UTC),
            ),
        ),
        reviews=(
            Review(
                portal="p-delta.portal",
                rule="SEC-01",
                sha256="ab" * 32,
                confirmed=False,
                by="Người xem xét",
                on=date(2026, 11, 22),
            ),
        ),
    )


@pytest.mark.parametrize("text", ["", "# only words\n"])
def test_an_empty_file_tells_nothing(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == NOTHING_TOLD


def test_no_file_tells_nothing_but_what_we_are_able_to(tmp_path: Path) -> None:
    able = frozenset({"browser"})
    assert read_circumstances(tmp_path, Known(), abilities=able) == Circumstances(abilities=able)


def test_names_are_checked_only_where_they_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "exemptions.toml").write_text(EVERYTHING, "utf-8")
    with pytest.raises(DataError) as error:
        read_circumstances(tmp_path, known_ids(None, ["SEC-01"]))
    assert [mistake.where for mistake in error.value.mistakes] == ["exemption[1].rule"]


def test_the_shipped_file_grants_nothing() -> None:
    assert read_circumstances(ROOT / "config", Known()) == NOTHING_TOLD


def test_a_configuration_carries_what_was_told(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "config")
    (folder / "exemptions.toml").write_text(EVERYTHING, "utf-8")
    configuration = load_configuration(folder, {})
    assert [item.rule for item in configuration.circumstances.exemptions] == ["NET-01"]
    assert len(configuration.circumstances.stops) == 2
