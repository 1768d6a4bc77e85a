"""Channels and contacts are read whole, with every mistake at once and no secret shown."""

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from monitor.alerts.channel_files import Address, load_address
from monitor.alerts.records import Audience, Channel, GroupBy, Hours, Language, Occasion
from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.records import AgencyKind
from monitor.configuration import shipped_folder
from monitor.rules.contract import Basis, Severity
from probes.contract import System
from probes.mistakes import DataError
from tests.support.bad_config import sound_folder

EVERYTHING = """
[[channel]]
name = "mail"
kind = "email"
secret = "EMC_SECRET_MAIL"
language = "en"
agencies = ["p-delta"]
agency_kinds = ["city"]
systems = ["public_service"]
bases = ["law"]
at_least = "major"
hours = "08:00-17:30"
urgent = "major"
repeat_every = "4h"
escalated_after = 3
digests = ["daily", "weekly"]
[channel.options]
from = "Giám sát <m@monitor.test>"
ca_file = "ca.pem"

[[channel]]
name = "ops"
kind = "webhook"
secret = "EMC_SECRET_OPS"
audience = "operator"

[[channel]]
name = "alive"
kind = "heartbeat"
secret = "EMC_SECRET_ALIVE"
[channel.options]
every = 30

[[contact]]
agency = "p-delta"
portal = "p-delta.portal"
unit = "Văn phòng"
operator = "Trung tâm dữ liệu"
email = "vp@delta.test"
confirmed_on = 2026-05-01
"""


def _read(tmp_path: Path, text: str) -> Address:
    folder = sound_folder(tmp_path / "config")
    (folder / "ca.pem").write_text("", "utf-8")
    (folder / "channels.toml").write_text(text, "utf-8")
    return load_address(folder, read_catalogue(folder))


def _mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(DataError) as error:
        _read(tmp_path, text)
    return [str(item) for item in error.value.mistakes]


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    address = _read(tmp_path, EVERYTHING.replace('ca_file = "ca.pem"\n', ""))
    assert address.channels[0] == Channel(
        name="mail",
        kind="email",
        secret="EMC_SECRET_MAIL",
        language=Language.ENGLISH,
        agencies=frozenset({"p-delta"}),
        agency_kinds=frozenset({AgencyKind.CITY}),
        systems=frozenset({System.PUBLIC_SERVICE}),
        bases=frozenset({Basis.LAW}),
        at_least=Severity.MAJOR,
        hours=Hours(begin=time(8), end=time(17, 30)),
        urgent=Severity.MAJOR,
        group_by=GroupBy.AGENCY,
        repeat_every=timedelta(hours=4),
        escalated_after=3,
        digests=frozenset({Occasion.DAILY, Occasion.WEEKLY}),
        options={"from": "Giám sát <m@monitor.test>"},
    )
    assert address.channels[1].audience is Audience.OPERATOR
    assert address.contacts[0].confirmed_on == date(2026, 5, 1)


def test_a_heartbeat_is_no_channel_for_letters(tmp_path: Path) -> None:
    address = _read(tmp_path, EVERYTHING.replace('ca_file = "ca.pem"\n', ""))
    assert [channel.name for channel in address.channels] == ["mail", "ops"]
    assert [channel.options for channel in address.heartbeats] == [{"every": "30"}]


def test_certificates_lie_beside_the_file(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, EVERYTHING) == [
        "channels.toml: channel[1].options.ca_file: not allowed; expected a PEM file"
    ]


def test_what_is_not_said_is_the_usual(tmp_path: Path) -> None:
    (channel,) = _read(tmp_path, '[[channel]]\nname = "a"\nkind = "webhook"\nsecret = "EMC_SECRET_A"\n').channels
    assert channel == Channel(name="a", kind="webhook", secret="EMC_SECRET_A")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = EVERYTHING.replace("EMC_SECRET_MAIL", "hunter2").replace('"major"', '"grave"').replace("30\n", '"1"\n')
    text = text.replace("vp@delta.test", "vp@delta").replace('ca_file = "ca.pem"', "colour = 3")
    said = _mistakes(tmp_path, text)
    assert [line.split(": ")[1] for line in said] == [
        "channel[1].secret",
        "channel[1].at_least",
        "channel[1].urgent",
        "channel[1].options.colour",
        "channel[3].options.every",
        "contact[1].email",
    ]
    assert "hunter2" not in "".join(said)


@pytest.mark.parametrize(
    "value", ['"0h"', '"4 h"', '"1w"', "4", '""', "true", '"-1d"', '"99999999999d"', '"1.5h"', '"h"']
)  # fmt: skip
def test_a_time_is_a_number_with_its_unit(tmp_path: Path, value: str) -> None:
    text = f'[[channel]]\nname = "a"\nkind = "webhook"\nsecret = "EMC_SECRET_A"\nrepeat_every = {value}\n'
    (said,) = _mistakes(tmp_path, text)
    assert said.startswith("channels.toml: channel[1].repeat_every: ")


@pytest.mark.parametrize("value", ['"8-17"', '"08:00"', '"08:00-25:00"', '"08:00-08:00"', "8", '["08:00-09:00"]'])
def test_hours_are_two_times_of_a_day(tmp_path: Path, value: str) -> None:
    text = f'[[channel]]\nname = "a"\nkind = "webhook"\nsecret = "EMC_SECRET_A"\nhours = {value}\n'
    (said,) = _mistakes(tmp_path, text)
    assert said.startswith("channels.toml: channel[1].hours: ")


@pytest.mark.parametrize(
    "text", ["channel = 1", "channel = []", "[channel]\nname = 'a'", "[[channels]]\n", "[[channel]]\n", "contact = [1]"]
)
def test_any_other_shape_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert _mistakes(tmp_path, text)


@pytest.mark.parametrize("table", ["channel", "contact"])
@pytest.mark.parametrize(
    "value", ["[]", "{}", "1", "true", "1.5", "1979-05-27", '"\\u0000"', '["a", 1]', "[[1]]", "nan"]
)
def test_no_value_of_any_key_breaks_the_reading(tmp_path: Path, table: str, value: str) -> None:
    keys = [
        "name",
        "kind",
        "secret",
        "audience",
        "language",
        "agencies",
        "agency_kinds",
        "systems",
        "bases",
        "at_least",
    ]
    keys += ["hours", "urgent", "group_by", "repeat_every", "escalated_after", "digests", "options", "agency", "portal"]
    keys += ["unit", "operator", "email", "confirmed_on"]
    for key in keys:
        (tmp_path / "channels.toml").write_text(f"[[{table}]]\n{key} = {value}\n", "utf-8")
        with pytest.raises(DataError):
            load_address(tmp_path)


def test_the_shipped_file_names_nobody() -> None:
    assert load_address(shipped_folder()) == Address()


def test_the_examples_of_the_shipped_file_are_sound(tmp_path: Path) -> None:
    lines = (shipped_folder() / "channels.toml").read_text("utf-8").splitlines()
    code = "\n".join(found[1] for line in lines if (found := re.fullmatch(r"# (?:# )?([a-z_]+ = .*|\[.*)", line)))
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "channels.toml").write_text(code, "utf-8")
    address = load_address(folder)
    assert [channel.kind for channel in (*address.channels, *address.heartbeats)] == [
        "email", "apprise", "webhook", "alertmanager", "apprise", "heartbeat",
    ]  # fmt: skip
    assert len(address.contacts) == 1


def test_a_folder_without_the_file_names_nobody(tmp_path: Path) -> None:
    assert load_address(tmp_path) == Address()
